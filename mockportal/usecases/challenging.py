"""The question défi and the NUMEN: what was typed to get a link, and whether it holds."""

from dataclasses import dataclass

from mockportal.domain import canonical
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import ChallengeMissing, ChallengeWrong, ChannelMissing
from mockportal.domain.secrets import same
from mockportal.electorate import Elector
from mockportal.usecases import letters, visits
from mockportal.usecases.misreading import identifier_of
from mockportal.usecases.records import Records
from mockportal.usecases.signing_in import fingerprint_answer


@dataclass(frozen=True, slots=True)
class Request:
    """What the voter typed to get a link."""

    question: str
    answer: str
    numen: str
    channel: str
    phone: str
    mail: str


def check_challenge(tx: Records, now: Millis, elector: Elector, typed: Request) -> tuple[str, str]:
    """Pass when the voter answers for it; return channel and destination of the link.

    Refuses: RealData, NumenForm, ChannelMissing, PhoneForm, MailForm, MailIsIdentifier,
    OutsideFiction, ChallengeMissing, TooMany, ChallengeWrong.
    """
    numen, channel, to = _shapes(tx, now, elector, typed)
    visits.check_tries(tx, now, "challenge", str(elector.rank))
    if not _holds(tx, elector, typed, numen):
        _count_wrong(tx, now, elector)
        raise ChallengeWrong().kept()
    tx.forget_tries("challenge", str(elector.rank))
    return channel, to


def _shapes(tx: Records, now: Millis, elector: Elector, request: Request) -> tuple[str, str, str]:
    election = tx.world.election
    stop_domains = election.safety.stop_domains
    canonical.stop_real_address(request.mail.strip().casefold(), stop_domains)
    numen = canonical.numen(request.numen)
    if request.channel == "sms":
        return numen, "sms", canonical.phone(request.phone)
    if request.channel != "email":
        raise ChannelMissing
    own = canonical.personal_mail(request.mail, elector.identifier, stop_domains)
    if election.reissue.mail_to == "identifier":
        return numen, "mail", identifier_of(tx, now, elector.rank)
    return numen, "mail", own


def _holds(tx: Records, elector: Elector, request: Request, numen: str) -> bool:
    account = tx.account(elector.rank)
    question = account.question or elector.question
    if tx.world.election.reissue.question == "select" and not request.question:
        raise ChallengeMissing
    typed = fingerprint_answer(tx, canonical.answer_form(request.answer))
    right = account.answer or fingerprint_answer(tx, canonical.answer_form(elector.secret_answer))
    own = (request.question or question) == question
    return same(typed, right) & same(numen, elector.numen) & own


def _count_wrong(tx: Records, now: Millis, elector: Elector) -> None:
    rules, subject = tx.world.election.lockout, str(elector.rank)
    if visits.count_failure(tx, now, "challenge", subject, most=rules.tries, lock=rules.millis):
        event = "La question Défi a été verrouillée après plusieurs réponses fausses."
        letters.notify(tx, now, elector.rank, event)
