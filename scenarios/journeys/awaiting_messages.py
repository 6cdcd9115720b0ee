"""Messages that come late, twice, in disorder, to the wrong box, or never."""

from scenarios.journeys.activating import ask_for_the_link, fill_in, read_the_mail
from scenarios.journeys.renewing import (
    ask_again_by_sms,
    ask_by_mail,
    ask_by_sms,
    by_mail,
    by_sms,
    come_back_with,
    read_mail,
    read_sms,
    regenerate,
    regenerate_on_the_phone,
)
from scenarios.journeys.screens import HOME, MESSAGE_SENT, REISSUE, REISSUE_REQUEST
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import (
    FindNoMessage,
    Journey,
    LiftFault,
    Open,
    ReadMessage,
    SetFault,
    Submit,
    UseBrowser,
    Wait,
)

TROUBLED = Needs(levers=("captcha", "messages", "clock", "faults"))
UNTIMED = Needs(levers=("captcha", "messages", "faults"))
TROUBLED_NEW = Needs(levers=("captcha", "messages", "clock", "faults"), state="new")


@journey(TROUBLED, Shows(refusals=("link-expired",), faults=("mail-slow",)))
def get_the_mail_after_its_link_expired(voter: Voter) -> Journey[str]:
    """Wait 75 minutes for the mail: its link lived 60; ask again by SMS."""
    yield SetFault("mail-slow", {"profile": "hour"})
    yield from ask_by_mail(voter)
    yield FindNoMessage("reissue-link", voter.identifier)
    yield Wait(seconds=75 * 60)
    link = yield from read_mail(voter)
    yield Open(link, lands_on=REISSUE, refused="link-expired")
    yield from ask_by_sms(voter)
    second = yield from read_sms(voter)
    return (yield from regenerate(second))


@journey(TROUBLED, Shows(faults=("mail-slow",)))
def get_the_mail_a_quarter_of_an_hour_later(voter: Voter) -> Journey[str]:
    """Wait fifteen minutes for the mail; its link is still good."""
    yield SetFault("mail-slow", {"profile": "quarter"})
    yield from ask_by_mail(voter)
    yield FindNoMessage("reissue-link", voter.identifier)
    yield Wait(seconds=15 * 60)
    link = yield from read_mail(voter)
    return (yield from regenerate(link))


@journey(TROUBLED, Shows(faults=("sms-late",)))
def get_the_sms_ten_minutes_later(voter: Voter) -> Journey[str]:
    """Wait ten minutes for the SMS; its link is still good."""
    yield SetFault("sms-late", {"delay_s": 600})
    yield from ask_by_sms(voter)
    yield FindNoMessage("reissue-link", voter.identifier)
    yield Wait(seconds=600)
    link = yield from read_sms(voter)
    return (yield from regenerate_on_the_phone(link))


@journey(TROUBLED, Shows(refusals=("link-expired",), faults=("link-dies-early",)))
def find_the_link_dead_after_two_minutes(voter: Voter) -> Journey[str]:
    """Open the link two minutes after it came: it is dead; be quicker with the next one."""
    yield SetFault("link-dies-early", {"minutes": 2})
    yield from ask_by_sms(voter)
    link = yield from read_sms(voter)
    yield Wait(seconds=120)
    yield UseBrowser("téléphone")
    yield Open(link, lands_on=REISSUE, refused="link-expired")
    yield UseBrowser("")
    yield from ask_again_by_sms(voter)
    second = yield from read_sms(voter)
    return (yield from regenerate_on_the_phone(second))


@journey(UNTIMED, Shows(faults=("decoy-mails",)))
def get_four_useless_mails_first(voter: Voter) -> Journey[str]:
    """Get four mails whose link only leads home, then the good one."""
    yield SetFault("decoy-mails", {"count": 4, "gap_s": 0})
    yield from ask_by_mail(voter)
    yield UseBrowser("téléphone")
    for _ in range(4):
        useless = yield from read_mail(voter)
        yield Open(useless, lands_on=HOME)
    link = yield from read_mail(voter)
    return (yield from regenerate(link))


@journey(UNTIMED, Shows(refusals=("link-used",), faults=("message-duplicated",)))
def get_the_same_mail_twice(voter: Voter) -> Journey[str]:
    """Get the same mail twice: one live link, whichever is opened."""
    yield SetFault("message-duplicated", {"copies": 2})
    yield from ask_by_mail(voter)
    link = yield from read_mail(voter)
    same = yield from read_mail(voter)
    code = yield from regenerate(same)
    yield Open(link, lands_on=REISSUE, refused="link-used")
    return code


