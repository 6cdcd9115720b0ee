"""The shortest way to a ballot, for crowds whose generator must cost little."""

from loadtests.lean_browser import LeanBrowser
from mockportal.electorate import Elector

SCRUTIN = "csa-ministeriel"
CLICKS = 11  # from the home page on: each of them comes after a pause


async def vote(browser: LeanBrowser, voter: Elector, captcha: str) -> None:
    """Go from the home page to the receipt of one blank ballot, and sign out.

    Refuses: Busy, Lost.
    """
    ballot = f"vote/{SCRUTIN}"
    await browser.get("identification")
    await browser.post("identification", {"identifiant": voter.identifier, "captcha": captcha})
    await browser.post("mot-de-passe", {"mot_de_passe": voter.password})
    await browser.get("code-de-vote")
    await browser.post("code-de-vote", {"code": voter.vote_code, "captcha": captcha})
    await browser.get(ballot)
    await browser.post(ballot, {"action": "je-veux-voter"})
    await browser.post(ballot, {"choix": "blanc"})
    confirmed = {"choix": "blanc", "nonce": "", "reference": ""}
    await browser.post(f"{ballot}/confirmation", confirmed)
    await browser.post("deconnexion", {})
