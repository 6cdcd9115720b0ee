"""Every journey in a real browser."""

import pytest

from e2e.diary import DiaryOf
from scenarios.abroad import SceneAbroad
from scenarios.journeys import REGISTRY
from scenarios.staging import Scene
from scenarios.steps import Perform


@pytest.mark.parametrize("scene", REGISTRY, indirect=True)
def test_a_journey_leads_where_it_says(
    scene: Scene | SceneAbroad, player: Perform, diary_of: DiaryOf
) -> None:
    scene.play(diary_of(player))

    assert scene.holds()
