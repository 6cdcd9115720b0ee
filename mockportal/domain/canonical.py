"""One canonical form for each thing a voter types, and what is refused.

Every rule and its status stands in the portal's reference, « Canonical forms ».
"""

import re
import unicodedata
from collections.abc import Sequence
from fnmatch import fnmatchcase

from mockportal.domain.refusals import (
    AnswerForm,
    IdentifierEmpty,
    IdentifierForm,
    IdentifierLong,
    MailForm,
    MailIsIdentifier,
    NumenForm,
    OutsideFiction,
    PasswordLong,
    PasswordMismatch,
    PasswordRule,
    PhoneForm,
    RealData,
)

IDENTIFIER_MAX = 255
ANSWER_MIN, ANSWER_MAX = 2, 64

_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)(?=[^@]{1,64}@)"
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_FICTION = (".example", ".test")
_NUMEN = re.compile(r"99[A-Z][0-9]{7}[A-Z]{3}")
_REAL_NUMEN = re.compile(r"(?!99)[0-9]{2}[A-Z][0-9]{7}[A-Z]{3}")
_PHONE_MARKS = re.compile(r"\(0\)|[ .\-\u00a0]")
_PHONE = re.compile(r"(?:0|\+33|0033)([0-9]{9})")
_FICTION_MOBILE = re.compile(r"63998[0-9]{4}")


def identifier(typed: str, stop_domains: Sequence[str]) -> str:
    """Return an identifier as the roll writes it.

    Refuses: IdentifierEmpty, IdentifierLong, IdentifierForm, RealData, OutsideFiction.
    """
    text = typed.strip()
    if not text:
        raise IdentifierEmpty
    if len(text) > IDENTIFIER_MAX:
        raise IdentifierLong
    folded = text.lower() if text.isascii() else ""
    stop_real_address(folded, stop_domains)
    if not _ADDRESS.fullmatch(folded):
        raise IdentifierForm
    if not folded.endswith(_FICTION):
        raise OutsideFiction
    return folded


def personal_mail(typed: str, own_identifier: str, stop_domains: Sequence[str]) -> str:
    """Return a personal address as it will be written to.

    Refuses: MailForm, RealData, OutsideFiction, MailIsIdentifier.
    """
    text = typed.strip()
    folded = text.lower() if text.isascii() else ""
    stop_real_address(folded, stop_domains)
    if not _ADDRESS.fullmatch(folded):
        raise MailForm
    if not folded.endswith(_FICTION):
        raise OutsideFiction
    if _without_tag(folded) == _without_tag(own_identifier):
        raise MailIsIdentifier
    return folded


def stop_real_address(folded: str, stop_domains: Sequence[str]) -> None:
    """Pass when an address cannot be a real person's at work. Refuses: RealData.

    Decided by the form alone, so that it tells nothing about accounts.
    """
    _, at, domain = folded.rpartition("@")
    if at and any(_under(domain, pattern) for pattern in stop_domains):
        raise RealData


def numen(typed: str) -> str:
    """Return a NUMEN in upper case. Refuses: NumenForm, RealData (a real academy code)."""
    text = typed.strip().upper() if typed.isascii() else ""
    if _REAL_NUMEN.fullmatch(text):
        raise RealData
    if not _NUMEN.fullmatch(text):
        raise NumenForm
    return text


def phone(typed: str) -> str:
    """Return a mobile number of the range kept for fiction, in E.164. Refuses: PhoneForm.

    06 39 98 xx xx: decision 2018-0881 of the French telecommunications regulator.
    """
    found = _PHONE.fullmatch(_PHONE_MARKS.sub("", typed.strip())) if typed.isascii() else None
    if found is None or not _FICTION_MOBILE.fullmatch(found[1]):
        raise PhoneForm
    return f"+33{found[1]}"


def secret_answer(typed: str, question: str) -> str:
    """Return a secret answer in its one form. Refuses: AnswerForm."""
    text = answer_form(typed)
    if not ANSWER_MIN <= len(text) <= ANSWER_MAX or text == answer_form(question):
        raise AnswerForm
    if any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Cn"} for c in text):
        raise AnswerForm
    return text


def answer_form(typed: str) -> str:
    """Fold what differs between keyboards: composition, apostrophes, blanks, case."""
    text = unicodedata.normalize("NFKC", typed).replace("\u2019", "'")
    return unicodedata.normalize("NFC", " ".join(text.split()).casefold())


def new_password(typed: str, again: str, minimum: int, maximum: int) -> str:
    """Return a new password, exactly as typed.

    Refuses: PasswordLong, PasswordRule, PasswordMismatch.
    """
    if len(typed) > maximum:
        raise PasswordLong
    if len(typed) < minimum or not _mixed(typed):
        raise PasswordRule
    if typed != again:
        raise PasswordMismatch
    return typed


def masked_mail(address: str) -> str:
    """Return an address with all but its first letter and domain hidden."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"


def masked_phone(number: str) -> str:
    """Return a French mobile number with all but its ends hidden."""
    return f"0{number[3:4]} •• •• •• {number[-2:]}"


def _mixed(text: str) -> bool:
    classes = (str.isupper, str.islower, str.isdigit, _is_special)
    return text.isprintable() and all(any(map(one, text)) for one in classes)


def _is_special(char: str) -> bool:
    return char.isprintable() and not (char.isalpha() or char.isdigit() or char.isspace())


def _under(domain: str, pattern: str) -> bool:
    return fnmatchcase(domain, pattern) or fnmatchcase(domain, f"*.{pattern}")


def _without_tag(address: str) -> str:
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
