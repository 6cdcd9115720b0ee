"""The control port: control API and, later, the trainer's console."""

from mockportal.console.keys import Place
from mockportal.console.listener import build_console
from mockportal.console.refusing import answering, answers

__all__ = ["Place", "answering", "answers", "build_console"]
