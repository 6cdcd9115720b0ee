"""The way in without a window: whoever shows it draws it, whoever passes it does not."""

from dataclasses import dataclass, field

import pytest

from e2e.doorway import Doorway, shows_the_way
from mockportal.client.models import Voter
from scenarios.cookies import Cookies
from scenarios.journeys import REGISTRY
from scenarios.journeys.screens import IDENTIFICATION
from scenarios.journeys.signing_in import identify, reach_identification, sign_in
from scenarios.journeys.voting import enter_with_the_code
from scenarios.seen import Seen
from scenarios.steps import Open, Reload, play
from scenarios.tutorial import Tutorial

VOTER = Voter.model_construct(identifier="a@b.example", password="secret")
SPACE = "http://127.0.0.1/essai/portail/espace"


@dataclass
class Walker:
    """Walks over HTTP, and ends where it is told."""

    walked: list = field(default_factory=list)
    cookies: Cookies = field(default_factory=Cookies)
    url = SPACE

    @property
    def page(self):
        return self

    def perform(self, step):
        self.walked.append(step)
        return Seen()


@pytest.fixture
def walker():
    return Walker()


@pytest.fixture
def entered():
    return []


@pytest.fixture
def drawn():
    return []


@pytest.fixture
def perform(walker, entered, drawn):
    def draw(step):
        drawn.append(step)
        return Seen()

    return Doorway(walker, lambda *where: entered.append(where), draw).perform


def journey(*parts):
    for part in parts:
        yield from part


def reload():
    yield Reload()


def ask_for_help():
    yield Open("/portail/aide")


def test_whoever_goes_on_from_the_space_enters_there(perform, walker, entered, drawn):
    play(journey(sign_in(VOTER), reload()), perform)

    assert len(walker.walked) == 4
    assert entered == [(SPACE, walker.cookies)]
    assert drawn == [Reload()]


def test_whoever_goes_on_from_the_scrutins_enters_there(perform, walker, entered, drawn):
    play(journey(sign_in(VOTER), enter_with_the_code("code"), reload()), perform)

    assert len(walker.walked) == 4 + 2
    assert len(entered) == 1
    assert drawn == [Reload()]


def test_whoever_leaves_the_way_enters_where_it_was_left(perform, walker, entered, drawn):
    wrong = identify("nobody@b.example", IDENTIFICATION, "captcha-wrong")
    play(journey(reach_identification(), wrong, sign_in(VOTER)), perform)

    assert len(walker.walked) == 2
    assert len(entered) == 1
    assert len(drawn) == 1 + 4


def test_whoever_begins_elsewhere_is_drawn_from_the_start(perform, walker, entered, drawn):
    play(journey(ask_for_help(), sign_in(VOTER)), perform)

    assert (walker.walked, entered) == ([], [])
    assert len(drawn) == 1 + 4


@pytest.mark.parametrize("part", [Tutorial.IDENTIFIER, Tutorial.VOTE_CODE])
def test_every_journey_with_a_part_of_the_way_in_the_tutorial_is_drawn_whole(part):
    shown = {told.name for told in REGISTRY.values() if part in told.shows.tutorial}

    assert shown
    assert shown <= {told.name for told in REGISTRY.values() if shows_the_way(told)}


def test_every_journey_that_proves_typing_the_code_is_drawn_whole():
    proven = [told for told in REGISTRY.values() if "signed-in/enter-code" in told.shows.moves]

    assert proven
    assert all(map(shows_the_way, proven))
