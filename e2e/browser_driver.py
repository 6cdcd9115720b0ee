"""Steps at a real browser: links, buttons and fields found by role and label alone."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from typing import Literal, TypeAlias

from playwright.sync_api import Error, Locator, Page, Response, TimeoutError

from e2e.hands import Hands, Mouse
from e2e.live_view import alike, read
from e2e.windows import Windows
from scenarios.dialect import Dialect
from scenarios.http_browser import scan
from scenarios.levers import Stagehand
from scenarios.seen import Seen, Strayed, Words
from scenarios.steps import (
    Captcha,
    CloseBrowser,
    Download,
    Follow,
    GoBack,
    Listen,
    Open,
    PressTwice,
    Reload,
    Scan,
    Step,
    Submit,
    UseBrowser,
    UseTab,
    Value,
    check_landing,
)
from scenarios.transport import PlainTransport

_UNREACHABLE = Seen(refusal="unreachable", view=Words(alert="Aucune réponse."))
CAPTCHA = "Code de contrôle à recopier"
NAVIGATION_MS, ERROR_PAGE_MS = 10_000, 2_000
READY: Literal["domcontentloaded"] = "domcontentloaded"  # scripts have run, logos may be on the way
Role: TypeAlias = Literal["link", "button"]


class BrowserDriver:
    """A voter at real browsers, with a mouse or with the keyboard alone."""

    def __init__(
        self,
        windows: Windows,
        url: str,
        stagehand: Stagehand,
        hands: Hands | None = None,
        dialect: Dialect | None = None,
    ) -> None:
        """Take the address of an election, such as http://127.0.0.1:8080/electionspro2022."""
        self._windows, self._url, self._stagehand = windows, url.rstrip("/"), stagehand
        self._hands, self._dialect = hands or Mouse(), dialect

    def perform(self, step: Step) -> Seen:
        """Do one step and report what is in view. Refuses: Strayed."""
        spoken = self._dialect.speak(step) if self._dialect else step
        seen = self._stagehand.perform(step) or self._aside(spoken) or self._navigate(spoken)
        return check_landing(step, self._dialect.understand(seen) if self._dialect else seen)

    def _navigate(self, step: Step) -> Seen:
        """Do what changes the page on screen."""
        page, hands = self._windows.page, self._hands
        match step:
            case Open(path):
                url = self._url + path if path.startswith("/") else path
                return self._arrive(lambda: page.goto(url, wait_until=READY))
            case Follow(link, within, first):
                target = self._one("link", link, within, first=first)
                return self._press(lambda: hands.press(target))
            case Submit(button, fields, within):
                target = self._filled(button, fields, within)
                return self._press(lambda: hands.press(target))
            case PressTwice(button, fields):
                return self._press_twice(self._filled(button, fields))
            case Reload():
                return self._arrive(lambda: page.reload(wait_until=READY))
            case GoBack():
                return self._arrive(lambda: page.go_back(wait_until=READY))
        raise TypeError(f"no such step: {step!r}")

    def _aside(self, step: Step) -> Seen | None:
        """Do what leaves the page on screen as it is; tell with None that it does not."""
        match step:
            case UseBrowser(name):
                self._windows.use_browser(name)
            case UseTab(name):
                self._windows.use_tab(name)
            case CloseBrowser():
                self._windows.close_browser()
            case Scan(link):
                with closing(PlainTransport()) as transport:
                    scan(transport, link)
            case Listen(name):
                return self._listen(name)
            case Download(name):
                return self._download(name)
            case _:
                return None
        return Seen()

    def _arrive(self, go: Callable[[], Response | None]) -> Seen:
        """Go to a page and read it."""
        try:
            response = go()
        except Error as error:
            if "net::ERR_" not in error.message:
                raise
            self._await_error_page()
            return _UNREACHABLE
        if response is None:
            raise Strayed("a page, but the browser went nowhere")
        return read(self._windows.page, response)

    def _await_error_page(self) -> None:
        """Let the browser show its own page, which would else interrupt where one goes next."""
        with suppress(TimeoutError):
            self._windows.page.wait_for_url("chrome-error://**", timeout=ERROR_PAGE_MS)

    def _press(self, press: Callable[[], None]) -> Seen:
        """Press what leads to another page, and read that page."""

        def go() -> Response | None:
            page = self._windows.page
            with page.expect_navigation(wait_until=READY, timeout=NAVIGATION_MS) as navigation:
                press()
            return navigation.value

        try:
            return self._arrive(go)
        except TimeoutError:
            raise Strayed("a page, but nothing happened", self._seen()) from None

    def _press_twice(self, target: Locator) -> Seen:
        """Press twice, and read the page that stays."""
        page, answers = self._windows.page, list[Response]()

        def note(response: Response) -> None:
            if _is_page(response):
                answers.append(response)

        page.on("response", note)
        try:
            self._hands.press_twice(target)
            await_the_last(page, answers)
        except TimeoutError:
            raise Strayed("a page, but nothing happened", self._seen()) from None
        finally:
            page.remove_listener("response", note)
        return read(page, answers[-1])

    def _filled(self, button: str, fields: Mapping[str, Value], within: str = "") -> Locator:
        """Fill fields by their labels; return the button to press."""
        for label, value in fields.items():
            captcha = self._captcha() if isinstance(value, Captcha) else ""
            self._fill(label, self._stagehand.copied(value, captcha))
        return self._one("button", button, within)

    def _fill(self, label: str, value: str | bool) -> None:
        page = self._windows.page
        field = page.get_by_label(_label(label))
        count = field.count()
        if count != 1:
            raise Strayed(f"one field labelled « {label} », not {count}", self._seen())
        if isinstance(value, bool):
            self._hands.tick(field)
        elif field.and_(page.get_by_role("combobox")).count():
            self._hands.select(field, value)
        else:
            self._hands.fill(field, value)

    def _one(self, role: Role, name: str, within: str = "", *, first: bool = False) -> Locator:
        """Find a link or a button by its name. Refuses: Strayed."""
        found = _block(self._windows.page, within).get_by_role(role, name=name, exact=True)
        count = found.count()
        if count != 1 and not (count and first):
            where = f" within « {within} »" if within else ""
            raise Strayed(f"one {role} « {name} »{where}, not {count}", self._seen())
        if role == "button" and found.first.is_disabled():
            raise Strayed(f"the {role} « {name} », not disabled", self._seen())
        return found.first

    def _captcha(self) -> str:
        """Return the id of the CAPTCHA on screen, which its picture's address tells."""
        picture = self._windows.page.get_by_alt_text(CAPTCHA, exact=True)
        if picture.count() != 1:
            raise Strayed("a CAPTCHA on screen", self._seen())
        return (picture.get_attribute("src") or "").split("/")[-2]

    def _listen(self, name: str) -> Seen:
        target = self._one("link", name)
        with self._windows.page.expect_response(_is_sound, timeout=NAVIGATION_MS) as heard:
            self._hands.press(target)
        return Seen(heading=_kind(heard.value))

    def _download(self, name: str) -> Seen:
        target = self._one("link", name)
        with self._windows.page.expect_download(timeout=NAVIGATION_MS) as saved:
            self._hands.press(target)
        return Seen(view=Words(alike(saved.value.path().read_text(encoding="utf-8"))))

    def _seen(self) -> Seen:
        return read(self._windows.page, None)


