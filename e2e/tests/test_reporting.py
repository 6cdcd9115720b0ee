"""The page about journeys that were played."""

import json

import pytest

from e2e.reporting import TOLD, Report
from e2e.soak import failures

WHY = "expected: « SCRUTINS »"
KEPT = {
    "election": "essai-1",
    "messages": [
        {
            "at": "2022-12-01T08:47:00+01:00",
            "kind": "reissue-link",
            "channel": "sms",
            "to": "+33639981234",
            "subject": "",
            "text": "Votre lien <b>",
        }
    ],
    "journal": [{"number": 1, "kind": "ballot-cast"}],
}


def heard(name, folder, when="call", outcome="passed", why=None):
    told = {
        "name": name,
        "sentence": f"Tell of {name}.",
        "steps": [("Open « /portail/accueil »", "✗" if why else "ACCÈS", 12)],
        "folder": str(folder),
    }
    return pytest.TestReport(
        f"e2e/test_journeys.py::test[{name}]",
        ("", 0, ""),
        {},
        outcome,
        why,
        when,
        user_properties=[(TOLD, told)],
        duration=1.0,
    )


@pytest.fixture
def page(tmp_path):
    """Give the page about a journey that failed and one that did not."""
    folder = tmp_path / "vote"
    folder.mkdir()
    (folder / "election.json").write_text(json.dumps(KEPT), encoding="utf-8")
    (folder / "screen-1.jpg").write_bytes(b"picture")
    report = Report(tmp_path / "build" / "report.html")
    report.pytest_runtest_logreport(heard("sign-in", tmp_path))
    report.pytest_runtest_logreport(heard("vote", folder, "call", "failed", WHY))
    report.pytest_runtest_logreport(heard("vote", folder, "teardown"))
    report.pytest_sessionfinish()
    return report.path.read_text(encoding="utf-8")


def test_what_failed_comes_first_with_where_and_why(page):
    assert "2 journeys played: 1 failed" in page
    assert page.index("Tell of vote.") < page.index("Tell of sign-in.")
    assert "expected: « SCRUTINS »" in page
    assert '<tr class="strayed">' in page


def test_pictures_messages_and_journal_are_in_the_page_itself(page):
    assert "data:image/jpeg;base64,cGljdHVyZQ==" in page
    assert "Votre lien &lt;b&gt;" in page
    assert "Journal of essai-1" in page
    assert "<script" not in page
    assert "http" not in page


RESULTS = """<testsuites><testsuite>
<testcase classname="e2e.test_journeys" name="test[vote]"><failure>expected</failure></testcase>
<testcase classname="e2e.test_journeys" name="test[activate]"><error>no server</error></testcase>
<testcase classname="e2e.test_journeys" name="test[sign-in]"/>
</testsuite></testsuites>"""


def test_a_soak_names_what_failed_in_a_run(tmp_path):
    results = tmp_path / "7.xml"
    results.write_text(RESULTS, encoding="utf-8")

    assert failures(results) == (
        ["e2e.test_journeys::test[vote]", "e2e.test_journeys::test[activate]"],
        3,
    )
