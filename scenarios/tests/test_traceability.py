"""The table of what journeys show."""

from scenarios import traceability


def test_the_tutorial_has_no_gap():
    assert traceability.gaps(traceability.tutorial()) == []


def test_what_nothing_shows_is_a_gap_unless_a_test_does():
    shown = traceability.refusals(["captcha-wrong", "unreadable", "slow"])

    assert traceability.gaps(shown, elsewhere=["unreadable"]) == ["slow"]
    assert "miscopy-the-captcha" in shown["captcha-wrong"]


def test_a_table_names_journeys_and_tests():
    shown = {"reveal-gone": ("miss-the-code",), "unreadable": (), "busy": ()}

    assert traceability.table("refusal", shown, {"unreadable": "test_edge.py"}).splitlines() == [
        "| refusal | shown by |",
        "| --- | --- |",
        "| reveal-gone | `miss-the-code` |",
        "| unreadable | `test_edge.py` |",
        "| busy | **nothing** |",
    ]


def test_every_journey_is_listed_with_its_story():
    assert "| captcha | `sign-in` | Sign in by the front door" in traceability.journeys_table()
