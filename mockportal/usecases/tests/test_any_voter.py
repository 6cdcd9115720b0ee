"""No order of clicks, at any pace, breaks the rules of the link, the timed code and the vote."""

from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from mockportal import election
from mockportal.domain import refusals as no
from mockportal.domain.ballot import reference
from mockportal.domain.stages import Stage, Step
from mockportal.domain.visit import Visit
from mockportal.usecases import identifying, renewing, signing_in, visits, voting
from mockportal.usecases.tests.table import Table

# The law's own numbers, written out: a rule that reads its setting wrongly is caught too.
ON_SCREEN = 120_000
LINK_LIVES = 3_600_000
EDGES = (1, 999, 59_999, 60_000, 119_999, 120_000, 900_000, 3_599_999, 3_600_000)

ELECTION = election.revised(
    election.load("formation"),
    {
        "captcha": {"fixed_answer": "1234"},
        "session": {"idle_minutes": 1440, "total_minutes": 10_080},
        "reissue": {"per_hour": 1000, "repeat_s": 0},
    },
)
LISTS = ("blanc", ELECTION.scrutins[0].lists[0].id)
keys = st.sampled_from(("téléphone", "ordinateur"))
scrutins = st.sampled_from(("csa-ministeriel", "csa-academique", "ccp"))
forms = st.sampled_from(("first form", "second form"))


@dataclass
class KnownLink:
    """What the model knows of a link."""

    token: str
    issued_at: int
    used_at: int | None = None
    replaced_at: int | None = None
    form: str = ""
    key: str = ""

    def live(self, now: int) -> bool:
        """Tell whether the law lets it serve."""
        unused = self.used_at is None and self.replaced_at is None
        return unused and now < self.issued_at + LINK_LIVES


@dataclass
class Shown:
    """A code on one screen, as the model knows it."""

    code: str
    since: int


