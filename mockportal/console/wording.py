"""What the control port says when it says no: status and French words of every refusal."""

from collections.abc import Callable
from typing import Any

from mockportal import edge
from mockportal.domain import operator_refusals as control
from mockportal.domain import refusals as no
from mockportal.domain.franceconnect import refusals as stub
from mockportal.usecases.messages import UnknownMessage, UnknownVoter

Words = str | Callable[[Any], str]


def _all_reasons(refused: control.Misshapen) -> str:
    lines = (f"{where} : {reason}" if where else reason for where, reason in refused.reasons)
    return "\n".join(lines)


def _told(refused: stub.StubRefused) -> str:
    return "\n".join(refused.reasons)


WORDS: dict[type[no.Refused], tuple[int, Words]] = {
    no.Unreadable: (400, "Requête illisible. Rien n'a été enregistré."),
    control.TokenMissing: (401, "Ouvrez l'adresse avec jeton affichée au démarrage."),
    control.CallRefused: (403, "Appel refusé."),
    no.UnknownPage: (404, "Page introuvable."),
    UnknownMessage: (404, "Message inconnu, ou parti pour faire place aux plus récents."),
    UnknownVoter: (404, "Aucun électeur n'a cet identifiant."),
    control.NoClass: (404, "Aucune classe n'est ouverte ici."),
    control.NoPupil: (404, "Personne n'occupe cette place."),
    edge.WrongMethod: (405, "Action impossible à cette adresse."),
    edge.Slow: (408, "La requête a mis trop de temps."),
    stub.NotThere: (404, _told),
    stub.AlreadyThere: (409, _told),
    stub.NotAcceptable: (422, _told),
    control.ClockBackwards: (
        409,
        "L'horloge d'une élection ne recule pas. Restaurez une copie.",
    ),
    control.ClockAtItsEnd: (409, "Date hors limites."),
    control.NameTaken: (409, "Une élection a déjà cet identifiant."),
    control.NoVoterLeft: (409, "Plus aucun électeur de cette sorte n'est libre."),
    control.ClassOpen: (409, "Une classe est déjà ouverte dans cette élection."),
    control.ClassClosed: (409, "Les inscriptions de cette classe sont closes."),
    control.ClassFull: (409, "Toutes les places de cette classe sont prises."),
    control.NoStart: (409, "Le début de cette classe n'a pas été gardé."),
    control.Sealed: (409, "Élection scellée."),
    control.CountImpossible: (409, lambda r: f"Dépouillement impossible : {r.reason}."),
    edge.TooLarge: (413, "Envoi trop volumineux."),
    edge.TooLong: (414, "Requête trop longue."),
    edge.Media: (415, "Format d'envoi non accepté."),
    edge.Host: (421, "Adresse de site inconnue."),
    control.DateOutOfRange: (422, "Date hors limites."),
    control.Misshapen: (422, _all_reasons),
    control.NameForbidden: (422, "Nom non autorisé."),
    control.OtherElection: (422, "L'élection du corps et celle de l'adresse diffèrent."),
    control.ReservedName: (422, "Nom réservé."),
    control.Unconfirmed: (422, "Confirmez avec l'identifiant de l'élection."),
    edge.Incident: (500, lambda r: f"Erreur inattendue. Numéro d'incident : {r.number}."),
    no.Busy: (503, "Service momentanément indisponible."),
}


def said(refused: no.Refused) -> tuple[int, str]:
    """Return the status and the words of a refusal. Refuses: KeyError for one never met here."""
    for one in type(refused).__mro__:
        if one in WORDS:
            code, words = WORDS[one]
            exact = isinstance(refused, edge.TooLong | edge.Version)
            text = words if isinstance(words, str) else words(refused)
            return (edge.status(refused) if exact else code), text
    raise KeyError(type(refused))
