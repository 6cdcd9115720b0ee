"""Every way the portal says no, one class per reason; the words are in portal/wording.py."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self


class Refused(Exception):
    """The portal says no: nothing is broken, nothing was done.

    ``keep`` tells the store that the try itself is to be remembered (a wrong answer counted, a
    CAPTCHA killed): what was recorded before the refusal is then committed.
    """

    keep = False
    where: Any = None
    """Where it happened, noted on the way to whoever says it in words."""

    def kept(self) -> Self:
        """Return this refusal, with the try remembered."""
        self.keep = True
        return self

    @classmethod
    def name(cls) -> str:
        """Return the name in the portal's reference: ``AlreadyVoted`` is ``already-voted``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


@contextmanager
def remembered() -> Iterator[None]:
    """Remember the try whatever is refused inside."""
    try:
        yield
    except Refused as refused:
        raise refused.kept() from None


class Until(Refused):
    """Refused before an instant of the election's clock."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class Wait(Refused):
    """Refused for a while: milliseconds left on the election's clock."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class Unreadable(Refused):
    """The request cannot come from our pages."""


class FormExpired(Refused):
    """The form's token is missing, wrong, or of another visit."""


class UnknownPage(Refused):
    """No such page, or not this visitor's: told apart by nobody."""


class OutOfOrder(Refused):
    """The step is not open from where the visit stands."""

    def __init__(self, stage: str = "visitor") -> None:
        super().__init__(stage)
        self.stage = stage


class TooMany(Wait):
    """Too many tries."""


class Busy(Refused):
    """No room now; ``wait``: come back in so many seconds, where that is known."""

    def __init__(self, wait: int | None = None) -> None:
        super().__init__(wait)
        self.wait = wait


class Maintenance(Until):
    """The portal is closed for maintenance until an instant; ``retry``: ask again in so long."""

    def __init__(self, at: int, *, retry: int | None = None) -> None:
        super().__init__(at)
        self.retry = retry


class RealData(Refused):
    """The input looks like a real person's: full-page stop."""


class OutsideFiction(Refused):
    """An address outside the reserved domains."""


class NotYetOpen(Until):
    """Accounts open later."""


class CandidatesHidden(Until):
    """Candidates are shown later."""


class VoteNotOpen(Until):
    """The vote opens later."""


class Closed(Refused):
    """The vote is over."""


class NoResultYet(Refused):
    """Results come after the count."""


class CaptchaWrong(Refused):
    """The CAPTCHA was wrong, used, old, or somebody else's."""


class IdentifierEmpty(Refused):
    """No identifier typed."""


class IdentifierForm(Refused):
    """The identifier is no address."""


class IdentifierLong(Refused):
    """The identifier has more than 255 characters."""

    @classmethod
    def name(cls) -> str:
        """Return the name it shares with a malformed identifier."""
        return "identifier-form"


class PasswordWrong(Refused):
    """Identifier and password do not go together."""


class PasswordRule(Refused):
    """The new password breaks the rule of composition."""


class PasswordLong(Refused):
    """The new password has more than 128 characters."""

    @classmethod
    def name(cls) -> str:
        """Return the name it shares with a weak password."""
        return "password-rule"


class PasswordMismatch(Refused):
    """The two entries differ."""


class ChallengeMissing(Refused):
    """No question chosen."""


class AnswerForm(Refused):
    """The secret answer is too short, too long, or the question itself."""


class LinkUnknown(Refused):
    """No such link."""


class LinkUsed(Refused):
    """The link has served. ``kind`` is activation, password or reissue."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class LinkExpired(LinkUsed):
    """The link's time is over."""


class LinkReplaced(Until):
    """A newer request replaced the link at an instant."""


class LinkOtherVoter(Refused):
    """The link belongs to another voter than the one signed in."""


class NumenForm(Refused):
    """The NUMEN is malformed."""


class ChannelMissing(Refused):
    """Neither SMS nor mail was chosen."""


class PhoneForm(Refused):
    """The phone number is malformed or outside the range of fiction."""


class MailForm(Refused):
    """The address is malformed."""


class MailIsIdentifier(Refused):
    """The personal address is the identifier."""


class ChallengeWrong(Refused):
    """Secret answer and NUMEN do not match: never which of the two."""


class ReissueThrottled(Until):
    """Too many requests: the next one is possible at an instant."""


class ReissueUnavailable(Refused):
    """The reissue is down, all else works."""


class FranceconnectOff(Refused):
    """The second way of reissue is closed."""


class ProviderCancelled(Refused):
    """The voter gave up at the provider, or the provider did (``other``)."""

    def __init__(self, *, other: bool = False) -> None:
        super().__init__(other)
        self.other = other


class ProviderFailed(Refused):
    """The provider's answer does not hold: ``reason`` is request, answer or level."""

    def __init__(self, reason: str = "request") -> None:
        super().__init__(reason)
        self.reason = reason


class ProviderSilent(Refused):
    """The provider does not answer."""


class ProviderNoMail(Refused):
    """The account has no usable address."""


class IdentityUnknown(Refused):
    """The identity is not the voter's."""


class RevealGone(Refused):
    """The code is off the screen."""


class CodeWrong(Refused):
    """The vote code is wrong."""


class CodeReplaced(Refused):
    """The vote code was replaced by a newer one."""


class CodeRevoked(Refused):
    """The code that opened this visit was replaced elsewhere."""


class ScrutinSuspended(Refused):
    """The scrutin is stopped, the others are open."""


class NoChoice(Refused):
    """Neither a list nor the blank vote was chosen."""


class AlreadyVoted(Until):
    """The voter voted in this scrutin at an instant."""


class UnknownOutcome(Refused):
    """Nobody can say whether the ballot was recorded."""


class ReceiptGone(Until):
    """The receipt left the browser; the vote cast at an instant stands."""
