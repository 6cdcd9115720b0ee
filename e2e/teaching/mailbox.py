"""The inbox page, where a guide's reader sees the message that came."""

from collections.abc import Sequence

from playwright.sync_api import Browser, ViewportSize

from e2e.teaching.camera import Camera, Picture
from mockportal.client import Control, RemoteElection
from scenarios.seen import Strayed

_NARROW: ViewportSize = {"width": 720, "height": 800}


class Mailbox:
    """A tester's browser at the inbox of one election."""

    def __init__(
        self, browser: Browser, control: Control, election: RemoteElection, sharp: float
    ) -> None:
        self._browser, self._control, self._election = browser, control, election
        self._sharp = sharp

    def photograph(self, voter: str, kind: str, links: Sequence[str]) -> Picture:
        """Open the message that holds some links, point at the first. Refuses: Strayed."""
        found = self._election.messages(voter=voter, kind=kind)
        ids = [one.id for one in found if tuple(one.links) == tuple(links)]
        if not ids:
            raise Strayed(f"the message « {kind} » for {voter} on the inbox page")
        page = self._browser.new_page(viewport=_NARROW, device_scale_factor=self._sharp)
        try:
            path = f"/inbox/{self._election.id}?message={ids[-1]}"
            page.goto(self._control.page(path))
            opened = page.locator(".telephone, .feuille")
            link = opened.get_by_role("link", name=links[0], exact=True).last
            return Camera(page).shoot_part(opened, [("1", link)])
        finally:
            page.context.close()
