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


@dataclass
class Behind:
    """Browsers that note where they are told to go on."""

    entered: list = field(default_factory=list)
    cookies: Cookies = field(default_factory=Cookies)

    def take_over(self, *where):
        self.entered.append(where)


@pytest.fixture
def behind():
    return Behind()


@pytest.fixture
def entered(behind):
    return behind.entered


@pytest.fixture
def drawn():
    return []


@pytest.fixture
def perform(walker, behind, drawn):
    def draw(step):
        drawn.append(step)
        return Seen()

    return Doorway(walker, behind, draw).perform


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
    play(journey(reach_identification(), wrong, reload()), perform)

    assert len(walker.walked) == 2
    assert len(entered) == 1
    assert len(drawn) == 1 + 1


def test_whoever_comes_again_walks_again_with_the_cookies_of_the_browser(
    perform, walker, behind, drawn
):
    behind.cookies = Cookies([("127.0.0.1", "/essai", "session", "s1")])
    play(journey(ask_for_help(), sign_in(VOTER), reload(), sign_in(VOTER)), perform)

    assert len(walker.walked) == 4 + 4
    assert walker.cookies is behind.cookies
    assert behind.entered == [(SPACE, behind.cookies)]
    assert [type(step) for step in drawn] == [Open, Reload]


def test_whoever_begins_elsewhere_is_drawn_there(perform, walker, entered, drawn):
    play(journey(ask_for_help(), reload()), perform)

    assert (walker.walked, entered) == ([], [])
    assert len(drawn) == 1 + 1


@pytest.mark.parametrize("part", [Tutorial.IDENTIFIER, Tutorial.VOTE_CODE])
def test_every_journey_with_a_part_of_the_way_in_the_tutorial_is_drawn_whole(part):
    shown = {told.name for told in REGISTRY.values() if part in told.shows.tutorial}

    assert shown
    assert shown <= {told.name for told in REGISTRY.values() if shows_the_way(told)}


def test_every_journey_that_proves_typing_the_code_is_drawn_whole():
    proven = [told for told in REGISTRY.values() if "signed-in/enter-code" in told.shows.moves]

    assert proven
    assert all(map(shows_the_way, proven))
