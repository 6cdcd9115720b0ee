"""Pages as constant bytes and holes."""

from statistics import median
from timeit import repeat

import pytest
from markupsafe import Markup

from mockportal.portal import french
from mockportal.portal.render import Page, Pages, WrongHoles, bare_page, hole
from mockportal.portal.tests.gallery import ELECTION, PAGES, filled, samples, sights


def test_a_hole_is_filled_with_escaped_text():
    page = Page(f'<p title="{hole("what")}">{hole("what")}</p>')

    assert page.fill({"what": "\"<é>'"}) == (
        '<p title="&#34;&lt;é&gt;&#39;">&#34;&lt;é&gt;&#39;</p>'.encode()
    )


def test_a_drawing_of_our_own_passes_as_it_is():
    page = Page(f"<p>{hole('logo')}</p>")

    assert page.fill({"logo": Markup("<svg/>")}) == b"<p><svg/></p>"


def test_a_missing_hole_is_refused():
    page = Page(f"{hole('one')} {hole('two')}")

    with pytest.raises(WrongHoles, match=r"missing \['two'\]"):
        page.fill({"one": "1"})


def test_as_many_holes_under_another_name_are_refused():
    page = Page(f"{hole('one')}")

    with pytest.raises(WrongHoles, match=r"missing \['one'\], unknown \['two'\]"):
        page.fill({"two": "2"})


def test_an_unknown_hole_is_refused():
    page = Page(f"{hole('one')}")

    with pytest.raises(WrongHoles, match=r"unknown \['two'\]"):
        page.fill({"one": "1", "two": "2"})


def test_what_every_request_knows_may_be_offered_to_any_page():
    page = Page(f"{hole('one')}")

    assert page.fill({"one": "1", "jeton": "x", "now_ms": "0"}) == b"1"


def test_filling_leaves_nothing_for_the_next_request():
    page = Page(f"{hole('one')}")
    page.fill({"one": "first"})

    assert page.fill({"one": "second"}) == b"second"


@pytest.mark.parametrize("name", ["", "A", "1a", "a b", "a\x00b", 'a"'])
def test_a_hole_has_a_plain_name(name):
    with pytest.raises(ValueError, match="not the name of a hole"):
        hole(name)


def test_a_shape_is_rendered_once():
    first = PAGES.page("identification.html", refusal="captcha-wrong")
    again = PAGES.page("identification.html", refusal="captcha-wrong")

    assert first is again


def test_another_shape_is_another_page():
    plain = PAGES.page("identification.html")
    refused = PAGES.page("identification.html", refusal="captcha-wrong")

    assert plain is not refused
    assert refused.names - plain.names == {"refusal_text"}


def test_only_the_last_shapes_are_kept():
    pages = Pages(ELECTION, kept=1)
    first = pages.page("limites.html", signed_in=False)
    pages.page("limites.html", signed_in=True)

    assert pages.page("limites.html", signed_in=False) is not first


def test_the_spelling_of_the_seed_is_corrected_on_demand():
    wording = ELECTION.wording.model_copy(update={"corrected": True})
    pages = Pages(ELECTION.model_copy(update={"wording": wording}))
    values = samples()

    page = pages.page("reassort.html", franceconnect=True)
    text = page.fill({name: values[name] for name in page.names}).decode()

    assert "Veuillez choisir le mode de récupération" in text
    assert "Veillez choisir" in filled(sights()["reassort"]).decode()


def test_the_confirmation_has_the_same_size_for_every_choice():
    scrutin = ELECTION.scrutins[0]
    values = samples()
    page = PAGES.page("vote-confirmation.html", scrutin=scrutin.id)

    sizes = {
        len(page.fill({n: (values | PAGES.choice(scrutin.id, choice))[n] for n in page.names}))
        for choice in ("blanc", *(one.id for one in scrutin.lists))
    }

    assert len(sizes) == 1


def test_a_refusal_without_an_election_has_the_banner_and_nothing_of_the_request():
    text = bare_page("Demande refusée", "unreadable", "<b>").decode()

    assert text.index("SIMULATION – aucun vote réel") < text.index('data-refusal="unreadable"')
    assert "<title>[SIMULATION] Demande refusée</title>" in text
    assert "&lt;b&gt;" in text


def test_numbers_are_written_as_in_french():
    assert french.number(1104227) == "1\u202f104\u202f227"
    assert french.percent(0.398) == "39,8\u202f%"


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (0, ("00", "00", "00")),
        (-5, ("00", "00", "00")),
        (59_999, ("00", "00", "00")),
        (60_000, ("00", "00", "01")),
        (144_120_000, ("01", "16", "02")),
        (8_640_000_000, ("100", "00", "00")),
    ],
)
def test_a_countdown_is_rounded_down(left, shown):
    assert french.countdown(left) == shown


def test_a_page_is_filled_within_its_budget():
    page = PAGES.page("identification.html", refusal="captcha-wrong")
    values = samples()
    holes = {name: values[name] for name in page.names}

    runs = repeat(lambda: page.fill(holes), number=200, repeat=15)

    assert median(runs) / 200 < 60e-6
