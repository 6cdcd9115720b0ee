"""The réassort through FranceConnect: leave, come back, be recognised, get a link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mockportal.domain import canonical, relying
from mockportal.domain.franceconnect.clients import portal_credentials
from mockportal.domain.franceconnect.dialects import Dialect, place
from mockportal.domain.identity import Recorded, is_voter
from mockportal.domain.instants import DAY, Millis
from mockportal.domain.refusals import (
    FranceconnectOff,
    IdentityUnknown,
    ProviderCancelled,
    ProviderFailed,
    ProviderNoMail,
    Refused,
)
from mockportal.domain.relying import Expected
from mockportal.domain.secrets import fingerprint, new_token
from mockportal.domain.stages import Move, Stage
from mockportal.domain.visit import Visit
from mockportal.electorate import Elector
from mockportal.usecases import letters, visits
from mockportal.usecases.renewing import franceconnect_open, look, send_link
from mockportal.usecases.suffering import suffers
from mockportal.usecases.trips import Trip, TripRecords

SCOPE = "openid identite_pivot preferred_username email"
_BITS = 256  # 43 characters; the service wants 22 at least


@dataclass(frozen=True, slots=True)
class Departure:
    """What the portal tells FranceConnect when it sends a voter there."""

    visit: Visit
    dialect: str
    client_id: str
    state: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Callback:
    """What the browser brought back, and where FranceConnect answers for this election."""

    base: str
    state: str
    iss: str | None
    error: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Errand:
    """A trip that came back in time: what it takes to ask for tokens, and to judge them."""

    state: str
    dialect: str
    client_secret: str
    code: str
    expected: Expected
    silent: "Silence | None" = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A fault: FranceConnect answers late, wrongly, or not at all (both are 0)."""

    delay_s: float
    status: int


@dataclass(frozen=True, slots=True)
class Told:
    """What FranceConnect said of a person, its signatures verified."""

    id_token: str
    subject: str
    claims: Mapping[str, Any]


def leave(tx: TripRecords, now: Millis, *, visit: Visit) -> Departure:
    """Send a voter to FranceConnect. Refuses: FranceconnectOff, OutOfOrder, Closed, VoteNotOpen."""
    if not look(tx, now, visit=visit).franceconnect:
        raise FranceconnectOff
    state, nonce = new_token(_BITS), new_token(_BITS)
    gone = visit.moved(Move.LEAVE_FOR_PROVIDER)
    visits.save(tx, gone)
    tx.forget_trips(now - DAY)
    tx.add_trip(Trip(_known(tx, state), _browser(tx, visit), visit.voter, nonce, now))
    client_id, _ = portal_credentials(tx.world.secret)
    return Departure(gone, tx.world.election.franceconnect.dialect, client_id, state, nonce)


def come_back(tx: TripRecords, now: Millis, *, visit: Visit, back: Callback) -> Errand | None:
    """Take what the browser brought back; the trip is used whatever follows.

    None means that this very callback had succeeded before. Refuses: ProviderFailed,
    ProviderCancelled, FranceconnectOff.
    """
    state = _known(tx, back.state)
    trip = tx.trip(state) if back.state else None
    if trip is None:
        raise ProviderFailed("request")
    if not tx.use_trip(state):
        if trip.done_at is not None and visit.signed_in and visit.rank == trip.rank:
            return None
        raise ProviderFailed("request")
    rules = tx.world.election.franceconnect
    issuer = place(back.base, "", default=True).issuer(Dialect(rules.dialect))
    young = now - trip.issued_at < rules.state_millis
    if not young or trip.visit != _browser(tx, visit) or visit.rank != trip.rank:
        raise ProviderFailed("request").kept()
    if rules.dialect == "v2" and back.iss != issuer:
        raise ProviderFailed("request").kept()
    if back.error is not None:
        _give_up(tx, visit)
        raise ProviderCancelled(other=back.error != "access_denied").kept()
    if not back.code:
        raise ProviderFailed("request").kept()
    if not franceconnect_open(tx, now, trip.rank):
        raise FranceconnectOff().kept()
    client_id, secret = portal_credentials(tx.world.secret)
    expected = Expected(issuer, client_id, trip.nonce, rules.tolerance_seconds)
    silent = _silence(tx, now, trip.rank)
    return Errand(state, rules.dialect, secret, back.code, expected, silent)