class AnyVoter(RuleBasedStateMachine):
    """One voter, several visits and browsers, a clock that jumps."""

    open_visits = Bundle("open_visits")
    links = Bundle("links")

    @initialize(target=open_visits)
    def opening(self):
        """Open an election with one voter who has a printed code."""
        self.table = Table(ELECTION, ELECTION.calendar.instants.opens)
        electors = self.table.records().world.electors
        self.elector = next(
            one for one in electors if one.activated and one.population == "contractuel"
        )
        self.codes = [self.elector.vote_code]
        self.known: dict[str, KnownLink] = {}
        self.screens: dict[str, Shown] = {}
        self.cast: dict[str, tuple[str, str]] = {}
        self.opened_with: dict[str, str] = {}
        self.locked_until = 0
        return self.sign_in()

    @property
    def now(self) -> int:
        return self.table.now

    def here(self, visit_id: str) -> Visit:
        """Return a visit as a request would find it now."""
        records = self.table.records()
        found = records.visit(visit_id)
        assert found is not None
        return visits._as_of(records, self.now, found)

    @rule(by=st.sampled_from(EDGES))
    def look_away(self, by):
        if self.now + by < ELECTION.calendar.instants.closes:
            self.table.advance(by)

    @rule(token=links, before=st.sampled_from((1, 0, -1)))
    def wait_for_the_end_of_a_link(self, token, before):
        self.wait_until(self.known[token].issued_at + LINK_LIVES - before)
        self.scan_link(token)

    @precondition(lambda self: self.screens)
    @rule(data=st.data(), before=st.sampled_from((1, 0, -1)))
    def wait_for_the_end_of_a_code(self, data, before):
        key = data.draw(st.sampled_from(sorted(self.screens)))
        self.wait_until(self.screens[key].since + ON_SCREEN - before)
        self.look_at_screen(key)

    @rule(target=links, visit_id=open_visits, key=keys)
    def get_a_code(self, visit_id, key):
        token = self.ask_link(visit_id)
        if isinstance(token, str):
            self.click(token, "first form", key)
        return token

    @precondition(lambda self: self.screens)
    @rule(form=forms, key=keys)
    def click_the_newest_link_again(self, form, key):
        self.click(list(self.known)[-1], form, key)

    @rule(visit_id=open_visits, scrutin=scrutins, key=keys)
    def lose_the_code_to_another_browser_and_vote(self, visit_id, scrutin, key):
        self.enter_code(visit_id, 0)
        self.get_a_code(self.sign_in(), key)
        self.vote(visit_id, scrutin, blank=True, form="first form")

    @rule(visit_id=open_visits, scrutin=scrutins, blank=st.booleans(), form=forms)
    def enter_code_and_vote(self, visit_id, scrutin, blank, form):
        self.enter_code(visit_id, 0)
        self.vote(visit_id, scrutin, blank, form)

    def wait_until(self, at: int) -> None:
        """Let time pass to an instant, if it lies ahead and the vote is still open then."""
        if self.now < at < ELECTION.calendar.instants.closes:
            self.table.advance(at - self.now)

    @rule(target=open_visits)
    def sign_in(self):
        visitor = Visit(f"visitor {self.now} {len(self.known)}")
        typed = {"typed": self.elector.identifier, "address": "127.0.0.1"}
        identified = self.table.do(
            identifying.identify, visit=visitor, **typed, **self.table.solved(visitor.id)
        )
        assert identified.stage is Stage.IDENTIFIED
        stored = self.here(identified.id)
        signed = self.table.do(signing_in.sign_in, visit=stored, right=True, address="127.0.0.1")
        return signed.id

    @rule(visit_id=consumes(open_visits))
    def sign_out(self, visit_id):
        self.table.do(identifying.sign_out, visit=self.here(visit_id))

        assert self.table.records().visit(visit_id) is None

    @rule(target=links, visit_id=open_visits)
    def ask_link(self, visit_id):
        visit = self.here(visit_id)
        asked = renewing.Request(
            question="",
            answer=self.elector.secret_answer,
            numen=self.elector.numen,
            channel="sms",
            phone=self.elector.phone,
            mail="",
        )
        try:
            self.table.do(renewing.ask_link, visit=visit, typed=asked)
        except no.OutOfOrder:
            assert visit.stage is Stage.VOTING
            return multiple()
        (token,) = self.table.tokens()
        for link in self.known.values():
            if link.live(self.now):
                link.replaced_at = self.now
        self.known[token] = KnownLink(token, self.now)
        return token

    @rule(token=links)
    def scan_link(self, token):
        """Look at a link as a mail scanner does: nothing may come of it."""
        link = self.known[token]
        values = {"token": token, "address": "127.0.0.1"}
        try:
            self.table.do(renewing.look_at_link, visit=Visit("scanner"), **values)
        except (no.LinkUsed, no.LinkReplaced):
            assert not link.live(self.now)
        else:
            assert link.live(self.now)

    @rule(token=links, key=keys, before=st.sampled_from((1, 0, -1)))
    def click_at_the_last_moment(self, token, key, before):
        self.wait_until(self.known[token].issued_at + LINK_LIVES - before)
        self.click(token, "first form", key)

    @rule(token=links, form=forms, key=keys)
    def click(self, token, form, key):
        link, drawn = self.known[token], list[str]()

        def seal(code: str) -> str:
            drawn.append(code)
            return code

        browser = renewing.Browser(key, seal)
        try:
            self.table.do(
                renewing.regenerate_code,
                visit=Visit("phone"),
                token=token,
                cle=form,
                browser=browser,
            )
        except (no.LinkUsed, no.LinkReplaced):
            assert not link.live(self.now)
            assert not drawn
            return
        self.table.tokens()
        if drawn:
            assert link.live(self.now)
            link.used_at, link.form, link.key = self.now, form, key
            self.codes += drawn
            self.screens[key] = Shown(drawn[0], self.now)
        else:
            assert (link.form, link.key) == (form, key)
            assert self.screens[key].since == link.used_at
            assert self.now < link.used_at + ON_SCREEN

    @precondition(lambda self: self.known)
    @rule(key=keys)
    def look_at_screen(self, key):
        shown = self.screens.get(key)
        try:
            seen = self.table.do(renewing.look_at_code, visit=Visit("any"), key=key)
        except no.UnknownPage:
            assert shown is None
        except no.RevealGone:
            assert shown is not None
            assert self.now >= shown.since + ON_SCREEN
        else:
            assert shown is not None
            assert seen.sealed_code == shown.code
            assert seen.left == shown.since + ON_SCREEN - self.now
            assert 0 < seen.left <= ON_SCREEN

    @rule(visit_id=open_visits, which=st.integers(0, 3))
    def enter_code(self, visit_id, which):
        visit, code = self.here(visit_id), self.codes[-1 - which % len(self.codes)]
        newest = code == self.codes[-1]
        renumbered = {}
        try:
            moved = self.table.do(
                voting.enter_code, visit=visit, typed=code, **self.table.solved(visit.id)
            )
        except no.TooMany:
            assert self.now < self.locked_until
            return
        except (no.CodeWrong, no.CodeReplaced):
            assert not newest
            self.count_wrong_code()
            return
        assert newest
        assert moved.stage is Stage.VOTING
        self.locked_until = 0
        self.opened_with[visit_id] = code
        renumbered[visit_id] = moved.id
        self.rename(visit_id, moved.id)

    def count_wrong_code(self) -> None:
        """Keep the model's view of when even the right code is refused."""
        self.locked_until = max(self.locked_until, self.now + 900_000)

    def rename(self, before: str, after: str) -> None:
        """Give a visit its old number back, so that the bundle still knows it."""
        records = self.table.records()
        found = records.visit(after)
        assert found is not None
        records.run(
            "UPDATE visit SET id = :before WHERE world = :world AND id = :after",
            before=before,
            after=after,
        )

    @rule(
        visit_id=open_visits,
        scrutin=scrutins,
        blank=st.booleans(),
        form=forms,
    )
    def vote(self, visit_id, scrutin, blank, form):
        listed = ELECTION.scrutin(scrutin).lists[0].id
        choice = "blanc" if blank else listed
        refused = self.reach_confirmation(visit_id, scrutin, choice)
        nonce = f"{blank:032x}"
        ref = reference(ELECTION.id, scrutin, choice, nonce)
        ballot = voting.Ballot(scrutin, choice, nonce, ref, form, shown=True)
        visit = self.here(visit_id)
        try:
            receipt = self.table.do(voting.cast_ballot, visit=visit, ballot=ballot)
        except no.AlreadyVoted:
            assert scrutin in self.cast
            assert self.cast[scrutin] != (form, ref)
        except (no.OutOfOrder, no.CodeRevoked):
            assert refused
            assert scrutin not in self.cast
        else:
            first_time = scrutin not in self.cast
            assert not first_time or self.opened_with[visit_id] == self.codes[-1]
            assert self.cast.setdefault(scrutin, (form, ref)) == (form, ref)
            assert receipt.reference == ref

    def reach_confirmation(self, visit_id: str, scrutin: str, choice: str) -> bool:
        """Walk to the confirmation as far as the portal lets; tell whether it refused."""
        try:
            self.table.do(voting.want_to_vote, visit=self.here(visit_id), scrutin=scrutin)
            values = {"scrutin": scrutin, "choice": choice}
            self.table.do(voting.pick, visit=self.here(visit_id), **values)
        except no.CodeRevoked:
            assert self.here(visit_id).lost_code
            return True
        except no.AlreadyVoted:
            assert scrutin in self.cast
            return True
        except no.OutOfOrder:
            assert self.here(visit_id).stage is not Stage.VOTING
            return True
        assert self.here(visit_id).step(scrutin) is Step.CONFIRMING
        return False

    @invariant()
    def one_voter_one_ballot(self):
        if not hasattr(self, "table"):
            return
        expected = dict.fromkeys(self.cast, 1)
        assert self.table.count("emargement") == expected
        assert self.table.count("urn") == expected
        assert self.table.counters() == expected

    @invariant()
    def one_code_is_valid(self):
        if not hasattr(self, "table"):
            return
        version = self.table.records().account(self.elector.rank).code_version
        used = sum(link.used_at is not None for link in self.known.values())
        assert version == used == len(self.codes) - 1


TestAnyVoter = AnyVoter.TestCase
TestAnyVoter.settings = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
