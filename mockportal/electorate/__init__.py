"""Electors as an invertible function: a seed and a rank make a person, an identifier a rank."""

from mockportal.electorate.accounts import Account, canonical_login, social_key
from mockportal.electorate.elector import Elector
from mockportal.electorate.roll import Electorate, electorate

__all__ = [
    "Account",
    "Elector",
    "Electorate",
    "canonical_login",
    "electorate",
    "social_key",
]
