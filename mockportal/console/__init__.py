"""The control port: the control API, and the door that the trainer's pages stand behind."""

from mockportal.console.keys import Place
from mockportal.console.listener import build_console
from mockportal.console.refusing import answering, answers

__all__ = ["Place", "answering", "answers", "build_console"]
