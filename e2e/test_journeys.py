"""Every journey in a real browser."""

import pytest

from e2e.browser_driver import BrowserDriver
from e2e.diary import DiaryOf
from e2e.windows import Windows
from scenarios.abroad import SceneAbroad
from scenarios.journeys import REGISTRY
from scenarios.staging import Scene


@pytest.mark.parametrize("scene", REGISTRY, indirect=True)
def test_a_journey_leads_where_it_says(
    scene: Scene | SceneAbroad, windows: Windows, diary_of: DiaryOf
) -> None:
    driver = BrowserDriver(windows, scene.url, scene.stagehand(), dialect=scene.dialect)

    scene.play(diary_of(driver))

    assert scene.holds()
