"""Group B: sign-in, CAPTCHA, enumeration."""

import pytest

from mockportal.domain.refusals import Refused
from mockportal.domain.visit import Visit
from mockportal.election import load, revised
from mockportal.portal.tests.visitor import steady
from mockportal.usecases import identifying
from mockportal.usecases.tests.table import Table
from scenarios.attacks import typed_rows

WRONG = "Pas-le-bon-mot-1"


@pytest.mark.attack("B01")
def test_an_unknown_identifier_and_an_inactive_one_see_the_same_page(browse):
    known, unknown = browse(), browse()
    inactive = known.elector(active=False)
    answers = [known.identify(inactive)]
    answers.append(unknown.send("identification", identifiant="nul.part@ac-fictive.example"))
    pages = [known.get("message-envoye"), unknown.get("message-envoye")]

    assert [one.status for one in answers] == [303, 303]
    assert answers[0].goes_to == answers[1].goes_to == "message-envoye"
    assert steady(pages[0]) == steady(pages[1])
    assert pages[0].answer.headers.keys() == pages[1].answer.headers.keys()
    assert {*known.client.cookies} == {*unknown.client.cookies}


@pytest.mark.attack("B01")
def test_a_neutral_election_tells_unknown_inactive_and_wrong_apart_nowhere(browse, store):
    neutral = store.create(identification={"neutral": True})
    first, second, third = browse(neutral), browse(neutral), browse(neutral)
    typed = (
        (first, first.elector().identifier),
        (second, second.elector(active=False).identifier),
        (third, "nul.part@ac-fictive.example"),
    )
    steps = [who.send("identification", identifiant=name).goes_to for who, name in typed]
    pages = [who.send("mot-de-passe", mot_de_passe=WRONG) for who, _ in typed]

    assert steps == ["mot-de-passe"] * 3
    assert [(page.status, page.refusal) for page in pages] == [(422, "password-wrong")] * 3
    assert len({steady(page) for page in pages}) == 1


@pytest.mark.attack("B02")
def test_unknown_and_inactive_identifiers_cost_the_same_statements():
    election = revised(load("formation"), {"captcha": {"fixed_answer": "1234"}})
    table = Table(election, election.calendar.instants.opens)
    inactive = next(one for one in table.records().world.electors if not one.activated)
    run = []
    for typed in (inactive.identifier, "nul.part@ac-fictive.example"):
        visit, statements = Visit(f"visit of {typed}"), list[str]()
        values = {"typed": typed, "address": "127.0.0.1", **table.solved(visit.id)}
        table.do(_traced(identifying.identify, statements), visit=visit, **values)
        run.append(statements)

    assert run[0] == run[1]
    assert len(run[0]) > 5


def _traced(usecase, statements):
    """Note every statement a use case runs."""

    def traced(tx, now, **values):
        execute = tx._execute
        tx._execute = lambda sql, bound: statements.append(sql) or execute(sql, bound)
        try:
            return usecase(tx, now, **values)
        except Refused:
            statements.append("refused")
            raise

    return traced


@pytest.mark.attack("B03")
def test_an_unknown_address_is_written_nothing(visitor, control):
    page = visitor.send("identification", identifiant="nul.part@ac-fictive.example")
    told = visitor.get("message-envoye")
    elector = visitor.elector(active=False)
    visitor.get("identification")
    messages = control.election(visitor.election.id).messages(to="nul.part@ac-fictive.example")

    assert page.status == 303
    assert "Si cette adresse est connue, un message a été envoyé." in told.words
    assert elector is not None
    assert messages == ()


@pytest.mark.attack("B04")
@pytest.mark.parametrize("first", ["1234", "9999"])
def test_a_captcha_serves_once_whatever_the_first_answer(visitor, first):
    shown = visitor.get("identification")
    name = visitor.elector().identifier
    visitor.answer("identification", shown, identifiant="x", captcha=first)
    page = visitor.answer("identification", shown, identifiant=name)

    assert (page.status, page.refusal) == (422, "captcha-wrong")
    assert page.hidden("captcha_id") != shown.hidden("captcha_id")


@pytest.mark.attack("B05")
def test_the_captcha_of_another_visit_is_wrong_here_and_stays_good_there(browse):
    mine, theirs = browse(), browse()
    shown, other = mine.get("identification"), theirs.get("identification")
    name = mine.elector().identifier
    borrowed = {"captcha_id": other.hidden("captcha_id")}
    page = mine.answer("identification", shown, identifiant=name, **borrowed)
    still = theirs.answer("identification", other, identifiant=name)

    assert (page.status, page.refusal) == (422, "captcha-wrong")
    assert (still.status, still.goes_to) == (303, "mot-de-passe")


