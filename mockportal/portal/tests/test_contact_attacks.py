"""Group N, at the portal: addresses and numbers typed, the letters that follow."""

import pytest

from mockportal.domain.gsm7 import segments, units
from scenarios.attacks import typed_rows

TOLD = {
    "mail-form": "Adresse non valide.",
    "outside-fiction": "Seules les adresses fictives en .example ou .test sont acceptées.",
}


@pytest.fixture
def elector(visitor):
    """Return an elector who has signed in."""
    elector = visitor.elector()
    visitor.sign_in(elector)
    return elector


@pytest.fixture
def letters(remote, elector):
    """Give a way to read as many messages of the elector as are expected, by channel."""

    def read(number, channel=""):
        found = ()
        while len(found) < number:
            after = found[-1].id if found else ""
            asked = {"voter": elector.identifier, "channel": channel or None}
            found += (news := remote.messages(**asked, after=after, wait=10))
            assert news, f"{len(found)} of {number} messages came"
        return found

    return read


@pytest.mark.attack("N01")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("N01"))
def test_a_line_end_in_an_address_is_refused(visitor, elector, state, typed, refusal):
    before = state()
    page = visitor.ask_link(elector, canal="email", adresse=typed)

    assert (page.status, page.refusal, page.told) == (422, refusal, TOLD[refusal])
    assert state() == before


@pytest.mark.attack("N02")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("N02"))
def test_an_address_outside_grammar_or_fiction_is_refused(visitor, elector, state, typed, refusal):
    before = state()
    page = visitor.ask_link(elector, canal="email", adresse=typed)

    assert (page.status, page.refusal, page.told) == (422, refusal, TOLD[refusal])
    assert state() == before


@pytest.mark.attack("N02")
@pytest.mark.parametrize("typed", ["a" * 64 + "@x.example", "A.B+c@X.Example", " a@x.test "])
def test_an_address_of_the_grammar_is_written_to_in_its_one_form(visitor, elector, letters, typed):
    page = visitor.ask_link(elector, canal="email", adresse=typed)

    assert page.status == 303
    sent = {one.to for one in letters(2)}
    assert sent == {typed.strip().lower(), elector.identifier}


@pytest.mark.attack("N03")
@pytest.mark.parametrize(
    "typed",
    ["06 39 98 12 34", "06.39.98.12.34", "+33 6 39 98 12 34", "0033639981234", "+33(0)639981234"],
)
def test_a_number_is_written_to_in_its_international_form(visitor, elector, letters, typed):
    page = visitor.ask_link(elector, telephone=typed)

    assert page.status == 303
    assert letters(1, "sms")[0].to == "+33639981234"


@pytest.mark.attack("N03")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("N03"))
def test_a_number_that_is_no_mobile_of_fiction_is_refused(visitor, elector, state, typed, refusal):
    before = state()
    page = visitor.ask_link(elector, telephone=typed)

    assert (page.status, page.refusal) == (422, refusal)
    assert page.told == "Numéro de mobile non valide."
    assert state() == before


@pytest.mark.attack("N04")
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_request_is_told_to_the_professional_address(visitor, elector, letters, channel):
    visitor.ask_link(elector, canal=channel, adresse="ailleurs@autre.example")

    notices = [one for one in letters(2) if one.kind == "security-notice"]
    assert [one.to for one in notices] == [elector.identifier]
    assert notices[0].subject == "[SIMULATION] Votre compte Elections"
    assert "Un nouveau code a été demandé." in notices[0].text


@pytest.mark.attack("N07")
def test_a_text_message_is_one_segment_with_its_link_whole(visitor, elector, letters):
    visitor.ask_link(elector)
    (text,) = letters(1, "sms")

    below_base = text.links[0].partition(visitor.server.portal)[2]
    as_in_life = text.text.replace(visitor.server.portal, "https://portail-elections.ex")
    assert below_base.startswith(f"/{visitor.election.id}/portail/reassort/lien/")
    assert text.text.endswith(text.links[0])
    assert units(text.text) is not None
    assert segments(as_in_life.replace(visitor.election.id, "electionspro2022")) == 1


@pytest.mark.attack("N08")
def test_a_text_message_names_the_elections_and_holds_no_code(visitor, elector, letters):
    visitor.ask_link(elector)
    (text,) = letters(1, "sms")

    assert text.text.startswith("[SIMULATION] Elections: lien a usage unique, valable 60 min. http")
    assert elector.vote_code not in text.text
