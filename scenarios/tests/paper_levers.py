"""Levers that only note who pulled them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperMessage:
    """One message, known by its text."""

    text: str
    to: str = "+33639981234"
    subject: str = "Réassort"

    @property
    def id(self):
        """Its own text."""
        return self.text

    @property
    def links(self):
        """An address made of it."""
        return [f"http://{self.text}"]


class PaperLevers:
    """A tester's levers on paper."""

    def __init__(self) -> None:
        self.inbox: list[str] = []
        self.pulled: list[str] = []

    def captcha(self, captcha):
        """Know one answer."""
        return {"d4": "4363"}[captcha]

    def messages(self, *, voter, kind, channel, after, wait):
        """Give what follows."""
        start = self.inbox.index(after) + 1 if after else 0
        return [PaperMessage(text) for text in self.inbox[start:]]

    def advance(self, *, seconds=0, to=""):
        """Note it."""
        self.pulled.append(f"advance {seconds} {to}")

    def set_fault(self, name, settings):
        """Note it."""
        self.pulled.append(f"set {name} {settings}")

    def lift_fault(self, name):
        """Note it."""
        self.pulled.append(f"lift {name}")
