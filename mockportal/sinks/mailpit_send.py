"""Mails handed in over HTTP, in the words of Mailpit's ``POST /send``."""

import base64
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_pascal

from mockportal.domain.refusals import Unreadable
from mockportal.edge import Json

MOST = 10  # recipients, as over SMTP
_Line = Annotated[str, StringConstraints(max_length=900, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Mail = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[\w.-]+$")
]


class _Sent(BaseModel):
    model_config = ConfigDict(alias_generator=to_pascal, extra="ignore", frozen=True)


class _Person(_Sent):
    email: _Mail
    name: _Line = ""

    def address(self) -> Address:
        return Address(self.name, addr_spec=self.email)


class _File(_Sent):
    content: str = Field(description="base64")
    filename: _Line = ""


class Sent(_Sent):
    """A mail as a client of Mailpit writes it."""

    sender: _Person = Field(alias="From")
    to: tuple[_Person, ...] = ()
    cc: tuple[_Person, ...] = ()
    bcc: tuple[_Mail, ...] = ()
    reply_to: tuple[_Person, ...] = ()
    subject: _Line = ""
    text: str = ""
    html: str = Field(default="", alias="HTML")
    headers: dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,76}$")], _Line] = {}
    attachments: tuple[_File, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return everybody it goes to."""
        return (*(one.email for one in (*self.to, *self.cc)), *self.bcc)

    def as_mail(self) -> bytes:
        """Return it as it would travel. Refuses: Unreadable."""
        try:
            return self._written()
        except (MessageError, ValueError, LookupError):  # whatever the library will not write
            raise Unreadable from None

    def _written(self) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["Subject"] = self.sender.address(), self.subject
        named = {"To": self.to, "Cc": self.cc, "Reply-To": self.reply_to}
        for header, people in named.items():
            if people:
                mail[header] = [one.address() for one in people]
        for header, value in self.headers.items():
            if header not in mail:
                mail[header] = value
        mail.set_content(self.text)
        if self.html:
            mail.add_alternative(self.html, subtype="html")
        for one in self.attachments:
            body = base64.b64decode(one.content, validate=True)
            mail.add_attachment(body, "application", "octet-stream", filename=one.filename)
        return mail.as_bytes()


def read_sent(body: Json) -> Sent:
    """Return what a client sends. Refuses: Unreadable."""
    try:
        sent = Sent.model_validate(body)
    except ValidationError:
        raise Unreadable from None
    if not 1 <= len(sent.recipients) <= MOST:
        raise Unreadable
    return sent
