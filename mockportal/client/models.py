"""What the control API answers: the server writes these models, the client reads them."""

from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

VoterState = Literal["new", "activated", "voted"]
"""Account not active · active, nothing cast · at least one ballot cast."""

Channel = Literal["mail", "sms"]


class Answered(BaseModel):
    """The base of every answer: frozen; a newer server may tell more."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


def example(value: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a model that shows what it looks like in use."""
    return ConfigDict(json_schema_extra={"examples": [value]})


class Server(Answered):
    """Where a server's listeners are, and what comes with it."""

    model_config = example(
        {
            "version": "0.1.0",
            "portal": "http://127.0.0.1:8080",
            "franceconnect": "http://127.0.0.1:8081",
            "console": "http://127.0.0.1:8082",
            "files": ["electionspro2022", "formation"],
        }
    )

    version: str = Field(description="of mockportal")
    portal: str = Field(description="what voters open; `/` leads to the default election")
    franceconnect: str = Field(description="the FranceConnect stub")
    console: str = Field(description="this API, console and inbox")
    files: tuple[str, ...] = Field(description="election files that come with the project")


class ClockReading(Answered):
    """What an election's clock shows, and how it runs."""

    model_config = example(
        {"at": "2022-12-01T08:47:00+01:00", "speed": 1.0, "frozen": True, "phase": "open"}
    )

    at: AwareDatetime = Field(description="the instant shown, Paris time with its offset")
    speed: float = Field(description="election seconds per real second")
    frozen: bool = Field(description="a frozen clock stands still")
    phase: str = Field(description="where the calendar stands at that instant")


class Urls(Answered):
    """Where an election is reached."""

    portal: str = Field(description="what voters open")
    api: str = Field(description="the base of this election's calls")
    inbox: str = Field(description="mails and texts, as a page")


class ScrutinCount(Answered):
    """One scrutin and its counter; never who got what."""

    id: str = Field(description="as the election file has it")
    label: str = Field(description="as voters read it")
    ballots: int = Field(description="in its urn, by the counter")
    suspended: bool = Field(description="votes are refused at present")


class Summary(Answered):
    """One election in a list."""

    id: str = Field(description="the first part of its addresses")
    title: str = Field(description="as voters read it")
    incarnation: int = Field(description="1, and one more with each restore")
    copied_from: str | None = Field(description="the election this one is a copy of")
    size: int = Field(description="electors on the roll")
    sealed: bool = Field(description="the urn takes nothing any more")
    clock: ClockReading = Field(description="what its clock shows")
    urls: Urls = Field(description="where it is reached")


class Detail(Summary):
    """One election in full."""

    scrutins: tuple[ScrutinCount, ...] = Field(description="in the order they are shown")
    definition: dict[str, Any] = Field(description="the whole election file, defaults included")


class Elections(Answered):
    """Every election that lives here."""

    elections: tuple[Summary, ...] = Field(description="in the order of their ids")


class ProviderAccount(Answered):
    """An account at one identity provider of the FranceConnect stub."""

    provider: str = Field(description="id of the identity provider")
    login: str = Field(description="in that provider's shape")
    secret: str = Field(description="its password")
    factor: str | None = Field(default=None, description="the code of its second factor, if any")


class Voter(Answered):
    """The card of one synthetic elector, with every secret a tester needs."""

    model_config = example(
        {
            "rank": 0,
            "identifier": "alix.quidam@ac-fictive.example",
            "civility": "Mme",
            "given_name": "Alix",
            "family_name": "Quidam",
            "population": "contractuel",
            "scrutins": ["csa-ministeriel", "csa-academique", "ccp"],
            "academy": "Fictive",
            "establishment": "Collège des Essais",
            "password": "55-Zigzag-herisson",
            "notice": True,
            "vote_code": "uKm54yM5dNCa8bA?",
            "vote_code_replaced": False,
            "numen": "99B3855685NWO",
            "question": "À quel jeu jouiez-vous à la récréation ?",
            "secret_answer": "Colibri",
            "phone": "+33639980001",
            "personal_mail": "alix.quidam@perso.example",
            "franceconnect": [
                {"provider": "ameli", "login": "1840299000007", "secret": "…", "factor": None}
            ],
            "state": "activated",
            "voted": [],
            "story": "Sans code de vote.",
        }
    )

    rank: int = Field(description="place on the roll, from 0")
    identifier: str = Field(description="what is typed first at the portal")
    civility: str = Field(description="M. or Mme")
    given_name: str = Field(description="as the roll has it")
    family_name: str = Field(description="as the roll has it")
    population: str = Field(description="decides the scrutins")
    scrutins: tuple[str, ...] = Field(description="ids, in the order they are shown")
    academy: str = Field(description="where the voter works")
    establishment: str = Field(description="where the voter works")
    password: str = Field(description="the roll's; whoever chose another through the portal has it")
    notice: bool = Field(description="holds the printed notice with the vote code")
    vote_code: str = Field(description="as printed; empty without a notice")
    vote_code_replaced: bool = Field(description="a reissue voided the printed code")
    numen: str = Field(description="staff number, asked at the reissue")
    question: str = Field(description="the secret question that was chosen")
    secret_answer: str = Field(description="its answer")
    phone: str = Field(description="personal, takes texts")
    personal_mail: str = Field(description="personal, takes mails")
    franceconnect: tuple[ProviderAccount, ...] = Field(description="accounts at identity providers")
    state: VoterState = Field(description="new, activated or voted")
    voted: tuple[str, ...] = Field(description="ids of the scrutins already cast")
    story: str = Field(description="one sentence, for a persona")


