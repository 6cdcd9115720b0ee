"""The ways without a window: whoever shows one draws it, whoever passes it does not."""

from dataclasses import dataclass, field

import pytest

from e2e.doorway import Doorway, shows_a_way
from mockportal.client.models import Voter
from scenarios.cookies import Cookies
from scenarios.journeys import REGISTRY
from scenarios.journeys.asking import send
from scenarios.journeys.renewing import ask_by_mail, ask_by_sms, by_sms, reach_the_form
from scenarios.journeys.screens import IDENTIFICATION
from scenarios.journeys.signing_in import identify, reach_identification, sign_in
from scenarios.journeys.voting import enter_with_the_code, vote, vote_blank
from scenarios.seen import Seen, Strayed
from scenarios.steps import Open, Reload, play
from scenarios.tutorial import Tutorial

VOTER = Voter.model_construct(
    identifier="a@b.example",
    password="secret",
    vote_code="code",
    secret_answer="Ficus",
    numen="99S0000001ABC",
    phone="06 39 98 00 01",
    personal_mail="alix@boite.example",
)
SPACE = "http://127.0.0.1/essai/portail/espace"


@dataclass
class Walker:
    """Walks over HTTP, and ends where it is told."""

    walked: list = field(default_factory=list)
    cookies: Cookies = field(default_factory=Cookies)
    url = SPACE
    strays_at: int = 0

    @property
    def page(self):
        return self

    def perform(self, step):
        self.walked.append(step)
        if len(self.walked) == self.strays_at:
            raise Strayed("a page")
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
    assert entered == [(walker.cookies, SPACE)]
    assert drawn == [Reload()]


def test_whoever_goes_on_from_the_scrutins_enters_there(perform, walker, entered, drawn):
    play(journey(sign_in(VOTER), enter_with_the_code("code"), reload()), perform)

    assert len(walker.walked) == 4 + 2
    assert len(entered) == 1
    assert drawn == [Reload()]


@pytest.mark.parametrize("tell", [vote, vote_blank])
def test_whoever_has_voted_enters_at_the_receipt(perform, walker, entered, drawn, tell):
    with pytest.raises(Strayed, match="Référence"):
        play(tell(VOTER), perform)
    play(reload(), perform)

    assert len(walker.walked) == 4 + 2 + 4
    assert len(entered) == 1
    assert drawn == [Reload()]


def test_whoever_goes_elsewhere_at_once_takes_the_cookies_only(perform, walker, entered, drawn):
    play(journey(sign_in(VOTER), ask_for_help()), perform)

    assert entered == [(walker.cookies, "")]
    assert [type(step) for step in drawn] == [Open]


@pytest.mark.parametrize("ask", [ask_by_sms, ask_by_mail])
def test_whoever_has_a_link_sent_enters_where_one_reads_so(perform, walker, entered, drawn, ask):
    play(journey(ask(VOTER), reload()), perform)

    assert len(walker.walked) == 4 + 1 + 2 + 1
    assert len(entered) == 1
    assert drawn == [Reload()]


def test_whoever_is_refused_the_link_makes_the_mistake_at_the_browser(
    perform, walker, entered, drawn
):
    play(journey(reach_the_form(VOTER), send(by_sms(VOTER), "phone-form")), perform)

    assert len(walker.walked) == 4 + 1 + 2
    assert len(entered) == 1
    assert [step.refused for step in drawn] == ["phone-form"]


def test_whoever_strays_on_the_way_is_drawn_where_that_was(perform, walker, entered, drawn):
    walker.strays_at = 3
    with pytest.raises(Strayed):
        play(sign_in(VOTER), perform)

    assert len(walker.walked) == 3
    assert entered == [(walker.cookies, SPACE)]
    assert drawn == []


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
    assert behind.entered == [(behind.cookies, SPACE)]
    assert [type(step) for step in drawn] == [Open, Reload]


def test_whoever_begins_elsewhere_is_drawn_there(perform, walker, entered, drawn):
    play(journey(ask_for_help(), reload()), perform)

    assert (walker.walked, entered) == ([], [])
    assert len(drawn) == 1 + 1


@pytest.mark.parametrize(
    "part",
    [
        Tutorial.IDENTIFIER,
        Tutorial.VOTE_CODE,
        Tutorial.ASK_REISSUE,
        Tutorial.SEND,
        Tutorial.BALLOT_1,
    ],
)
def test_every_journey_with_a_part_of_a_way_in_the_tutorial_is_drawn_whole(part):
    shown = {told.name for told in REGISTRY.values() if part in told.shows.tutorial}

    assert shown
    assert shown <= {told.name for told in REGISTRY.values() if shows_a_way(told)}


@pytest.mark.parametrize(
    "move", ["signed-in/enter-code", "signed-in/ask-link", "confirming/cast-ballot"]
)
def test_every_journey_that_proves_where_a_way_leads_is_drawn_whole(move):
    proven = [told for told in REGISTRY.values() if move in told.shows.moves]

    assert proven
    assert all(map(shows_a_way, proven))
