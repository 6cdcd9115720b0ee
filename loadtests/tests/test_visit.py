"""A voter thinks, waits, clicks again, gives up and comes back, all drawn from the seed."""

from types import SimpleNamespace

import pytest

from loadtests.casting import Arrival
from loadtests.figures import Figures, percentile, total
from loadtests.rush import Rush
from loadtests.visit import NoAnswer, Visit, name_of
from scenarios.seen import Seen, Strayed, Words
from scenarios.steps import Follow, Open, ReadMessage, Submit, UseBrowser

HOME, SPACE = "Accueil", "Espace"


class AClock:
    """Time that passes when someone waits."""

    def __init__(self):
        self.instant = 0.0

    def now(self):
        """Return the present instant."""
        return self.instant

    def sleep_until(self, instant):
        """Pass time."""
        self.instant = max(self.instant, instant)


class AKeyboard:
    """Answers each step after a while, or as told."""

    def __init__(self, clock, *answers, takes=0.1):
        self.clock, self.answers, self.takes = clock, list(answers), takes
        self.done, self.closed = [], 0

    def perform(self, step, patience):
        """Answer as told."""
        self.done.append(str(step))
        answer = self.answers.pop(0) if self.answers else None
        self.clock.instant += patience if isinstance(answer, NoAnswer) else self.takes
        if isinstance(answer, Exception):
            raise answer
        return Seen(view=Words())

    def close(self):
        """Count the leaving."""
        self.closed += 1


def walk(voter):
    yield Open("/portail/accueil", lands_on=HOME)
    yield UseBrowser("")
    yield Submit("CONNEXION", {"Identifiant": voter.identifier}, lands_on=SPACE)


def wait_for_a_link(voter):
    yield Open("/portail/accueil", lands_on=HOME)
    yield ReadMessage("reissue-link", "sms", voter.identifier)


@pytest.fixture
def visit():
    """Give a way to make a visit with its figures and its clock."""

    def make(tell=walk, number=0, **changes):
        declared = {
            "title": "t",
            "rate": 1,
            "segment": [{"shape": "constant", "lasts": "1 min"}],
            "journey": [{"journey": "walk", "share": "100 %"}],
            "think": {"median": "5 s", "sigma": 0.5, "longest": "9 s"},
            "patience": {
                "waits": {"median": "10 s", "sigma": 0, "longest": "10 s"},
                "reloads": 2,
                "returns": "100 %",
                "returns_after": {"median": "1 min", "sigma": 0, "longest": "1 min"},
                "times": 1,
            },
        }
        elector = SimpleNamespace(identifier="a@b.example")
        return Visit(
            Rush.model_validate(declared | changes),
            Arrival(number, 0.0, "walk", 7),
            elector,
            tell,
            Figures(),
            AClock(),
        )

    return make


def seconds(figures, series, at=100):
    return percentile(figures.overall(series), at)


def test_a_journey_that_works_is_completed_and_measured_without_the_thinking(visit):
    voter = visit()

    later = voter.come(AKeyboard(voter.clock, takes=0.25), due=0.0)

    assert later is None
    assert voter.figures.sum("completed\twalk") == 1
    assert seconds(voter.figures, "step\twalk\tOpen → Accueil") == pytest.approx(0.25, rel=1e-3)
    assert seconds(voter.figures, "journey\twalk") == pytest.approx(0.75, rel=1e-3)
    assert voter.clock.now() > 0.75  # some of it was spent thinking


def test_a_late_start_counts_as_lateness_and_in_what_the_voter_felt(visit):
    voter = visit()
    voter.clock.instant = 12.0

    voter.come(AKeyboard(voter.clock), due=10.0)

    series = "step\twalk\tOpen → Accueil"
    assert seconds(voter.figures, "generator\tlateness") == pytest.approx(2.0, rel=1e-3)
    assert seconds(voter.figures, series) == pytest.approx(2.1, rel=1e-3)
    assert percentile(voter.figures.sent[series][10], 100) == pytest.approx(0.1, rel=1e-3)


