"""What the terminal shows while a rush lasts, and after it."""

import json
from io import StringIO

import pytest
from rich.console import Console

from loadtests.hearing import Hearing
from loadtests.tests.runs import a_plan, a_run, figures_of
from mockportal.cli import rush_telling as telling


def look(**kind):
    """Return what a terminal shows of a run after twenty seconds."""
    looks = []
    hearing = Hearing(a_plan().rush, 1.0, looks.append)
    hearing.hear(json.dumps({"heard": "began", "workers": 1}))
    health = {"worker": 0, "at": 20.0, "cpu": 0.3, "took": 1.0, "playing": 1, "waiting": 0}
    figures = figures_of(1, **kind).packed()
    hearing.hear(json.dumps({"heard": "figures", "figures": figures, "health": health}))
    console = Console(width=110, record=True, file=StringIO())
    console.print(telling.look(looks[0]))
    return console.export_text()


def test_a_calm_run_shows_who_came_and_a_verdict_so_far():
    shown = look()

    assert "0:20" in shown
    assert "arrived 240" in shown
    assert "so far all of" in shown


def test_a_run_in_trouble_names_what_is_missed():
    assert "so far missed: reissue-by-sms: Follow « Voter » p95 < 2 s" in look(trouble=True)


def test_nothing_is_shown_in_a_pipe(capsys):
    with telling.progress(quiet=False) as tell:
        tell(object())

    assert capsys.readouterr().err == ""


def test_a_long_list_of_misses_is_cut_and_the_report_has_them(capsys, tmp_path):
    run = a_run("calm")
    check = {"kind": "step", "subject": "s", "promised": "p", "seen_words": "w", "met": False}
    run["verdict"] |= {"outcome": "failed", "checks": [check] * 40}

    telling.tell_verdict(run, tmp_path / "report.html")

    printed = capsys.readouterr()
    assert printed.out.count("✘") == 12
    assert "and 28 more" in printed.out
    assert "report.html" in printed.err


@pytest.mark.parametrize(("report", "json_"), [(None, None), ("mine.html", "mine.json")])
def test_report_and_results_are_always_kept(tmp_path, report, json_):
    asked = [None if one is None else tmp_path / one for one in (report, json_)]

    place = telling.keep(a_run("calm"), *asked, tmp_path / "home")

    assert "<!doctype html>" in place.read_text(encoding="utf-8")
    (kept,) = tmp_path.rglob("*.json")
    assert json.loads(kept.read_text(encoding="utf-8"))["title"] == "A run on paper"
