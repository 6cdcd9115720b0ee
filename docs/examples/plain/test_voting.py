"""A plain pytest-playwright suite: it knows a portal by ``base_url``, and nothing of mockportal."""

from playwright.sync_api import expect

CAPTCHA = "1234"  # the pre-production portal asks for no other


def identify(page, voter):
    """Say who one is."""
    page.goto("/")
    page.get_by_role("link", name="ACCÉDER AU PORTAIL ÉLECTIONS", exact=True).click()
    page.get_by_label("Identifiant", exact=True).fill(voter["identifier"])
    page.get_by_label("CAPTCHA").fill(CAPTCHA)
    page.get_by_role("button", name="CONNEXION").click()


def test_a_voter_votes_blank(page, voters):
    """From the home page to the receipt."""
    voter = voters[0]
    identify(page, voter)
    page.get_by_label("Mot de passe Elections").fill(voter["password"])
    page.get_by_role("button", name="CONNEXION").click()
    page.get_by_role("link", name="Consulter les scrutins, les candidatures et voter").click()
    page.get_by_label("Code de vote").fill(voter["vote_code"])
    page.get_by_label("CAPTCHA").fill(CAPTCHA)
    page.get_by_role("button", name="CONNEXION").click()

    page.get_by_role("link", name="Voter").first.click()
    page.get_by_role("button", name="Je veux voter").click()
    page.get_by_role("button", name="Vote blanc").click()
    page.get_by_role("button", name="Je vote").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Accusé de réception")


def test_a_wrong_password_is_refused(page, voters):
    """Whoever mistypes the password stays outside."""
    identify(page, voters[1])
    page.get_by_label("Mot de passe Elections").fill("un-autre-mot")
    page.get_by_role("button", name="CONNEXION").click()

    expect(page.get_by_role("alert")).to_contain_text("mot de passe")
