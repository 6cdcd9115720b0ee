"""What the control API answers about a class: its code, its pupils, how far each has come."""

from typing import Literal

from pydantic import Field

from mockportal.client.models import Answered

Step = Literal["joined", "at-portal", "identified", "signed-in", "code-accepted", "voting", "done"]
"""How far a pupil has come, in order."""


class PupilSeat(Answered):
    """One pupil: a seat, a voter, where they stand."""

    seat: int = Field(description="from 1, in the order of joining")
    election: str = Field(description="where they vote: the class's, or a copy of their own")
    voter: str = Field(description="identifier of the voter they play")
    step: Step = Field(description="how far they have come")
    page: str = Field(description="title of the page they are on; empty: none yet")
    refused: str = Field(description="words of the last refusal, when it is the last thing met")
    stuck: bool = Field(description="refused again or for a while, or nothing moves")
    voted: int = Field(description="ballots cast")
    scrutins: int = Field(description="ballots they may cast")


class ClassStanding(Answered):
    """A class around an election."""

    election: str = Field(description="id of the election it votes in")
    code: str = Field(description="what pupils type to join")
    join_url: str = Field(description="what pupils open to join; the QR code leads there")
    own: bool = Field(description="each pupil has an election of their own")
    joinable: bool = Field(description="the door is open")
    seats: int = Field(description="most pupils")
    pupils: tuple[PupilSeat, ...] = Field(description="in the order of their seats")
