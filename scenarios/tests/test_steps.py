"""A journey is walked to its end, or says where it strayed."""

import pytest

from scenarios.seen import Seen, Strayed, Words
from scenarios.steps import Follow, Journey, Open, Submit, check_landing, play


def tell_a_story() -> Journey[str]:
    yield Open("/portail/accueil", lands_on="ACCÈS")
    seen = yield Follow("SUITE", lands_on="Fin")
    return seen.find(r"code (\w+)")


def screens(*seen: Seen):
    shown = iter(seen)
    return lambda step: check_landing(step, next(shown))


def test_a_journey_returns_what_it_read():
    end = Seen(heading="Fin", view=Words(text="le code Xy7 est là"))

    assert play(tell_a_story(), screens(Seen(heading="ACCÈS"), end)) == "Xy7"


def test_a_stray_names_journey_step_expectation_and_screen():
    closed = Seen("Identification", "x", "closed", "http://h/p", 409, Words("clos", "C'est clos."))

    with pytest.raises(Strayed) as strayed:
        play(tell_a_story(), screens(Seen(heading="ACCÈS"), closed))

    assert str(strayed.value) == (
        "tell_a_story, step 2: Follow « SUITE »\n"
        "  expected: no refusal, on « Fin »\n"
        "  on screen: « Identification » (409 http://h/p), refusal « closed »: C'est clos.\n"
        "    clos"
    )


def test_words_that_are_not_there_are_told():
    with pytest.raises(Strayed, match="words like « code"):
        play(tell_a_story(), screens(Seen(heading="ACCÈS"), Seen(heading="Fin")))


def test_a_promised_refusal_that_does_not_come_is_told():
    step = Submit("OK", refused="closed")

    with pytest.raises(Strayed, match="the refusal « closed »"):
        check_landing(step, Seen(heading="Fin"))


def test_promised_words_are_looked_for_whatever_their_blanks():
    step = Submit("OK", reads=("Ouvert  du\u00a0jeudi",))
    seen = Seen(view=Words(text="Ouvert du jeudi 1"))

    assert check_landing(step, seen) is seen


def test_a_step_keeps_what_is_typed_to_itself():
    assert (
        str(Submit("OK", {"Mot de passe": "secret"})) == "Submit « OK » after filling Mot de passe"
    )
