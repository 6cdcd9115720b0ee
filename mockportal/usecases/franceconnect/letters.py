"""What the stub writes to citizens: a code, a notice that somebody signed in."""

from mockportal.domain.franceconnect.citizens import Citizen, rank_of
from mockportal.domain.instants import date_in_words, hour_in_words
from mockportal.usecases.franceconnect import people
from mockportal.usecases.franceconnect.scene import Scene
from mockportal.usecases.franceconnect.seats import Live
from mockportal.usecases.letters import MARK
from mockportal.usecases.records import Letter

NOBODY = -1

_FOOT = "\n\nCeci est une simulation : aucun compte réel, aucune personne réelle.\n"


def send_code(scene: Scene, provider: str, citizen: str, code: str) -> None:
    """Send the code of a second factor: by mail at Ameli, by text message elsewhere."""
    person = people.identity_of(scene.tx, citizen, provider)
    title = scene.settings.title(provider)
    text = f"{MARK} {title} : votre code est {code}."
    mail = provider == "ameli"
    letter = Letter(
        kind="provider-code",
        channel="mail" if mail else "sms",
        rank=_rank(citizen),
        recipient=person.email if mail else person.phone,
        subject=f"{MARK} Votre code {title}" if mail else "",
        text=text + _FOOT if mail else text,
    )
    scene.tx.send(letter, scene.now)


def send_notice(live: Live, person: Citizen, provider: str, reference: str) -> None:
    """Tell a citizen, before the redirect, that the account was used."""
    scene = live.scene
    at = f"{date_in_words(scene.now)} à {hour_in_words(scene.now)} (heure de Paris)"
    text = (
        f"Bonjour {person.full_name},\n\nVous venez de vous connecter à {live.client.name}."
        f"\n\nDate : {at}\nService : {live.client.name}"
        f"\nCompte : {scene.settings.title(provider)}"
        f"\nRéférence de connexion : {reference}"
        "\n\nSi ce n'était pas vous, changez le mot de passe de ce compte."
    )
    subject = f"{MARK} Connexion à {live.client.name}"
    rank = _rank(person.key)
    scene.tx.send(
        Letter("franceconnect-notice", "mail", rank, person.email, subject, text + _FOOT), scene.now
    )


def _rank(citizen: str) -> int:
    rank = rank_of(citizen)
    return NOBODY if rank is None else rank
