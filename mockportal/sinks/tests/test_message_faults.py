"""What goes wrong with messages: seen by the reader, noted, and nothing else lost."""

import pytest

from mockportal.usecases import faulting
from mockportal.usecases.fates import POSTMASTER
from mockportal.usecases.records import Letter

MINUTE = 60_000
LINK = "Suivez {base}/formation/portail/reassort/lien/abc\nau plus vite."


@pytest.fixture
def fault(office):
    """Give a way to have something go wrong."""

    def switch(name, **settings):
        office.store.perform("formation", faulting.set_fault, name=name, settings=settings)

    return switch


@pytest.fixture
def lift(office):
    """Give a way to have it go well again."""
    return lambda name: office.store.perform("formation", faulting.lift_fault, name=name)


def outbox(office):
    """Return text, delay, copies and recipient of what waits, in the order it leaves."""
    select = """
        SELECT text, due_at - made_at, copies, recipient FROM outbox
        WHERE world = :world ORDER BY due_at, id
    """
    return office.store.ask("formation", lambda tx, now: tx.run(select).fetchall())


def met(office):
    select = "SELECT detail FROM journal WHERE world = :world AND kind = 'fault-met'"
    return [
        row[0] for row in office.store.ask("formation", lambda tx, now: tx.run(select).fetchall())
    ]


def let_pass(office, millis):
    move = "UPDATE election SET shown = shown + :millis WHERE world = :world"
    office.store.perform("formation", lambda tx, now: tx.run(move, millis=millis))


@pytest.mark.parametrize(
    ("profile", "minutes"), [("normal", 1 / 6), ("minutes", 5), ("quarter", 15), ("hour", 75)]
)
def test_slow_mail_comes_late(office, fault, profile, minutes):
    fault("mail-slow", profile=profile)
    office.post(office.letter())
    office.post(office.letter("sms"))

    delays = [delay for _, delay, _, _ in outbox(office)]
    assert delays == [0, minutes * MINUTE]
    assert len(met(office)) == 1


def test_text_messages_come_late(office, fault):
    fault("sms-late", delay_s=600)
    office.post(office.letter())
    office.post(office.letter("sms"))

    assert [delay for _, delay, _, _ in outbox(office)] == [0, 10 * MINUTE]


def test_useless_mails_come_before_the_good_one(office, fault):
    fault("decoy-mails", count=2, gap_s=60)
    office.post(office.letter(text=LINK))

    one, other, good = outbox(office)
    home = "Suivez {base}/formation/portail/accueil\nau plus vite."
    assert (one[:2], other[:2], good[:2]) == ((home, 0), (home, MINUTE), (LINK, 2 * MINUTE))


def test_a_notice_without_a_link_has_no_decoys(office, fault):
    fault("decoy-mails", count=2, gap_s=0)
    notice = Letter("security-notice", "mail", 3, office.electors[3].identifier, "x", "x")
    office.post(notice)

    assert len(outbox(office)) == 1


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_the_same_message_comes_several_times(office, fault, channel):
    fault("message-duplicated", copies=3)
    letter_id = office.post(office.letter(channel))

    with office.sink() as port, office.gateway() as url:
        ways = {"mail": office.mail_route(port), "sms": office.sms_route(url)}
        with office.dispatcher(**ways):
            found = office.arrived(3)

    assert [one.state for one in found] == ["received", "repeated", "repeated"]
    assert found[0].id == letter_id
    assert {(one.text, one.kind, one.voter) for one in found} == {
        ("Bonjour", "reissue-link", office.electors[3].identifier)
    }
    assert office.waiting() == 0


def test_what_was_written_first_leaves_last_at_the_end_of_the_span(office, fault):
    fault("message-out-of-order", span_s=300)
    office.post(office.letter(text="older"))
    let_pass(office, 90_000)
    office.post(office.letter(text="newer"))

    (newer, new_delay, *_), (older, old_delay, *_) = outbox(office)
    assert (newer, older) == ("newer", "older")
    assert (new_delay, old_delay) == (210_210, 300_300)


def test_lost_messages_never_set_out(office, fault, lift):
    fault("message-lost", share=1)
    lost = office.post(office.letter())
    lift("message-lost")
    office.post(office.letter())

    assert lost == ""
    assert len(outbox(office)) == 1
    assert len(met(office)) == 1


def test_a_share_is_drawn_by_seeded_dice(office, fault):
    fault("message-lost", share=0.5)

    twice = [[bool(office.post(office.letter(rank=rank))) for rank in range(40)] for _ in range(2)]

    assert twice[0] == twice[1]
    assert 8 <= sum(twice[0]) <= 32


def test_mails_to_a_full_mailbox_come_back_to_the_sender(office, fault):
    fault("mailbox-full", who=office.electors[3].identifier)
    office.post(office.letter())
    office.post(office.letter(rank=5))
    office.post(office.letter("sms"))

    recipients = [one[3] for one in outbox(office)]
    assert recipients == [POSTMASTER, office.electors[5].identifier, office.electors[3].phone]


def test_nothing_comes_to_a_domain_that_is_blocked(office, fault):
    fault("mail-domain-blocked", domain="perso.example")
    personal = Letter("reissue-link", "mail", 3, office.electors[3].personal_mail, "x", "x")
    office.post(personal)
    office.post(office.letter())

    assert [one[3] for one in outbox(office)] == [office.electors[3].identifier]


def test_mails_wait_for_a_server_that_is_down_then_come_all_at_once(office, fault, lift):
    fault("mail-server-down")
    for number in range(3):
        office.post(office.letter(text=str(number)))
    office.post(office.letter("sms", text="sms"))

    with office.sink() as port, office.gateway() as url:
        ways = {"mail": office.mail_route(port), "sms": office.sms_route(url)}
        with office.dispatcher(**ways):
            (first,) = office.arrived()
            before = office.waiting()
            lift("mail-server-down")
            found = office.arrived(4)

    assert (first.channel, before) == ("sms", 3)
    assert [one.text for one in found] == ["sms", "0", "1", "2"]


def test_the_server_of_one_domain_is_down_for_that_domain_only(office, fault):
    fault("mail-server-down", domain="perso.example")
    office.post(office.letter())

    with office.sink() as port, office.dispatcher(mail=office.mail_route(port)):
        (mail,) = office.arrived()

    assert mail.to == office.electors[3].identifier


def test_a_letter_to_nobody_meets_no_fault(office, fault):
    fault("message-lost", share=1)
    office.post(Letter("activation-again", "mail", -1, "", "x", "x"))

    assert len(outbox(office)) == 1
    assert met(office) == []
