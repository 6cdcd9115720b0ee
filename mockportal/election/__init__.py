"""The election file's model: who votes, when, for whom, by which rules, and what goes wrong."""

from mockportal.election.ballots import CandidateList, Population, Scrutin
from mockportal.election.calendar import Calendar, Instants, Phase
from mockportal.election.declared import RESERVED, Declared
from mockportal.election.faults import CATALOGUE, Fault, Timeline
from mockportal.election.franceconnect import FranceConnect
from mockportal.election.loading import (
    InvalidElection,
    dumped,
    load,
    load_faults,
    load_shipped,
    names,
    parse,
    revised,
)
from mockportal.election.model import Election
from mockportal.election.people import Persona, Roll
from mockportal.election.reading import InvalidFile, check, read, read_shipped, shipped
from mockportal.election.slugs import slug

__all__ = [
    "CATALOGUE",
    "RESERVED",
    "Calendar",
    "CandidateList",
    "Declared",
    "Election",
    "Fault",
    "FranceConnect",
    "Instants",
    "InvalidElection",
    "InvalidFile",
    "Persona",
    "Phase",
    "Population",
    "Roll",
    "Scrutin",
    "Timeline",
    "check",
    "dumped",
    "load",
    "load_faults",
    "load_shipped",
    "names",
    "parse",
    "read",
    "read_shipped",
    "revised",
    "shipped",
    "slug",
]
