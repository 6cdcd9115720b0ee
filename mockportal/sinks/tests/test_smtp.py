"""The mail sink: anybody's mail, within limits, in the box where it belongs."""

import smtplib
import socket
from email.message import EmailMessage

import pytest

from mockportal.sinks import SmtpLimits
from mockportal.storage.boxes import UNCLAIMED

HELLO = b"EHLO x\r\nMAIL FROM:<a@b.example>\r\n"
BEGUN = HELLO + b"RCPT TO:<c@d.example>\r\nDATA\r\n"
TIGHT = SmtpLimits(bytes=20_000, recipients=10, seconds=0.5, linger=0.3)


def written(to, subject="Bonjour", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Autre <a@autre.example>", to, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Un message.\n.\n..deux points\n")
    return message


def sent(port, *mails):
    with smtplib.SMTP("127.0.0.1", port) as client:
        for mail in mails:
            client.send_message(mail)


def said(port, *pieces):
    """Say something to the sink and return every word it answers until it hangs up."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        for piece in pieces:
            try:
                line.sendall(piece)
            except (ConnectionResetError, BrokenPipeError):
                break
        while more := _received(line):
            heard += more
    return heard.decode()


def _received(line):
    try:
        return line.recv(65536)
    except ConnectionResetError:
        return b""


def test_a_mail_from_outside_lands_where_its_recipient_votes(office):
    to = office.electors[7].personal_mail
    with office.sink() as port:
        sent(port, written(to))
        (mail,) = office.arrived()

    assert (mail.kind, mail.to, mail.voter) == ("other", to, office.electors[7].identifier)
    assert (mail.sender, mail.subject) == ("Autre <a@autre.example>", "Bonjour")
    assert mail.text == "Un message.\n.\n..deux points\n"


def test_a_mail_to_nobody_known_is_unclaimed(office):
    with office.sink() as port:
        sent(port, written("personne@nulle-part.example"))
        (mail,) = office.arrived(box=UNCLAIMED)

    assert (mail.to, mail.voter) == ("personne@nulle-part.example", "")
    assert office.store.ask("formation", lambda tx, now: tx.last_message()) == 0


def test_a_mail_that_two_elections_know_is_unclaimed_unless_it_names_one(office):
    other = office.store.create()
    to = office.electors[7].identifier
    with office.sink() as port:
        sent(port, written(to), written(to, X_Mockportal_Election=other.id))
        (unclaimed,) = office.arrived(box=UNCLAIMED)
        (named,) = office.arrived(box=other.id)
    office.loop.run(office.store.behind.delete(other.id))

    assert unclaimed.to == named.to == to
    assert named.voter == to


def test_a_mail_that_bears_the_id_of_no_letter_is_no_letter(office):
    to = office.electors[7].identifier
    forged = "<000000000000000000000000@formation.mockportal.example>"
    with office.sink() as port:
        sent(port, written(to, Message_ID=forged))
        (mail,) = office.arrived()

    assert (mail.kind, mail.state) == ("other", "received")


def test_a_mail_in_no_charset_at_all_is_kept_as_it_came(office):
    raw = b"Subject: \xff\xfe\r\n\r\n\xff\xfe\x00 text\r\n"
    with office.sink() as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("a@b.example", [office.electors[7].identifier], raw)
        (mail,) = office.arrived()

    assert "text" in mail.text


@pytest.mark.attack("N12")
def test_a_mail_that_is_too_large_is_cut_off(office):
    with office.sink(limits=TIGHT) as port:
        heard = said(port, BEGUN, *[b"x" * 70 + b"\r\n"] * 40_000)

    assert "552 5.3.4 too much mail data" in heard


@pytest.mark.attack("N12")
def test_a_line_that_is_too_long_is_refused(office):
    with office.sink(limits=TIGHT) as port:
        heard = said(port, BEGUN, b"x" * 999 + b"\r\n.\r\n")
        fits = said(port, BEGUN, b"x" * 998 + b"\r\n.\r\nQUIT\r\n")

    assert heard.splitlines()[-1] == "500 5.5.2 line too long"
    assert "250 2.0.0" in fits


@pytest.mark.attack("N12")
def test_a_line_without_end_is_cut_off(office):
    with office.sink(limits=TIGHT) as port:
        heard = said(port, BEGUN, *[b"x" * 65536] * 60)

    assert heard.splitlines()[-1].startswith("552 ")


@pytest.mark.attack("N12")
def test_the_eleventh_recipient_is_one_too_many(office):
    many = b"".join(b"RCPT TO:<c%d@d.example>\r\n" % number for number in range(10_000))
    with office.sink(limits=TIGHT) as port:
        heard = said(port, HELLO, many).splitlines()

    assert heard[-1] == "550 5.5.3 10 recipients at most"
    assert heard.count("250 2.1.5 OK") == 10


@pytest.mark.attack("N12")
@pytest.mark.parametrize("begun", [b"", b"EHLO x\r\n", BEGUN, BEGUN + b"Subject: x\r\n", b"MAI"])
def test_a_client_that_takes_its_time_is_sent_away(office, begun):
    with office.sink(limits=TIGHT) as port:
        heard = said(port, begun)

    assert heard.splitlines()[-1] == "554 5.4.7 0.5 seconds are over"


@pytest.mark.attack("N12")
def test_one_client_too_many_is_turned_away(office):
    one = SmtpLimits(connections=1)
    with (
        office.sink(limits=one) as port,
        socket.create_connection(("127.0.0.1", port), 10) as first,
    ):
        assert first.recv(100).startswith(b"220 ")
        heard = said(port)

    assert "421 4.3.2 too many connections" in heard


def test_a_bounce_has_no_sender(office):
    with office.sink() as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("", [office.electors[7].identifier], b"Subject: retour\r\n\r\nx\r\n")
        (mail,) = office.arrived()

    assert mail.subject == "retour"
