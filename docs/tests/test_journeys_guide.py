"""What the guide of journeys tells to write works as it is written."""

import re
from pathlib import Path

import pytest

from scenarios import target
from scenarios.journeys import REGISTRY

PAGE = (Path(__file__).parents[1] / "guides" / "journeys.md").read_text(encoding="utf-8")
NAME = "press-too-early-then-vote"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def guide():
    """Have the guide's journey told, for as long as a test lasts."""
    names = {"__name__": "journeys.of_the_guide"}
    exec(blocks("python")[0], names)
    yield names | {"press_too_early_then_vote_told": REGISTRY[NAME]}
    del REGISTRY[NAME]


def test_the_journey_of_the_guide_is_rehearsed_and_played(guide, mockportal_server):
    _, on_paper, over_http = blocks("python")
    exec(on_paper, guide)
    exec(over_http, names := guide | {"control": mockportal_server})

    assert [str(step) for step in guide["steps"]][:1] == ["Open « /portail/identification »"]
    assert re.fullmatch("[0-9a-f ]{71}", names["reference"])


def test_the_target_file_of_the_guide_is_read_with_its_voters(tmp_path):
    (file,), (rows,) = blocks("toml"), blocks("csv")
    (tmp_path / "target.toml").write_text(file, encoding="utf-8")
    (tmp_path / "electeurs.csv").write_text(rows, encoding="utf-8")
    told = target.load(tmp_path / "target.toml")

    assert [one.secret_answer for one in target.voters(told)] == ["Toupie"]
    assert told.not_applicable(REGISTRY["reissue-by-mail"]) == ""
    assert told.not_applicable(REGISTRY["fall-asleep"]) == "no lever for clock"
