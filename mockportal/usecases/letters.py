"""What the portal writes to voters: mails and text messages, in French.

A link is written as ``{base}/…``: whoever delivers the letter fills in the configured address,
never one taken from a request.
"""

from mockportal.domain.instants import MINUTE, Millis
from mockportal.usecases.misreading import identifier_of
from mockportal.usecases.records import Letter, Records

MARK = "[SIMULATION]"
SENDER = "Elections Professionnelles 2022"

_FOOT = (
    "\n\nCeci est une simulation : aucun vote réel, aucune personne réelle."
    "\nMinistère fictif – portail Élections (simulateur)\n"
)


def activation_opening(tx: Records, rank: int, to: str, token: str) -> Letter:
    """Write the mail that goes to everybody when accounts open."""
    return _mail(
        "activation-opening",
        rank,
        to,
        "Ouverture du portail Elections professionnelles",
        "Bonjour,\n\nLe portail Elections est ouvert. Pour activer votre compte, choisissez votre "
        f"mot de passe et votre question Défi :\n\n{_link(tx, 'activation', token)}\n\n"
        "Ce lien ne sert qu'une fois.",
    )


def activation_again(tx: Records, rank: int, to: str, token: str) -> Letter:
    """Write the mail for an account that is not active yet."""
    hours = tx.world.election.activation.link_hours
    return _mail(
        "activation-again",
        rank,
        to,
        "Activation de votre compte Elections",
        "Bonjour,\n\nVotre compte Elections n'est pas encore activé. Pour l'activer, choisissez "
        f"votre mot de passe et votre question Défi :\n\n{_link(tx, 'activation', token)}\n\n"
        f"Ce lien ne sert qu'une fois et reste valable {hours} heures.",
    )


def password_reset(tx: Records, rank: int, to: str, token: str) -> Letter:
    """Write the mail for a forgotten password."""
    hours = tx.world.election.activation.link_hours
    return _mail(
        "password-reset",
        rank,
        to,
        "Réassort de votre mot de passe Elections",
        "Bonjour,\n\nPour choisir un nouveau mot de passe Elections :\n\n"
        f"{_link(tx, 'mot-de-passe/nouveau', token)}\n\n"
        f"Ce lien ne sert qu'une fois et reste valable {hours} heures.",
    )


def reissue_mail(tx: Records, rank: int, to: str, token: str) -> Letter:
    """Write the mail that carries the link to a new vote code."""
    minutes = tx.world.election.reissue.link_millis // MINUTE
    return _mail(
        "reissue-link",
        rank,
        to,
        "Réassort de votre code de vote",
        "Bonjour,\n\nVous avez demandé un nouveau code de vote. Préparez de quoi le noter, puis "
        f"suivez ce lien à usage unique :\n\n{_link(tx, 'reassort/lien', token)}\n\n"
        f"Il reste valable {minutes} minutes. Votre nouveau code s'affichera à l'écran durant "
        f"{tx.world.election.reveal.seconds} secondes.",
    )


def reissue_sms(tx: Records, rank: int, to: str, token: str) -> Letter:
    """Write the text message that carries the link: one segment, no accents."""
    minutes = tx.world.election.reissue.link_millis // MINUTE
    link = _link(tx, "reassort/lien", token)
    text = f"{MARK} Elections: lien a usage unique, valable {minutes} min. {link}"
    return Letter("reissue-link", "sms", rank, to, "", text)


def code_itself(tx: Records, rank: int, to: str, channel: str, code: str) -> Letter:
    """Write the new code itself: only where the election file says ``reissue.delivers: code``."""
    if channel == "sms":
        return Letter("reissue-code", "sms", rank, to, "", f"{MARK} Elections: {code}")
    subject = "Réassort de votre code de vote"
    return _mail("reissue-code", rank, to, subject, f"Bonjour,\n\nVotre code de vote : {code}")


def notify(tx: Records, now: Millis, rank: int, event: str) -> None:
    """Tell a voter, at the professional address, that something happened to the account."""
    tx.send(security_notice(tx, now, rank, event), now)


def security_notice(tx: Records, now: Millis, rank: int, event: str) -> Letter:
    """Write the notice to the professional address that something happened to the account."""
    to = identifier_of(tx, now, rank) if rank >= 0 else ""
    return _mail(
        "security-notice",
        rank,
        to,
        "Votre compte Elections",
        f"Bonjour,\n\n{event}\n\nSi vous n'êtes pas à l'origine de cette action, prévenez "
        "l'assistance au 01 99 00 12 34.",
    )


def _mail(kind: str, rank: int, to: str, subject: str, text: str) -> Letter:
    recipient = to if rank >= 0 else ""  # nobody's letters are dropped on the way out
    return Letter(kind, "mail", rank, recipient, f"{MARK} {subject}", text + _FOOT)


def _link(tx: Records, page: str, token: str) -> str:
    return f"{{base}}/{tx.world.name}/portail/{page}/{token}"