def test_a_page_that_does_not_come_is_asked_for_again(visit):
    voter = visit()
    keyboard = AKeyboard(voter.clock, NoAnswer("timeout"), NoAnswer("status 503"))

    later = voter.come(keyboard, due=0.0)

    assert later is None
    assert keyboard.done[:3] == ["Open « /portail/accueil »"] * 3
    assert voter.figures.sum("tried\twalk\tOpen → Accueil") == 3
    assert voter.figures.sum("error\twalk\tOpen → Accueil\ttimeout") == 1
    assert voter.figures.sum("error\twalk\tOpen → Accueil\tstatus 503") == 1
    assert seconds(voter.figures, "step\twalk\tOpen → Accueil") > 20


def test_patience_ends_and_the_voter_comes_back_later(visit):
    voter = visit()
    keyboard = AKeyboard(voter.clock, *[NoAnswer("timeout")] * 3)

    later = voter.come(keyboard, due=0.0)

    assert later == pytest.approx(30 + 60)
    assert keyboard.closed == 1
    assert voter.come(AKeyboard(voter.clock), due=later) is None
    assert voter.figures.sum("returned\twalk") == 1
    assert voter.figures.sum("completed\twalk") == 1


def test_who_has_come_back_often_enough_is_lost(visit):
    voter = visit()

    returns = [voter.come(AKeyboard(voter.clock, *[NoAnswer("cut")] * 3), 0.0) for _ in range(2)]

    assert returns[1] is None
    assert voter.figures.sum("lost\twalk") == 1
    assert voter.figures.sum("left\twalk") == 2


def test_an_unexpected_page_ends_the_attempt_under_its_own_name(visit):
    voter = visit()
    page = Seen(heading="Accueil", refusal="too-many", status=429)

    voter.come(AKeyboard(voter.clock, None, None, Strayed("the heading", page)), due=0.0)

    assert voter.figures.sum("error\twalk\tSubmit → Espace\trefused: too-many") == 1
    assert voter.figures.sum("completed\twalk") == 0


def test_the_wait_for_a_message_is_measured_apart(visit):
    voter = visit(wait_for_a_link)

    voter.come(AKeyboard(voter.clock, takes=3.0), due=0.0)

    series = "message\twalk\t✉ reissue-link by sms"
    assert seconds(voter.figures, series) == pytest.approx(3.0, rel=1e-3)


def test_a_message_that_never_comes_is_an_error_of_that_message(visit):
    voter = visit(wait_for_a_link)

    voter.come(AKeyboard(voter.clock, None, Strayed("a message")), due=0.0)

    assert voter.figures.sum("error\twalk\t✉ reissue-link by sms\tno message") == 1


def test_the_same_seed_gives_the_same_voter(visit):
    one, same, other = visit(number=5), visit(number=5), visit(number=6)
    for voter in (one, same, other):
        voter.come(AKeyboard(voter.clock), due=0.0)

    assert one.clock.now() == same.clock.now() != other.clock.now()


def test_think_times_are_log_normal_around_their_median(visit):
    pauses = []
    for number in range(400):
        voter = visit(number=number)
        voter.come(AKeyboard(voter.clock, takes=1e-6), due=0.0)
        pauses.append(voter.clock.now())

    assert sorted(pauses)[200] == pytest.approx(5, rel=0.1)
    assert max(pauses) <= 9.1


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (Open("/x"), "Open"),
        (Follow("Voter", within="CCP"), "Follow « Voter »"),
        (Submit("Liste Dune", lands_on="Confirmez votre vote"), "Submit → Confirmez votre vote"),
        (ReadMessage("reissue-link", "mail", "a"), "✉ reissue-link by mail"),
    ],
)
def test_steps_are_named_by_what_they_lead_to(step, name):
    assert name_of(step) == name


def test_every_click_is_tried_once_when_all_goes_well(visit):
    voter = visit()

    voter.come(AKeyboard(voter.clock), due=0.0)

    tried = {name: sum(c.values()) for name, c in voter.figures.counts.items() if "tried" in name}
    assert set(tried.values()) == {1}
    assert total(voter.figures.overall("generator\tlateness")) == 1
