"""Letters leave the outbox when they were accepted, not before: at least once, under any sink."""

import asyncio
import smtplib

import pytest

from mockportal.sinks.lanes import Pace, Verdict
from mockportal.sinks.relay_route import RelayRoute
from mockportal.sinks.targets import Target
from mockportal.sinks.tests.office import BASE, PATIENCE, Carried, dying_once
from mockportal.sinks.writing import write_mail
from mockportal.usecases import delivering
from mockportal.usecases.message_records import Wanted
from mockportal.usecases.records import Letter

MINUTE = 60_000


def test_a_mail_arrives_with_its_link_and_leaves_the_outbox(office):
    letter_id = office.post(office.letter(text="Suivez {base}/formation/portail/x"))

    with office.sink() as port, office.dispatcher(mail=office.mail_route(port)):
        (mail,) = office.arrived()

    assert (mail.id, mail.kind, mail.channel) == (letter_id, "reissue-link", "mail")
    assert mail.voter == mail.to == office.electors[3].identifier
    assert (mail.subject, mail.text) == ("[SIMULATION] Été", f"Suivez {BASE}/formation/portail/x")
    assert mail.links == (f"{BASE}/formation/portail/x",)
    assert office.waiting() == 0


def test_a_text_message_arrives_with_its_link_and_leaves_the_outbox(office):
    letter_id = office.post(office.letter("sms", text="lien {base}/x"))

    with office.gateway() as url, office.dispatcher(sms=office.sms_route(url)):
        (text,) = office.arrived()

    assert (text.id, text.channel, text.to) == (letter_id, "sms", office.electors[3].phone)
    assert text.links == (f"{BASE}/x",)
    assert office.waiting() == 0


@pytest.mark.attack("N05")
def test_mails_wait_for_a_sink_that_is_down_and_come_when_it_is_up(office):
    with office.sink() as port:
        pass
    ids = [office.post(office.letter(text=str(number))) for number in range(5)]

    with office.dispatcher(mail=office.mail_route(port)):
        with pytest.raises(AssertionError, match="0 of 1"):
            office.arrived(patience=0.2)
        assert office.waiting() == 5
        with office.sink(port):
            mails = office.arrived(5)

    assert {mail.id for mail in mails} == set(ids)
    assert {mail.state for mail in mails} == {"received"}
    assert office.waiting() == 0


@pytest.mark.attack("N05")
@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_a_destination_that_says_to_come_again_gets_the_same_letter_again(office, channel):
    route = Carried(says=[Verdict.NOT_TAKEN, Verdict.NOT_TAKEN], wanted=3)
    letter_id = office.post(office.letter(channel))

    with office.dispatcher(**{channel: route}):
        route.wait(office)

    assert [parcel.letter.id for parcel in route.parcels] == [letter_id] * 3
    assert office.waiting() == 0


@pytest.mark.attack("N05")
def test_a_letter_refused_for_good_is_given_up_and_noted(office):
    route = Carried(says=[Verdict.REFUSED])
    office.post(office.letter())

    with office.dispatcher(mail=route):
        route.wait(office)

    select = "SELECT kind, detail FROM journal WHERE world = :world ORDER BY seq DESC LIMIT 1"
    entry = office.store.ask("formation", lambda tx, now: tx.run(select).fetchone())
    assert entry == ("message-refused", "mail reissue-link")
    assert office.waiting() == 0


def test_a_sink_that_dies_between_text_and_answer_gets_the_mail_again(office):
    with office.sink() as port, office.held(lambda: dying_once(port)) as dying_port:
        letter_id = office.post(office.letter())
        with office.dispatcher(mail=office.mail_route(dying_port)):
            (mail,) = office.arrived()

    assert mail.id == letter_id
    assert office.waiting() == 0


def test_a_letter_written_beside_a_dispatcher_is_handed_over_unclaimed(office):
    route = Carried()
    never = Pace(poll_seconds=PATIENCE)

    with office.dispatcher(mail=route, pace=never):
        letter_id = office.post(office.letter())
        route.wait(office)

    assert [parcel.letter.id for parcel in route.parcels] == [letter_id]
    assert office.waiting() == 0


def test_a_letter_lost_on_its_way_to_the_dispatcher_is_claimed_later(office):
    route = Carried()
    office.store.behind.handover = Absent()
    letter_id = office.post(office.letter())
    office.store.behind.handover = None
    leases = office.store.ask("formation", lambda tx, now: tx.run(LEASES).fetchall())

    with office.dispatcher(mail=route):
        route.wait(office)

    assert leases[0][0] > 0
    assert [parcel.letter.id for parcel in route.parcels] == [letter_id]


def test_nothing_is_handed_to_a_lane_that_is_closed(office):
    route = Carried(says=[Verdict.NOT_TAKEN])
    closed = Pace(poll_seconds=PATIENCE, first_pause=PATIENCE)

    with office.dispatcher(mail=route, pace=closed):
        first = office.post(office.letter(text="first"))
        office.loop.run(until(lambda: office.store.behind.handover.lease("mail") == 0))
        office.post(office.letter(text="second"))

    leases = office.store.ask("formation", lambda tx, now: tx.run(LEASES).fetchall())
    assert leases == [(0,), (0,)]
    assert [parcel.letter.id for parcel in route.parcels] == [first]


