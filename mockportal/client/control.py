"""A server by its control API."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from mockportal.client.classes import ClassStanding
from mockportal.client.line import PATIENCE, given, quoted
from mockportal.client.models import Detail, Elections, Problem, Server, Summary
from mockportal.client.remote_class import Start
from mockportal.client.remote_election import RemoteElection, instant

T = TypeVar("T", bound=BaseModel)


class ControlError(Exception):
    """The control API said no; ``problem`` says why, in French and by name."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.refusal}: {problem.detail}")
        self.problem = problem

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return self.problem.status


class Control:
    """A mockportal server, by its control API."""

    def __init__(self, url: str, token: str) -> None:
        """Take the console's address, such as http://127.0.0.1:8082, and the bearer token."""
        self.token = token
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._url, self._token = url.rstrip("/"), token
        base = f"{self._url}/api/"
        self._http = httpx.Client(
            base_url=base,
            headers=headers,
            timeout=PATIENCE,
            trust_env=False,
            verify=base.startswith("https:"),  # reading the certificates costs 20 ms
        )

    def create(
        self,
        source: str | Mapping[str, Any] = "formation",
        *,
        id: str | None = None,
        seed: int | None = None,
        size: int | None = None,
        at: datetime | str | None = None,
        speed: float | None = None,
        frozen: bool | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> RemoteElection:
        """Make a fresh election from a file's name or a whole definition.

        ``settings`` are laid over it: sections are merged, lists replaced. Without ``at`` the
        clock shows the opening of the vote. Refuses: ControlError.
        """
        body = {
            "from": source,
            "id": id,
            "seed": seed,
            "size": size,
            "at": instant(at),
            "speed": speed,
            "frozen": frozen,
            "settings": settings,
        }
        return RemoteElection(self, self.call(Detail, "POST", "elections", given(body)))

    def open_class(
        self, start: Start = "vote", *, early: bool = False, seats: int = 30, own: bool = False
    ) -> ClassStanding:
        """Open a class with a fresh election, at the opening of the vote or half an hour early.

        It is watched and ended by ``election(….election).classroom``. Refuses: ControlError.
        """
        body = {"start": start, "early": early, "seats": seats, "own": own}
        return self.call(ClassStanding, "POST", "classes", body)

    def page(self, path: str) -> str:
        """Return the address of a page of the console, with the token that opens it."""
        return f"{self._url}{path}{'&' if '?' in path else '?'}token={quote(self._token)}"

    def server(self) -> Server:
        """Tell where the server's listeners are."""
        return self.call(Server, "GET", "server")

    def elections(self) -> tuple[Summary, ...]:
        """List the elections that live there."""
        return self.call(Elections, "GET", "elections").elections

    def election(self, election_id: str) -> RemoteElection:
        """Return one of them. Refuses: ControlError (404)."""
        return RemoteElection(self, self.call(Detail, "GET", f"elections/{quoted(election_id)}"))

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def call(
        self,
        model: type[T],
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        patience: float = PATIENCE,
    ) -> T:
        """Make any call; what is None in a query is left out. Refuses: ControlError."""
        return model.model_validate_json(self._send(method, path, body, query, patience))

    def command(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, Any] | None = None,
    ) -> None:
        """Make a call that answers nothing. Refuses: ControlError."""
        self._send(method, path, body, query, PATIENCE)

    def follow(self, path: str, query: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Give the events of a stream, each with its name. Refuses: ControlError."""
        with self._http.stream("GET", path, params=given(query)) as answer:
            if not answer.is_success:
                answer.read()
                raise ControlError(_problem(answer))
            name = ""
            for line in answer.iter_lines():
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    yield name, value

    def _send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        query: Mapping[str, Any] | None,
        patience: float,
    ) -> bytes:
        answer = self._http.request(
            method,
            path,
            json=body,
            params=given(query or {}),
            timeout=patience,
        )
        if not answer.is_success:
            raise ControlError(_problem(answer))
        return answer.content

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _problem(answer: httpx.Response) -> Problem:
    """Return why an answer is no good, whoever gave it."""
    if "problem+json" in answer.headers.get("content-type", ""):
        return Problem.model_validate_json(answer.content)
    return Problem(
        title=answer.reason_phrase,
        status=answer.status_code,
        detail=answer.text[:200],
        refusal="not-a-control-api",
    )
