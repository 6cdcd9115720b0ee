"""The hotline drill: every caller's trouble is real, and answers are scored."""

import pytest

from scenarios.drill.dealing import deal
from scenarios.drill.questions import Question, best, draw, situations
from scenarios.drill.stories import STORIES


def test_every_situation_has_its_story():
    assert {one.name for one in situations()} == STORIES.keys()
    assert len(situations()) >= 10


@pytest.mark.parametrize("asked", situations(), ids=lambda one: one.name)
def test_a_situation_is_really_produced(asked, mockportal_server):
    question = Question(asked, (asked.diagnosis,), (asked.say,))

    caller = deal(mockportal_server, question)

    assert caller.voter.identifier
    assert caller.election.audit().holds
    caller.election.delete(confirm=caller.election.id)


def test_the_same_seed_deals_the_same_drill():
    assert draw(10, 7) == draw(10, 7) != draw(10, 8)


def test_a_right_diagnosis_and_a_right_word_are_worth_a_point_each():
    questions = draw(10, 7)
    first = questions[0]
    right, wrong = (
        first.situation,
        next(one for one in first.diagnoses if one != first.situation.diagnosis),
    )

    assert first.points(right.diagnosis, right.say) == 2
    assert first.points(wrong, right.say) == 1
    assert best(questions) == 20
