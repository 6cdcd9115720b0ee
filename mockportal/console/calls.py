"""A call of the control API: what it takes, what it gives, what it may refuse; and its passage."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from aiohttp import hdrs, web
from pydantic import BaseModel, ValidationError

from mockportal import edge
from mockportal.console.asking import Method, Nothing
from mockportal.console.keys import PLACE, STORE, Place
from mockportal.console.translating import misshapen
from mockportal.domain.operator_refusals import OtherElection
from mockportal.domain.refusals import Refused, Unreadable
from mockportal.storage.store import Store

Q = TypeVar("Q", bound=BaseModel)
B = TypeVar("B", bound=BaseModel)
T = TypeVar("T")

ELECTION = "election"
"""The name an election goes by in paths; in a body or a query it must then be the same one."""


@dataclass(frozen=True, slots=True)
class Asking(Generic[Q, B]):
    """One call as it came: checked, and with what it needs at hand."""

    request: web.Request
    query: Q
    body: B

    @property
    def store(self) -> Store:
        """Return the store."""
        return self.request.app[STORE]

    @property
    def place(self) -> Place:
        """Return where the listeners are."""
        return self.request.app[PLACE]

    @property
    def election(self) -> str:
        """Return the election of the address."""
        return self.request.match_info[ELECTION]

    def part(self, name: str) -> str:
        """Return a variable of the path."""
        return self.request.match_info[name]

    async def ask(self, usecase: Callable[..., T], **values: Any) -> T:
        """Ask something about the election of the address."""
        return await self.store.ask(self.election, usecase, **values)

    async def perform(self, usecase: Callable[..., T], **values: Any) -> T:
        """Do something in the election of the address."""
        return await self.store.perform(self.election, usecase, **values)


Answer = Callable[[Asking[Any, Any]], Awaitable[BaseModel | web.StreamResponse | None]]


class Described(Protocol):
    """A call of another part: it says what it takes and gives, and leaves the rest to us."""

    @property
    def method(self) -> Method:
        """Return the method."""

    @property
    def path(self) -> str:
        """Return the path below ``/api``."""

    @property
    def does(self) -> str:
        """Return what it does, in a line."""

    @property
    def answer(self) -> Answer:
        """Return who answers."""

    @property
    def gives(self) -> type[BaseModel] | None:
        """Return the model of its answer."""

    @property
    def query(self) -> type[BaseModel]:
        """Return the model of its query."""

    @property
    def body(self) -> type[BaseModel] | None:
        """Return the model of its body."""

    @property
    def status(self) -> int:
        """Return the status of a success."""

    @property
    def refuses(self) -> tuple[type[Refused], ...]:
        """Return what it refuses of its own."""


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the API: where, what it does, what goes in and out."""

    method: Method
    path: str
    does: str
    answer: Answer
    gives: type[BaseModel] | None
    query: type[BaseModel] = Nothing
    body: type[BaseModel] | None = None
    status: int = 200
    refuses: tuple[type[Refused], ...] = ()
    gives_type: str = "application/json"

    @classmethod
    def of(cls, one: Described) -> Self:
        """Return the call that another part describes."""
        return cls(
            one.method,
            one.path,
            one.does,
            one.answer,
            one.gives,
            query=one.query,
            body=one.body,
            status=one.status,
            refuses=one.refuses,
        )

    @property
    def name(self) -> str:
        """Return the name of the operation, as generated clients call it."""
        return self.answer.__name__

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        query = dict(edge.read_query(request))
        body = await edge.read_json(request) if request.body_exists else {}
        _check_same_election(request, query, body)
        asking = Asking(
            request,
            _checked(self.query, query),
            _checked(self.body or Nothing, body),
        )
        given = await self.answer(asking)
        if isinstance(given, web.StreamResponse):
            return given
        return _written(given, self.status)


def _written(given: BaseModel | None, status: int) -> web.Response:
    if given is None:
        return web.Response(status=status)
    body = given.model_dump_json(by_alias=True).encode()
    headers = {hdrs.CONTENT_TYPE: "application/json"}
    return web.Response(body=body, status=status, headers=headers)


def _checked(model: type[BaseModel], given: Any) -> BaseModel:
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        raise misshapen(wrong, model) from None


def _check_same_election(request: web.Request, query: dict[str, str], body: Any) -> None:
    """Refuse a call that names two elections; take the repeated name out. Refuses: Unreadable."""
    here = request.match_info.get(ELECTION)
    named = [given.pop(ELECTION) for given in (query, body) if _names(given)]
    if len(named) > 1:
        raise Unreadable
    if here is not None and any(name != here for name in named):
        raise OtherElection


def _names(given: Any) -> bool:
    return isinstance(given, Mapping) and ELECTION in given