def judge(
    tx: TripRecords, now: Millis, *, visit: Visit, errand: Errand, claims: Mapping[str, Any]
) -> str:
    """Return the subject of an id_token whose signature holds. Refuses: ProviderFailed."""
    return relying.check_id_token(claims, errand.expected, now)


def recognise(tx: TripRecords, now: Millis, *, visit: Visit, errand: Errand, told: Told) -> Visit:
    """Send a link to the address of the account, if the identity is the voter's.

    The visit goes on under a new number. Refuses: ProviderFailed, IdentityUnknown,
    ProviderNoMail, ReissueThrottled, and what looking at the réassort refuses.
    """
    look(tx, now, visit=visit)
    elector, signed = visits.voter(tx, visit), errand.dialect == "v2"
    relying.check_userinfo(told.claims, errand.expected, now, told.subject, signed=signed)
    subject = f"{errand.expected.issuer} {told.subject}"
    if not _is_recognised(tx, now, elector, told.claims, subject):
        _note_stranger(tx, now, elector)
        raise IdentityUnknown().kept()
    address = _address(tx, elector, told.claims)
    send_link(tx, now, elector, channel="franceconnect", to=address)
    tx.save_account(replace(tx.account(elector.rank), sub=subject))
    tx.end_trip(errand.state, told.id_token)
    return visits.renumber(tx, visit.moved(Move.RETURN_FROM_PROVIDER))


@dataclass(frozen=True, slots=True)
class Logout:
    """What ends the session at FranceConnect; the hint names the client and says no more."""

    path: str
    hint: str
    state: str


def logout(tx: TripRecords, now: Millis, *, visit: Visit) -> Logout | None:
    """Return what ends the voter's session at FranceConnect, if the portal began one."""
    span = tx.world.election.session.total_millis
    trip = tx.last_trip(visit.voter, now - span)
    if trip is None:
        return None
    v1 = tx.world.election.franceconnect.dialect == "v1"
    return Logout("/api/v1/logout" if v1 else "/api/v2/session/end", trip.hint, new_token())


def _is_recognised(
    tx: TripRecords, now: Millis, elector: Elector, claims: Mapping[str, Any], subject: str
) -> bool:
    if suffers(tx, now, "identity-not-recognised", rank=elector.rank):
        return False
    holder, tied = tx.rank_of_subject(subject), tx.account(elector.rank).sub
    free = holder in (None, elector.rank) and tied in (None, subject)
    return free and is_voter(_recorded(elector), claims)


def _recorded(elector: Elector) -> Recorded:
    return Recorded(
        given_name=elector.given_names[0],
        birth_name=elector.birth_name,
        usage_name=elector.usage_name,
        birthdate=elector.birthdate.isoformat(),
        gender=elector.gender,
        birthplace=elector.birthplace,
        birthcountry=elector.birthcountry,
    )


def _note_stranger(tx: TripRecords, now: Millis, elector: Elector) -> None:
    """Note the mismatch and tell the voter; nothing of either identity is written."""
    tx.journal("identity-refused")
    event = "Une identité FranceConnect qui n'est pas la vôtre a été refusée."
    tx.send(letters.security_notice(tx, now, elector.rank, event), now)


def _address(tx: TripRecords, elector: Elector, claims: Mapping[str, Any]) -> str:
    """Return the address to write to. Refuses: ProviderNoMail."""
    email, election = claims.get("email"), tx.world.election
    domains = election.safety.stop_domains
    try:
        if not isinstance(email, str):
            raise ProviderNoMail
        if election.franceconnect.other_mail:
            return canonical.personal_mail(email, elector.identifier, domains)
        return canonical.identifier(email, domains)
    except Refused:
        raise ProviderNoMail from None


def _give_up(tx: TripRecords, visit: Visit) -> None:
    if visit.stage is Stage.AT_PROVIDER:
        visits.save(tx, visit.moved(Move.GIVE_UP_PROVIDER))


def _silence(tx: TripRecords, now: Millis, rank: int) -> Silence | None:
    fault = suffers(tx, now, "provider-silent", rank=rank)
    return Silence(fault.number("delay_s"), int(fault.number("status"))) if fault else None


def _known(tx: TripRecords, state: str) -> str:
    return fingerprint(tx.world.secret, "fc-trip", state)


def _browser(tx: TripRecords, visit: Visit) -> str:
    return fingerprint(tx.world.secret, "fc-trip-visit", visit.id)
