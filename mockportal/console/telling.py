"""From what use cases return to what the API answers."""

from urllib.parse import quote

from mockportal.client.models import (
    Audit,
    Check,
    ClockReading,
    Detail,
    Entry,
    FaultMet,
    Faults,
    FaultSet,
    Journal,
    Message,
    ProviderAccount,
    ScrutinCount,
    Summary,
    Urls,
    Voter,
)
from mockportal.console.keys import Place
from mockportal.domain.instants import paris
from mockportal.election import CATALOGUE, Fault, dumped
from mockportal.storage.auditing import Report
from mockportal.usecases import messages, overseeing
from mockportal.usecases.clock_setting import Reading
from mockportal.usecases.handing_out import Card
from mockportal.usecases.overseeing import Overview


def clock(reading: Reading) -> ClockReading:
    """Tell what a clock shows."""
    return ClockReading(
        at=paris(reading.at), speed=reading.speed, frozen=reading.frozen, phase=reading.phase
    )


def summary(seen: Overview, place: Place) -> Summary:
    """Tell how an election stands, in short."""
    world = seen.world
    return Summary(
        id=world.name,
        title=world.election.title,
        incarnation=world.incarnation,
        copied_from=seen.copied_from,
        size=len(world.electors),
        sealed=seen.sealed_at is not None,
        clock=clock(seen.clock),
        urls=urls(world.name, place),
    )


def detail(seen: Overview, place: Place) -> Detail:
    """Tell how an election stands, in full."""
    scrutins = tuple(
        ScrutinCount(
            id=one.id,
            label=one.label,
            ballots=seen.ballots.get(one.id, 0),
            suspended=one.id in seen.suspended,
        )
        for one in seen.world.election.scrutins
    )
    definition = dumped(seen.world.election)
    short = summary(seen, place)
    return Detail(**dict(short), scrutins=scrutins, definition=definition)


def urls(name: str, place: Place) -> Urls:
    """Tell where an election is reached."""
    return Urls(
        portal=f"{place.portal}/{name}/portail/accueil",
        api=f"{place.console}/api/elections/{name}",
        inbox=f"{place.console}/inbox/{quote(name)}",
    )


def voter(card: Card) -> Voter:
    """Tell everything of an elector."""
    one = card.elector
    return Voter(
        rank=one.rank,
        identifier=one.identifier,
        civility=one.civility,
        given_name=one.given_name,
        family_name=one.family_name,
        population=one.population,
        scrutins=one.scrutins,
        academy=one.academy,
        establishment=one.establishment,
        password=one.password,
        notice=card.notice,
        vote_code=one.vote_code,
        vote_code_replaced=card.code_replaced,
        numen=one.numen,
        question=one.question,
        secret_answer=one.secret_answer,
        phone=one.phone,
        personal_mail=one.personal_mail,
        franceconnect=tuple(ProviderAccount(**each._asdict()) for each in one.franceconnect),
        state=card.state,
        voted=card.voted,
        story=one.persona.story if one.persona else "",
    )


def message(one: messages.Message) -> Message:
    """Tell a message."""
    return Message(
        id=one.id,
        kind=one.kind,
        channel=one.channel,  # type: ignore[arg-type]  # the sinks write no other
        voter=one.voter or None,
        to=one.to,
        subject=one.subject,
        text=one.text,
        html=one.html,
        links=one.links,
        at=paris(one.at),
        state=one.state,
    )


def faults(listed: list[tuple[Fault, bool, bool]]) -> Faults:
    """Tell what goes wrong, and what could."""
    return Faults(
        faults=tuple(_fault(*one) for one in listed),
        catalogue={name: dict(settings) for name, settings in CATALOGUE.items()},
    )


def journal(pages: overseeing.Pages) -> Journal:
    """Tell some entries of the journal."""
    entries = tuple(
        Entry(
            seq=one.seq,
            at=paris(one.at),
            millis=one.at,
            kind=one.kind,
            detail=one.detail,
            hash=one.hash,
        )
        for one in pages.entries
    )
    return Journal(entries=entries, head_seq=pages.head_seq, head_hash=pages.head_hash)


def audit(report: Report) -> Audit:
    """Tell what an audit found."""
    checks = tuple(
        Check(
            name=one.name,
            promise=one.promise,
            holds=one.holds,
            looked_at=one.looked_at,
            found=one.found,
        )
        for one in report.checks
    )
    return Audit(
        election=report.election,
        incarnation=report.incarnation,
        holds=report.holds,
        sealed_at=report.sealed_at,
        ballots=report.ballots,
        journal_head=report.journal_head,
        checks=checks,
        faults=tuple(
            FaultMet(name=one.name, since=one.since, met_at=one.met_at, voters=one.voters)
            for one in report.faults
        ),
    )


def _fault(fault: Fault, declared: bool, active: bool) -> FaultSet:
    told = fault.model_dump(mode="json", by_alias=True)
    settings = {key: fault.setting(key) for key in CATALOGUE[fault.name]}
    source = "file" if declared else "tester"
    return FaultSet.model_validate(
        {**told, "settings": settings, "source": source, "active": active}
    )