@journey(TROUBLED, Shows(faults=("message-lost",)))
def never_get_the_sms(voter: Voter) -> Journey[str]:
    """Wait for an SMS that never comes, ask again, and get the second one."""
    yield SetFault("message-lost", {"share": 1})
    yield from ask_by_sms(voter)
    yield Wait(seconds=20 * 60 // 2)
    yield FindNoMessage("reissue-link", voter.identifier)
    yield LiftFault("message-lost")
    yield from ask_again_by_sms(voter)
    link = yield from read_sms(voter)
    return (yield from regenerate_on_the_phone(link))


@journey(TROUBLED_NEW, Shows(faults=("message-lost",)))
def lose_the_activation_mail(voter: Voter) -> Journey[None]:
    """Wait for an activation mail that never comes, type one's identifier again, activate."""
    yield SetFault("message-lost", {"share": 1})
    yield from ask_for_the_link(voter)
    yield Wait(seconds=10 * 60)
    yield FindNoMessage("activation-again", voter.identifier)
    yield LiftFault("message-lost")
    yield from ask_for_the_link(voter)
    link = yield from read_the_mail(voter)
    yield from fill_in(link)


@journey(TROUBLED_NEW, Shows(faults=("mailbox-full",)))
def have_a_full_mailbox(voter: Voter) -> Journey[None]:
    """Get no mail until the mailbox is emptied, then activate."""
    yield SetFault("mailbox-full", {"who": voter.identifier})
    yield from ask_for_the_link(voter)
    yield Wait(seconds=10 * 60)
    yield FindNoMessage("activation-again", voter.identifier)
    yield LiftFault("mailbox-full")
    yield from ask_for_the_link(voter)
    link = yield from read_the_mail(voter)
    yield from fill_in(link)


@journey(TROUBLED, Shows(faults=("mail-domain-blocked",)))
def have_a_mailbox_whose_domain_is_blocked(voter: Voter) -> Journey[str]:
    """Get no mail in one's domain, and have the link sent by SMS instead."""
    yield SetFault("mail-domain-blocked", {"domain": voter.personal_mail.partition("@")[2]})
    yield from ask_by_mail(voter)
    yield Wait(seconds=10 * 60)
    yield FindNoMessage("reissue-link", voter.identifier)
    yield Open("/portail/reassort/defi", lands_on=REISSUE_REQUEST)
    yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)
    link = yield from read_sms(voter)
    return (yield from regenerate_on_the_phone(link))


@journey(TROUBLED, Shows(faults=("mail-server-down",)))
def wait_for_the_mail_server(voter: Voter) -> Journey[str]:
    """Wait half an hour for a mail server that is down; the mail waits too, and comes."""
    yield SetFault("mail-server-down")
    yield from ask_by_mail(voter)
    yield Wait(seconds=10 * 60)
    yield FindNoMessage("reissue-link", voter.identifier)
    yield LiftFault("mail-server-down")
    link = yield from read_mail(voter)
    return (yield from regenerate(link))


@journey(
    TROUBLED,
    Shows(refusals=("link-replaced",), faults=("message-out-of-order",)),
)
def get_two_mails_in_disorder(voter: Voter) -> Journey[str]:
    """Ask twice; whatever the order of the mails, only the newer link is good."""
    yield SetFault("message-out-of-order", {"span_s": 300})
    yield from ask_by_mail(voter)
    yield Wait(seconds=90)
    yield Open("/portail/reassort/defi", lands_on=REISSUE_REQUEST)
    yield Submit("ENVOYER", by_mail(voter), lands_on=MESSAGE_SENT)
    yield Wait(seconds=300)
    newer = yield from read_mail(voter)
    older = yield from read_mail(voter)
    yield Open(older, lands_on=REISSUE, refused="link-replaced")
    return (yield from regenerate(newer))


@journey(UNTIMED, Shows(faults=("reissue-to-identifier",)))
def find_the_link_in_the_professional_mailbox(voter: Voter) -> Journey[str]:
    """Wait for the link in one's personal mailbox and find it in the professional one."""
    yield SetFault("reissue-to-identifier")
    yield from ask_by_mail(voter)
    mail = yield ReadMessage("reissue-link", "mail", voter.identifier, to=voter.identifier)
    code = yield from regenerate(mail.link())
    yield from come_back_with(code)
    return code