def test_a_letter_no_longer_in_hand_is_left_to_whoever_has_it(office):
    route = Carried()
    expired = Pace(poll_seconds=PATIENCE, handed_lease=-1)

    with office.dispatcher(mail=route, pace=expired):
        office.post(office.letter())

    assert route.parcels == []
    assert office.waiting() == 1


def test_a_relay_gets_the_mail_over_a_connection_kept_open(office):
    ids = [office.post(office.letter(text="..\n.deux")), office.post(office.letter())]

    with office.sink() as port:
        relay = RelayRoute(Target.named(f"127.0.0.1:{port}", []))
        with office.dispatcher(mail=relay):
            mails = office.arrived(2)

    assert [mail.id for mail in mails] == ids
    assert mails[0].text == "..\n.deux"
    assert office.waiting() == 0


def test_mails_wait_for_a_relay_that_is_down(office):
    office.post(office.letter())
    with office.sink() as port:
        pass

    with office.dispatcher(mail=RelayRoute(Target.named(f"127.0.0.1:{port}", []))):
        with pytest.raises(AssertionError, match="0 of 1"):
            office.arrived(patience=0.2)
        with office.sink(port):
            office.arrived()


@pytest.mark.attack("N06")
def test_what_is_delivered_twice_bears_one_message_id(office):
    route = Carried(says=[Verdict.NOT_TAKEN], wanted=2)
    letter_id = office.post(office.letter())
    with office.dispatcher(mail=route):
        route.wait(office)

    with office.sink() as port, smtplib.SMTP("127.0.0.1", port) as client:
        mails = [mail_of(parcel) for parcel in route.parcels]
        for mail in mails:
            client.sendmail("a@b.example", [office.electors[3].identifier], mail)

    assert mails[0] == mails[1]
    assert f"Message-ID: <{letter_id}@formation.mockportal.example>".encode() in mails[0]


@pytest.mark.attack("N06")
def test_a_letter_that_comes_again_is_shown_again_as_repeated(office):
    letter_id = office.post(office.letter())
    first = receive(office, letter_id)
    second = receive(office, letter_id)

    one, other = office.arrived(2)
    assert (one.id, one.state) == (first.id, "received")
    assert (other.id, other.state, other.kind) == (second.id, "repeated", "reissue-link")
    assert one.voter == other.voter == office.electors[3].identifier


def test_a_letter_to_nobody_is_dropped(office):
    office.post(Letter("activation-again", "mail", -1, "", "x", "x"))
    office.post(office.letter())

    with office.sink() as port, office.dispatcher(mail=office.mail_route(port)):
        mails = office.arrived()

    assert len(mails) == 1
    assert office.waiting() == 0


def test_a_letter_waits_for_its_instant_on_the_elections_clock(office):
    office.post(office.letter(text="later"), due=15 * MINUTE)
    office.post(office.letter(text="now"))

    with office.sink() as port, office.dispatcher(mail=office.mail_route(port)):
        (first,) = office.arrived()
        office.store.perform("formation", let_pass, millis=15 * MINUTE)
        second = office.arrived(2)[1]

    assert (first.text, second.text) == ("now", "later")
    assert second.at - first.at == 15 * MINUTE


def test_letters_of_one_instant_leave_in_the_order_they_were_written(office):
    texts = [str(number) for number in range(20)]
    for text in texts:
        office.post(office.letter(text=text))

    claimed = office.store.perform("formation", delivering.claim, real=1, lease=1, most=50)

    assert [letter.text for letter in claimed.letters] == texts


def test_two_dispatchers_never_have_one_letter_in_hand(office):
    for _ in range(30):
        office.post(office.letter())

    values = {"real": 1000, "lease": 1000, "most": 20}
    first, second, third = (
        office.store.perform("formation", delivering.claim, **{**values, "real": real}).letters
        for real in (1000, 1000, 2000)
    )

    assert (len(first), len(second)) == (20, 10)
    assert not {one.id for one in first} & {one.id for one in second}
    assert len(third) == 20, "a lease that ended gives letters of a dead process back"


def test_a_box_keeps_the_newest_and_counts_what_it_dropped(office):
    for number in range(130):
        receive(office, "", text=str(number), keep=50)

    found = office.store.ask("formation", lambda tx, now: tx.messages(Wanted(limit=200)))
    dropped = office.store.ask("formation", lambda tx, now: tx.dropped_messages())
    assert [one.text for one in found][-1] == "129"
    assert len(found) + dropped == 130
    assert 50 <= len(found) < 50 + delivering.TRIM_EVERY


LEASES = "SELECT lease FROM outbox WHERE world = :world ORDER BY id"


class Absent:
    """Takes letters in hand for a moment, and loses them."""

    def lease(self, channel):
        return 1

    def hand(self, election, letter, until):
        return


async def until(holds):
    """Wait for what another task is about to do."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0)


def let_pass(tx, now, *, millis):
    tx.run("UPDATE election SET shown = shown + :millis WHERE world = :world", millis=millis)


def mail_of(parcel):
    return write_mail(parcel.letter, parcel.election, parcel.base)


def receive(office, letter_id, text="Bonjour", keep=100):
    to = office.electors[3].identifier
    delivery = delivering.Delivery("mail", "x", to, "x", text, letter_id=letter_id)
    return office.store.perform("formation", delivering.receive, delivery=delivery, keep=keep)
