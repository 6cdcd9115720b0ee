"""Group A: what is typed into fields."""

import pytest
from markupsafe import escape

from scenarios.attacks import typed_rows

pytestmark = pytest.mark.usefixtures("election")


@pytest.mark.attack("A01")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("A01"))
def test_an_overlong_identifier_is_refused_whole(visitor, state, typed, refusal):
    before = state()
    page = visitor.send("identification", identifiant=typed)

    assert (page.status, page.refusal) == (422, refusal)
    assert page.told == "255 caractères au plus."
    assert state() == before


@pytest.mark.attack("A02")
def test_a_long_password_with_spaces_and_emoji_is_taken_as_typed(visitor):
    elector = visitor.elector()
    visitor.sign_in(elector)
    chosen = "Ça tient 🔑 " + "é" * 100 + "1-A"
    changed = visitor.send(
        "informations-personnelles",
        mot_de_passe_actuel=elector.password,
        mot_de_passe=chosen,
        confirmation=chosen,
    )
    visitor.answer("deconnexion", visitor.get("espace"))
    visitor.identify(elector)
    page = visitor.send("mot-de-passe", mot_de_passe=chosen)

    assert changed.status == 200
    assert (page.status, page.goes_to) == (303, "espace")


@pytest.mark.attack("A02")
def test_a_password_of_129_characters_is_refused(visitor, state):
    elector = visitor.elector()
    visitor.sign_in(elector)
    before = state()
    chosen = "Aa1-" + "x" * 125
    page = visitor.send(
        "informations-personnelles",
        mot_de_passe_actuel=elector.password,
        mot_de_passe=chosen,
        confirmation=chosen,
    )

    assert (page.status, page.refusal) == (422, "password-rule")
    assert page.told == "128 caractères au plus."
    assert state() == before


@pytest.mark.attack("A02")
def test_an_overlong_password_at_sign_in_is_merely_wrong(visitor):
    visitor.identify(visitor.elector())
    page = visitor.send("mot-de-passe", mot_de_passe="x" * 5000)

    assert (page.status, page.refusal) == (422, "password-wrong")


@pytest.mark.attack("A03")
@pytest.mark.parametrize(
    ("field", "refusal"),
    [("numen", "numen-form"), ("telephone", "phone-form"), ("reponse", "challenge-wrong")],
)
def test_nul_in_a_field_is_refused_by_that_field(visitor, field, refusal):
    elector = visitor.elector()
    visitor.sign_in(elector)
    page = visitor.ask_link(elector, **{field: "99\x00"})

    assert (page.status, page.refusal) == (422, refusal)


@pytest.mark.attack("A06")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("A06"))
def test_what_looks_like_code_comes_back_as_text(visitor, typed, refusal):
    page = visitor.send("identification", identifiant=typed)

    assert (page.status, page.refusal) == (422, refusal)
    assert f'value="{escape(typed)}"' in page.source
    assert "<script>alert" not in page.source
    assert "<img src=x" not in page.source


@pytest.mark.attack("A07")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("A07"))
def test_letters_that_fold_to_others_are_no_identifier(visitor, state, typed, refusal):
    before = state()
    page = visitor.send("identification", identifiant=typed)

    assert (page.status, page.refusal) == (422, refusal)
    assert state() == before


@pytest.mark.attack("A07")
def test_a_mail_goes_to_the_address_stored_never_to_the_spelling_typed(visitor, control):
    elector = visitor.elector(active=False)
    visitor.send("identification", identifiant=f"  {elector.identifier.upper()} ")
    message = control.election(visitor.election.id).messages(voter=elector.identifier, wait=10)[0]

    assert message.to == elector.identifier


@pytest.mark.attack("A08")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("A08"))
def test_an_address_outside_fiction_is_refused_and_not_kept(visitor, state, typed, refusal):
    before = state()
    page = visitor.send("identification", identifiant=typed)

    assert (page.status, page.refusal) == (422, refusal)
    assert state() == before


@pytest.mark.attack("A08")
def test_real_data_stops_everything_on_a_page_without_a_form(visitor):
    page = visitor.send("identification", identifiant="a.b@ac-montpellier.fr")

    assert (
        page.told == "Ceci est un simulateur. N'entrez aucune donnée réelle. Rien n'a été conservé."
    )
    assert "<form" not in page.source.partition("<main")[2].partition("</main>")[0]
    assert "montpellier" not in page.source


@pytest.mark.attack("A09")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("A09"))
def test_invisible_and_stacked_characters_are_refused(visitor, state, typed, refusal):
    before = state()
    page = visitor.send("identification", identifiant=typed)

    assert (page.status, page.refusal) == (422, refusal)
    assert state() == before


@pytest.mark.attack("A10")
@pytest.mark.parametrize("spell", [str.upper, str.lower, lambda text: f"  {text} "])
def test_a_secret_answer_has_one_form_however_it_is_typed(visitor, spell):
    elector = visitor.elector()
    visitor.sign_in(elector)
    page = visitor.ask_link(elector, reponse=spell(elector.secret_answer))

    assert (page.status, page.goes_to) == (303, "message-envoye")


@pytest.mark.attack("A11")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("A11"))
def test_a_malformed_numen_gives_no_hint(visitor, state, typed, refusal):
    elector = visitor.elector()
    visitor.sign_in(elector)
    before = state()
    page = visitor.ask_link(elector, numen=typed)

    assert (page.status, page.refusal) == (422, refusal)
    assert state() == before


@pytest.mark.attack("A11")
def test_a_numen_is_read_in_lower_case_and_between_blanks(visitor):
    elector = visitor.elector()
    visitor.sign_in(elector)
    page = visitor.ask_link(elector, numen=f" {elector.numen.lower()} ")

    assert page.status == 303


@pytest.mark.attack("A12")
@pytest.mark.parametrize(("typed", "refusal"), typed_rows.of("A12"))
def test_words_of_sql_are_a_wrong_password_like_any_other(visitor, state, typed, refusal):
    visitor.identify(visitor.elector())
    before = state()
    page = visitor.send("mot-de-passe", mot_de_passe=typed)

    assert (page.status, page.refusal) == (422, refusal)
    assert state() == before


@pytest.mark.attack("A14")
def test_fields_nobody_asked_for_bind_nothing(visitor):
    elector, other = visitor.others()[:2]
    visitor.identify(elector)
    page = visitor.send(
        "mot-de-passe",
        mot_de_passe=elector.password,
        elector_id=str(other.rank),
        rank=str(other.rank),
        election="formation",
        is_admin="1",
        clock="2030-01-01",
    )
    shown = visitor.get("espace")

    assert page.status == 303
    assert elector.family_name.upper() in shown.words