def await_the_last(page: Page, answers: Sequence[Response]) -> None:
    """Wait for the page last answered with. Refuses: Error, TimeoutError.

    Without a script the second request may cut the first one short, even when that is answered.
    """

    def is_there(url: str) -> bool:
        return url.partition("#")[0] in [answer.url for answer in answers[-1:]]

    try:
        page.wait_for_url(is_there, timeout=NAVIGATION_MS)
    except Error as cut_short:
        if "net::ERR_ABORTED" not in cut_short.message:
            raise
        page.wait_for_url(is_there, timeout=NAVIGATION_MS)


def _label(words: str) -> re.Pattern[str]:
    """Return a label with or without the star of a required field, which is not part of it."""
    return re.compile(rf"^{re.escape(words)}\s*\*?$")


def _block(page: Page, within: str) -> Page | Locator:
    """Return the innermost block that holds some words, or the page."""
    if not within:
        return page
    blocks = page.get_by_role("listitem").or_(page.get_by_role("row"))
    return blocks.filter(has_text=within)


def _is_page(response: Response) -> bool:
    """Tell whether an answer is a page, not a redirect to one."""
    return response.request.is_navigation_request() and not 300 <= response.status < 400


def _kind(response: Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0]


def _is_sound(response: Response) -> bool:
    return _kind(response).startswith("audio/")
