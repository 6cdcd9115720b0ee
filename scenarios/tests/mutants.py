"""Portals that are not quite right: what stands between a good portal and the voter."""

import re

from scenarios.http_browser import HttpBrowser
from scenarios.pages import Page
from scenarios.transport import Answer


class Renaming:
    """A portal whose screens say one thing in another way."""

    def __init__(self, transport, ours, theirs):
        self._transport, self._ours, self._theirs = transport, ours, theirs

    def request(self, method, url, headers, body):
        """Change the words of each page."""
        answer = self._transport.request(method, url, headers, body)
        page = answer.body.decode().replace(self._ours, self._theirs)
        return answer._replace(body=page.encode())


class Eager:
    """A portal whose links are used up by whoever looks at them."""

    def __init__(self, transport):
        self._transport = transport

    def request(self, method, url, headers, body):
        """Press the button of a link that was only looked at."""
        answer = self._transport.request(method, url, headers, body)
        if method == "HEAD" and "/reassort/lien/" in url:
            stranger = HttpBrowser(self._transport)
            page = Page(url, stranger.send(("GET", url, ())).body.decode())
            stranger.send(page.press("REGENERER MON CODE DE VOTE", {}))
        return answer


class Inert:
    """A portal where one button does nothing: the page comes back as it was."""

    def __init__(self, transport, address):
        self._transport, self._address = transport, address
        self._shown = b""

    def request(self, method, url, headers, body):
        """Answer a POST with the page that was there."""
        if method == "POST" and url.endswith(self._address):
            return Answer(200, [("Content-Type", "text/html")], self._shown)
        answer = self._transport.request(method, url, headers, body)
        self._shown = answer.body
        return answer


class Mute:
    """An inbox whose messages have lost their links."""

    def __init__(self, election):
        self._election = election

    def __getattr__(self, name):
        return getattr(self._election, name)

    def messages(self, **asked):
        """Cut the links out."""
        found = self._election.messages(**asked)
        return [one.model_copy(update={"links": ()}) for one in found]


class Disguise:
    """A portal of others: it says the same things otherwise, elsewhere, and names no refusal."""

    def __init__(self, transport, words, paths):
        self._transport, self._words, self._paths = transport, words, paths

    def request(self, method, url, headers, body):
        """Serve the portal behind, as somebody else's."""
        for ours, theirs in self._paths.items():
            url = url.replace(theirs, ours)
        answer = self._transport.request(method, url, headers, body)
        page = re.sub(r' data-(page|refusal)="[^"]*"', "", answer.body.decode())
        for ours, theirs in (self._words | self._paths).items():
            page = page.replace(ours, theirs)
        moved = [(name, self._elsewhere(value)) for name, value in answer.headers]
        return Answer(answer.status, moved, page.encode())

    def _elsewhere(self, value):
        for ours, theirs in self._paths.items():
            value = value.replace(ours, theirs)
        return value
