"""What happened in an election, told to whoever reads a failed test."""

from collections.abc import Iterator

import httpx

from mockportal.client.control import ControlError
from mockportal.client.models import ClockReading, Entry, FaultSet, Message, Voter
from mockportal.client.remote_election import RemoteElection

LAST = 20
"""Messages and journal entries that are told: the last ones."""


def recount(election: RemoteElection, voter: Voter | None = None) -> str:
    """Tell how an election stands, who votes, what was sent and what was noted."""
    try:
        return "\n".join(_lines(election, voter))
    except (ControlError, httpx.HTTPError) as trouble:
        return f"{election.home}\nnothing more can be told: {trouble}"


def clock_in_words(clock: ClockReading) -> str:
    """Tell what a clock shows, and how it runs."""
    runs = "stands still" if clock.frozen else f"runs at speed {clock.speed:g}"
    return f"{clock.at:%Y-%m-%d %H:%M:%S%z}, {runs}, phase {clock.phase}"


def fault_in_words(fault: FaultSet) -> str:
    """Tell a fault with what it was told."""
    told = ", ".join(f"{key}={value}" for key, value in fault.settings.items())
    return f"{fault.name}({told})" + ("" if fault.active else " (not now)")


def _lines(election: RemoteElection, voter: Voter | None) -> Iterator[str]:
    detail = election.look()
    yield f"portal   {detail.urls.portal}"
    yield f"inbox    {detail.urls.inbox}"
    yield f"clock    {clock_in_words(detail.clock)}"
    if voter is not None:
        yield f"voter    {_card(election.voter(voter.identifier))}"
    faults = election.faults()
    yield f"faults   {'; '.join(map(fault_in_words, faults)) or 'none'}"
    yield from _titled("messages", [_letter(one) for one in election.messages(limit=1000)])
    yield from _titled("journal", [_entry(one) for one in election.journal(limit=1000)])


def _titled(title: str, lines: list[str]) -> Iterator[str]:
    left_out = f", the last {LAST} of {len(lines)}" if len(lines) > LAST else ""
    yield f"{title}{left_out}:" if lines else f"{title}: none"
    yield from (f"  {line}" for line in lines[-LAST:])


def _card(voter: Voter) -> str:
    cast = f", cast {', '.join(voter.voted)}" if voter.voted else ""
    return f"{voter.identifier} ({voter.given_name} {voter.family_name}), {voter.state}{cast}"


def _letter(one: Message) -> str:
    where = f" {' '.join(one.links)}" if one.links else ""
    return f"{one.at:%H:%M:%S} {one.kind} by {one.channel} to {one.to} ({one.state}){where}"


def _entry(one: Entry) -> str:
    return f"{one.at:%H:%M:%S} {one.kind} {one.detail}".rstrip()
