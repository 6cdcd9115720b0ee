"""Identifiers the portal has wrongly: what a voter sees, and that nobody's account is lost."""

import pytest


def renamed(identifier):
    """Return the address that an overwritten identifier became."""
    local, _, domain = identifier.partition("@")
    return f"{local}.nouveau@{domain}"


@pytest.fixture
def ignace(visitor):
    """Return the persona whose identifier is overwritten, or anybody active."""
    return visitor.elector()


@pytest.mark.parametrize(
    ("typed", "leads_to"), [(str, "mot-de-passe"), (str.upper, "message-envoye")]
)
def test_capitals_make_another_identifier(visitor, remote, ignace, sound, typed, leads_to):
    remote.set_fault("identifier-case-sensitive")
    page = visitor.send("identification", identifiant=typed(ignace.identifier))
    remote.lift_fault("identifier-case-sensitive")
    visitor.client.cookies.clear()
    after = visitor.send("identification", identifiant=ignace.identifier.upper())

    assert (page.goes_to, after.goes_to) == (leads_to, "mot-de-passe")
    assert remote.messages(voter=ignace.identifier) == ()
    assert sound() == {}


def test_an_overwritten_identifier_is_nobodys_and_its_successor_works(
    browse, visitor, remote, ignace, sound
):
    other = visitor.others()[1]
    remote.set_fault("identifier-overwritten", {"who": ignace.identifier})
    old = visitor.identify(ignace)
    untouched = browse().identify(other)
    holder = browse()
    new = holder.send("identification", identifiant=renamed(ignace.identifier))
    inside = holder.send("mot-de-passe", mot_de_passe=ignace.password)
    holder.enter_code(ignace.vote_code)
    holder.cast("csa-ministeriel")

    assert (old.goes_to, untouched.goes_to) == ("message-envoye", "mot-de-passe")
    assert (new.goes_to, inside.goes_to) == ("mot-de-passe", "espace")
    assert sound() == {"csa-ministeriel": 1}


def test_mails_follow_an_overwritten_identifier(visitor, remote, ignace):
    visitor.sign_in(ignace)
    remote.set_fault("identifier-overwritten", {"who": ignace.identifier})
    visitor.ask_link(ignace)
    (notice,) = remote.messages(voter=ignace.identifier, kind="security-notice", wait=10)

    assert notice.to == renamed(ignace.identifier)


def test_the_successor_means_nothing_without_the_fault(visitor, ignace):
    page = visitor.send("identification", identifiant=renamed(ignace.identifier))

    assert page.goes_to == "message-envoye"


def test_a_right_identifier_may_be_refused_for_its_form(browse, visitor, remote, ignace, sound):
    remote.set_fault("identifier-format-refused", {"who": ignace.identifier})
    refused = visitor.identify(ignace)
    other = browse().identify(visitor.others()[1])
    remote.lift_fault("identifier-format-refused")
    page = visitor.identify(ignace)

    assert (refused.status, refused.refusal) == (422, "identifier-form")
    assert refused.told == "Adresse non valide."
    assert (other.goes_to, page.goes_to) == ("mot-de-passe", "mot-de-passe")
    assert sound() == {}


@pytest.mark.parametrize("who", ["identifier", "population", "domain", "name"])
def test_a_fault_strikes_those_it_names(visitor, remote, ignace, who):
    meant = {
        "identifier": ignace.identifier,
        "population": ignace.population,
        "domain": ignace.identifier.partition("@")[2],
        "name": f"{ignace.given_name} {ignace.family_name}",
    }
    remote.set_fault("identifier-format-refused", {"who": meant[who]})
    struck = visitor.identify(ignace)
    remote.set_fault("identifier-format-refused", {"who": "prive"})
    spared = visitor.identify(ignace)

    assert (struck.refusal, spared.goes_to) == ("identifier-form", "mot-de-passe")


def test_a_missing_notice_leaves_the_reissue(visitor, remote, ignace, sound):
    held = remote.voter(ignace.identifier).notice
    remote.set_fault("notice-missing", {"who": ignace.identifier})
    card = remote.voter(ignace.identifier)
    visitor.sign_in(ignace)
    sent = visitor.ask_link(ignace)

    assert (held, card.notice) == (True, False)
    assert sent.goes_to == "message-envoye"
    assert sound() == {}


def test_nobody_is_handed_out_with_a_missing_notice(remote):
    remote.set_fault("notice-missing", {"share": 0.5})
    claimed = [remote.claim(state="activated", has=["notice"]) for _ in range(3)]

    assert all(remote.voter(one.identifier).notice for one in claimed)
