"""Situations really produced, each in an election of its own."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from mockportal.client import Control, RemoteElection
from mockportal.client.models import Voter
from scenarios.drill.questions import Question
from scenarios.drill.stories import STORIES
from scenarios.http_driver import HttpDriver
from scenarios.registry import RegisteredJourney, Shows
from scenarios.staging import set_scene
from scenarios.transport import PlainTransport


@dataclass(frozen=True)
class Caller:
    """Somebody in trouble: what is asked about them, where they are, who they are."""

    question: Question
    election: RemoteElection
    voter: Voter
    at: datetime


def deal(control: Control, question: Question, name: str | None = None) -> Caller:
    """Play a caller's story up to the telephone call; the clock stays there. Refuses: Strayed.

    The election gets a name of its own, or the one given.
    """
    asked = question.situation
    told = STORIES[asked.name]
    needs = replace(told.needs, starts=asked.starts)
    journey = RegisteredJourney(asked.name, asked.call, "drill", told.tell, needs, Shows())
    scene = set_scene(control, journey, name=name)
    with closing(PlainTransport()) as transport:
        scene.play(HttpDriver(transport, scene.url, scene.stagehand()).perform)
    return Caller(question, scene.election, scene.voters[0], scene.election.clock().at)
