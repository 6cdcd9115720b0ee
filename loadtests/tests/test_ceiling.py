"""The measurement of the ceiling runs, adds up, and says whether the bar is met."""

import json

import pytest

from loadtests import ceiling, processes


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Measure a little, once."""
    folder = tmp_path_factory.mktemp("ceiling")
    told = list(ceiling.measure("reissue-by-sms", 4, 1, 4, folder, breakdown=True))
    return told[-1]


def test_the_portal_costs_more_than_a_replay_of_its_answers(measured):
    assert measured.ratio == pytest.approx(measured.portal_cpu / measured.bare_cpu)
    assert measured.ratio > 1
    assert measured.requests_per_journey > 25


def test_the_breakdown_adds_up_to_the_portals_time(measured):
    assert sum(measured.breakdown.values()) == pytest.approx(measured.portal_cpu)
    assert {"storage", "aiohttp and event loop"} <= measured.breakdown.keys()


def test_the_command_prints_json_and_judges_by_the_bar(measured, monkeypatch, capsys):
    monkeypatch.setattr(ceiling, "measure", lambda *_, **__: iter(["starting", measured]))

    codes = [ceiling.main(["--json", "--bar", bar]) for bar in ("1000", "1")]

    assert codes == [0, 1]
    printed = capsys.readouterr().out
    assert json.loads(printed[: len(printed) // 2])["journey"] == "reissue-by-sms"


def test_the_page_names_both_servers_and_the_parts(measured, monkeypatch, capsys):
    monkeypatch.setattr(ceiling, "measure", lambda *_, **__: iter([measured]))

    ceiling.main([])

    printed = capsys.readouterr().out
    assert "bare aiohttp" in printed
    assert "storage" in printed


def test_a_pinned_process_is_let_go():
    before = processes.cores()

    with processes.pinned(before[0]):
        inside = processes.cores()

    assert inside == before[:1]
    assert processes.cores() == before
