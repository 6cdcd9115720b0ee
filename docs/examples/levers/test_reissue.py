"""A lost vote code is renewed by SMS; each test has an election and a clock of its own."""

from playwright.sync_api import Page, expect

from mockportal.client.hands import Clock, Faults, Inbox
from mockportal.client.models import Voter


def ask_for_a_link(page: Page, voter: Voter) -> None:
    """Answer the secret question, and have a link sent by SMS."""
    page.get_by_role("link", name="Cliquez ici pour obtenir un réassort").click()
    page.get_by_role("link", name="cliquez ici").click()
    page.get_by_label("Saisissez votre réponse secrète").fill(voter.secret_answer)
    page.get_by_label("Saisissez votre NUMEN").fill(voter.numen)
    page.get_by_label("par SMS sur votre smartphone personnel").check()
    page.get_by_label("Numéro de téléphone mobile personnel").fill(voter.phone)
    page.get_by_role("button", name="ENVOYER").click()


def test_a_new_code_shows_for_120_seconds(signed_in, voter: Voter, inbox: Inbox, clock: Clock):
    """The link of the SMS shows a new code; the open page lets go of it in time."""
    page = signed_in
    ask_for_a_link(page, voter)
    text = inbox.next(voter=voter.identifier, kind="reissue-link", channel="sms")
    page.goto(text.links[0])
    page.get_by_role("button", name="REGENERER MON CODE DE VOTE").click()
    expect(page.get_by_text("Votre nouveau code de vote")).to_be_visible()

    clock.advance(120)

    expect(page.get_by_role("alert")).to_have_text("Le code n'est plus affiché.")


def test_a_link_that_comes_late_is_of_no_use(
    signed_in, voter: Voter, inbox: Inbox, clock: Clock, faults: Faults
):
    """An SMS that is two hours late brings a link that has expired."""
    page = signed_in
    faults.set("sms-late", delay_s=7200)
    ask_for_a_link(page, voter)
    inbox.nothing(voter=voter.identifier, kind="reissue-link")

    clock.advance(7200)
    text = inbox.next(voter=voter.identifier, kind="reissue-link")
    page.goto(text.links[0])

    expect(page.get_by_role("alert")).to_contain_text("expiré")