class Voters(Answered):
    """Cards in the order of the roll."""

    voters: tuple[Voter, ...] = Field(description="cards, by rank")
    next: int | None = Field(description="`after` for the following page; none at the end")


class Message(Answered):
    """A mail or a text that arrived."""

    model_config = example(
        {
            "id": "5f0a…",
            "kind": "reissue-link",
            "channel": "sms",
            "voter": "alix.quidam@ac-fictive.example",
            "to": "+33639980001",
            "subject": "",
            "text": "[SIMULATION] Elections: http://127.0.0.1:8080/formation/portail/reassort/lien/…",
            "html": "",
            "links": ["http://127.0.0.1:8080/formation/portail/reassort/lien/…"],
            "at": "2022-12-01T08:47:00+01:00",
            "state": "delivered",
        }
    )

    id: str = Field(description="what `after` takes")
    kind: str = Field(description="such as reissue-link")
    channel: Channel = Field(description="mail or sms")
    voter: str | None = Field(description="identifier of whose message it is, if known")
    to: str = Field(description="address or number")
    subject: str = Field(description="empty for a text")
    text: str = Field(description="as it is read")
    html: str = Field(description="empty when there is none")
    links: tuple[str, ...] = Field(description="every address in it")
    at: AwareDatetime = Field(description="the election's clock")
    state: str = Field(description="of its delivery")


class Messages(Answered):
    """Messages, oldest first."""

    messages: tuple[Message, ...] = Field(description="the oldest first")


class CaptchaAnswer(Answered):
    """What a CAPTCHA asks to copy."""

    model_config = example({"id": "Zx3…", "answer": "4711"})

    id: str = Field(description="of the challenge")
    answer: str = Field(description="the digits on its picture")


class FaultSet(Answered):
    """One thing that goes wrong, or may."""

    name: str = Field(description="as in the catalogue")
    settings: dict[str, Any] = Field(description="its own parameters, defaults included")
    share: float = Field(description="of those it could strike, from 0 to 1")
    who: str = Field(description="whom it may strike")
    starts: str | None = Field(
        default=None, alias="from", description="when it begins; none: at once"
    )
    ends: str | None = Field(default=None, alias="to", description="when it ends; none: never")
    source: Literal["file", "tester"] = Field(description="declared in the file, or switched on")
    active: bool = Field(description="on at the election's present instant")


class Faults(Answered):
    """Faults declared or switched on, and all that exist."""

    faults: tuple[FaultSet, ...] = Field(description="those declared or switched on")
    catalogue: dict[str, dict[str, Any]] = Field(description="every fault with its parameters")


class Entry(Answered):
    """One entry of the hash-chained journal."""

    model_config = example(
        {
            "seq": 1,
            "at": "2022-12-01T08:47:00+01:00",
            "millis": 1669880820000,
            "kind": "fault-set",
            "detail": '[{"name": "maintenance"}]',
            "hash": "9f2c…",
        }
    )

    seq: int = Field(description="place in the chain, from 1")
    at: AwareDatetime = Field(description="the election's clock")
    millis: int = Field(description="the same instant, as the hash covers it")
    kind: str = Field(description="such as ballot-cast")
    detail: str = Field(description="what it concerns; never a choice")
    hash: str = Field(description="covers this entry and the one before")


class Journal(Answered):
    """Entries in order, and the head of the chain."""

    entries: tuple[Entry, ...] = Field(description="in order")
    head_seq: int = Field(description="place of the last entry there is")
    head_hash: str = Field(description="its hash")


class Check(Answered):
    """One promise, and whether it holds."""

    model_config = example(
        {
            "name": "receipts",
            "promise": "every receipt has its ballot",
            "holds": True,
            "looked_at": 3,
            "found": [],
        }
    )

    name: str = Field(description="its short name")
    promise: str = Field(description="what is promised")
    holds: bool = Field(description="nothing was found against it")
    looked_at: int = Field(description="how many rows were looked at")
    found: tuple[str, ...] = Field(description="what breaks the promise, in words")


class FaultMet(Answered):
    """One spell of a fault, as the audit found it."""

    name: str = Field(description="as in the catalogue")
    since: int = Field(description="milliseconds since the epoch, on the election's clock")
    met_at: int | None = Field(description="when it first struck; none: it never did")
    voters: int = Field(description="voters it struck; beyond 1,000 they are not counted")


class Audit(Answered):
    """What an audit of one election found."""

    election: str = Field(description="its id")
    incarnation: int = Field(description="1, and one more with each restore")
    holds: bool = Field(description="every promise does")
    sealed_at: int | None = Field(
        description="milliseconds since the epoch, on the election's clock; none: not sealed"
    )
    ballots: dict[str, int] = Field(description="in the urn, by scrutin")
    journal_head: str = Field(description="hash of the last entry")
    checks: tuple[Check, ...] = Field(description="one for each promise")
    faults: tuple[FaultMet, ...] = Field(description="those met, and those set that nobody met")


class Outcomes(Answered):
    """The counted result of each scrutin."""

    outcomes: dict[str, dict[str, Any]] = Field(
        description="by scrutin: voters, blank ballots, votes and seats of each list"
    )


class Reason(Answered):
    """Where a query or a body went wrong."""

    where: str = Field(description="the field, or the place in the body")
    reason: str = Field(description="what was found and what is allowed")


class Problem(Answered):
    """A refusal (RFC 9457)."""

    type: str = Field(default="about:blank", description="of RFC 9457; the status says it all")
    title: str = Field(description="the status in words")
    status: int = Field(description="of HTTP")
    detail: str = Field(description="in French, for a person")
    refusal: str = Field(description="its name, for a program")
    errors: tuple[Reason, ...] = Field(default=(), description="one for each thing to mend")