@pytest.mark.attack("B06")
def test_after_five_wrong_captchas_the_right_one_waits_too(visitor):
    name = visitor.elector().identifier
    for _ in range(5):
        wrong = visitor.send("identification", identifiant=name, captcha="0000")
        assert wrong.refusal == "captcha-wrong"
    page = visitor.send("identification", identifiant=name)

    assert (page.status, page.refusal) == (429, "too-many")
    assert page.told == "Trop d'essais. Réessayez dans 10 minutes."
    assert page.answer.headers["retry-after"] == "600"


@pytest.mark.attack("B09")
def test_with_a_wrong_captcha_right_and_wrong_identifiers_look_alike(browse, state):
    first, second = browse(), browse()
    before = state()
    right = first.send("identification", identifiant=first.elector().identifier, captcha="0000")
    wrong = second.send("identification", identifiant="not an address", captcha="0000")

    assert right.refusal == wrong.refusal == "captcha-wrong"
    assert steady(right).replace(first.elector().identifier, "") == steady(wrong).replace(
        "not an address", ""
    )
    assert state() == before


@pytest.mark.attack("B10")
def test_from_the_sixth_password_on_even_the_right_one_waits(visitor, advance):
    elector = visitor.elector()
    visitor.identify(elector)
    wrong = [visitor.send("mot-de-passe", mot_de_passe=WRONG).status for _ in range(5)]
    page = visitor.send("mot-de-passe", mot_de_passe=elector.password)
    advance(15 * 60 - 1)
    almost = visitor.identify(elector).status
    advance(1)
    visitor.identify(elector)
    later = visitor.send("mot-de-passe", mot_de_passe=elector.password)

    assert wrong == [422] * 5
    assert (page.status, page.refusal) == (429, "too-many")
    assert page.told == "Trop d'essais. Réessayez dans 15 minutes."
    assert almost == 429
    assert (later.status, later.goes_to) == (303, "espace")


@pytest.mark.attack("B11")
def test_with_a_budget_per_address_spraying_many_identifiers_is_stopped(browse, store):
    guarded = store.create(lockout={"per_address": 3})
    statuses = []
    for place in range(4):
        visitor = browse(guarded)
        statuses.append(visitor.identify(visitor.others()[place]).status)
        visitor.send("mot-de-passe", mot_de_passe=WRONG)

    assert statuses == [303, 303, 303, 429]


@pytest.mark.attack("B12")
def test_a_forged_forwarding_header_does_not_escape_the_lock(visitor):
    elector = visitor.elector()
    visitor.identify(elector)
    for _ in range(5):
        visitor.send("mot-de-passe", mot_de_passe=WRONG)
    visitor.client.headers["X-Forwarded-For"] = "203.0.113.9"
    page = visitor.send("mot-de-passe", mot_de_passe=elector.password)

    assert (page.status, page.refusal) == (429, "too-many")


@pytest.mark.attack("B13")
@pytest.mark.parametrize(
    "path",
    [
        "espace",
        "scrutins",
        "code-de-vote",
        "reassort",
        "reassort/defi",
        "vote/csa-ministeriel",
        "vote/csa-ministeriel/confirmation",
        "vote/csa-ministeriel/accuse",
        "informations-personnelles",
        "mot-de-passe",
    ],
)
def test_a_later_page_sends_a_visitor_to_the_first(visitor, path):
    page = visitor.get(path)

    assert (page.status, page.goes_to) == (303, "identification")


@pytest.mark.attack("B13")
@pytest.mark.parametrize("path", ["mot-de-passe", "code-de-vote", "reassort/defi"])
def test_a_later_form_is_out_of_order_for_a_visitor(visitor, state, path):
    shown = visitor.get("identification")
    before = state()
    page = visitor.post(path, visitor.tokens(shown))

    assert (page.status, page.refusal) == (409, "out-of-order")
    assert "/portail/identification" in page.source
    assert state() == before


@pytest.mark.attack("B14")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("B14"))
def test_no_account_comes_with_the_box(visitor, typed, refusal):
    page = visitor.send("identification", identifiant=typed)

    assert (page.status, page.refusal) == (422, refusal)
