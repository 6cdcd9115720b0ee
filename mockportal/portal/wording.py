"""What the portal says when it says no: status and French words of every refusal."""

from collections.abc import Callable
from math import ceil
from typing import Any

from mockportal.domain import refusals as no
from mockportal.domain.instants import HOUR, MINUTE, SECOND, Millis, date_in_words, hour_in_words
from mockportal.edge import (
    Host,
    Incident,
    Media,
    Slow,
    TooLarge,
    TooLong,
    Version,
    WrongMethod,
    status,
)

CAPTCHA_LINES = (
    "La saisie du CAPTCHA est incorrecte – merci de contrôler votre saisie\n"
    "- si vous rencontrez encore des difficultés, vous pouvez générer un autre code ou écouter "
    "le code à saisir."
)
UNDER_MAINTENANCE = "Une opération technique est en cours."
_PROVIDER_FAILED = {
    "request": "Cette demande n'est plus valable. Recommencez.",
    "answer": "La réponse reçue n'est pas valable.",
    "level": "Niveau de garantie insuffisant.",
}

Words = str | Callable[[Any], str]


def lasting(wait: Millis) -> str:
    """Return a wait in words, rounded up."""
    if wait < MINUTE:
        return _counted(ceil(wait / SECOND), "seconde")
    if wait < 2 * HOUR:
        return _counted(ceil(wait / MINUTE), "minute")
    return _counted(ceil(wait / HOUR), "heure")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''}"


def _on(at: Millis) -> str:
    return f"le {date_in_words(at)} à {hour_in_words(at)}"


def _ask_again(refused: no.LinkUsed) -> str:
    return (
        "Demandez un nouveau code." if refused.kind == "reissue" else "Faites une nouvelle demande."
    )


def _cancelled(refused: no.ProviderCancelled) -> str:
    if refused.other:
        return "FranceConnect n'a pas pu vous identifier."
    return "Vous avez interrompu la connexion."


WORDS: dict[type[no.Refused], tuple[int, Words]] = {
    no.Unreadable: (400, "Requête illisible. Rien n'a été enregistré."),
    no.FormExpired: (403, "Cette page a expiré. Rechargez-la et recommencez."),
    no.UnknownPage: (404, "Page introuvable."),
    no.OutOfOrder: (409, "Reprenez à l'étape précédente."),
    no.TooMany: (429, lambda r: f"Trop d'essais. Réessayez dans {lasting(r.wait)}."),
    no.Busy: (503, "Service momentanément indisponible. Cette page se rechargera d'elle-même."),
    no.Maintenance: (
        503,
        lambda r: f"Le portail est en maintenance. Retour prévu à {hour_in_words(r.at)}.",
    ),
    no.RealData: (
        422,
        "Ceci est un simulateur. N'entrez aucune donnée réelle. Rien n'a été conservé.",
    ),
    no.OutsideFiction: (
        422,
        "Seules les adresses fictives en .example ou .test sont acceptées.",
    ),
    no.NotYetOpen: (409, lambda r: f"Le portail ouvrira {_on(r.at)} (heure de Paris)."),
    no.CandidatesHidden: (
        409,
        lambda r: f"Les candidatures seront visibles à partir du {date_in_words(r.at)}.",
    ),
    no.VoteNotOpen: (409, lambda r: f"Le vote ouvre {_on(r.at)} (heure de Paris)."),
    no.Closed: (409, "Le scrutin est clos."),
    no.NoResultYet: (409, "Les résultats seront publiés après le dépouillement."),
    no.CaptchaWrong: (422, CAPTCHA_LINES),
    no.IdentifierEmpty: (422, "Saisissez votre identifiant."),
    no.IdentifierForm: (422, "Adresse non valide."),
    no.IdentifierLong: (422, "255 caractères au plus."),
    no.PasswordWrong: (422, "Identifiant ou mot de passe incorrect."),
    no.PasswordRule: (
        422,
        "Au moins 12 caractères, dont une majuscule, une minuscule, un chiffre et un caractère "
        "spécial.",
    ),
    no.PasswordLong: (422, "128 caractères au plus."),
    no.PasswordMismatch: (422, "Les deux saisies sont différentes."),
    no.ChallengeMissing: (422, "Choisissez une question Défi."),
    no.AnswerForm: (
        422,
        "La réponse doit compter au moins 2 caractères et différer de la question.",
    ),
    no.LinkUnknown: (404, "Lien inconnu. Copiez l'adresse entière reçue par message."),
    no.LinkUsed: (410, lambda r: f"Ce lien a déjà servi. {_ask_again(r)}"),
    no.LinkExpired: (410, lambda r: f"Ce lien a expiré. {_ask_again(r)}"),
    no.LinkReplaced: (410, lambda r: f"Lien remplacé par votre demande de {hour_in_words(r.at)}."),
    no.LinkOtherVoter: (403, "Connectez-vous avec le compte qui a fait la demande."),
    no.NumenForm: (422, "Le NUMEN compte 13 caractères, par exemple 99E2201234ABC."),
    no.ChannelMissing: (422, "Choisissez SMS ou E-MAIL."),
    no.PhoneForm: (422, "Numéro de mobile non valide."),
    no.MailForm: (422, "Adresse non valide."),
    no.MailIsIdentifier: (
        422,
        "L'adresse personnelle doit être différente de votre identifiant.",
    ),
    no.ChallengeWrong: (422, "Les informations ne correspondent pas."),
    no.ReissueThrottled: (429, lambda r: f"Prochaine demande possible à {hour_in_words(r.at)}."),
    no.ReissueUnavailable: (503, "Le réassort est momentanément indisponible."),
    no.FranceconnectOff: (
        503,
        "FranceConnect n'est pas disponible. Utilisez votre question Défi.",
    ),
    no.ProviderCancelled: (422, _cancelled),
    no.ProviderFailed: (403, lambda r: _PROVIDER_FAILED[r.reason]),
    no.ProviderSilent: (
        503,
        "Le service d'identité ne répond pas. Réessayez ou prenez la question défi.",
    ),
    no.ProviderNoMail: (422, "Votre compte ne comporte pas d'adresse utilisable."),
    no.IdentityUnknown: (403, "Cette identité ne correspond pas à votre dossier."),
    no.RevealGone: (410, "Le code n'est plus affiché."),
    no.CodeWrong: (422, "Code de vote incorrect."),
    no.CodeReplaced: (422, "Ce code a été remplacé."),
    no.CodeRevoked: (409, "Ce code a été remplacé."),
    no.ScrutinSuspended: (503, "Ce scrutin est suspendu."),
    no.NoChoice: (422, "Choisissez une liste ou le vote blanc."),
    no.AlreadyVoted: (409, lambda r: f"Vous avez déjà voté pour ce scrutin {_on(r.at)}."),
    no.UnknownOutcome: (
        503,
        "Nous ne pouvons pas confirmer l'enregistrement. Ne recommencez pas : consultez d'abord "
        "la liste de vos votes.",
    ),
    no.ReceiptGone: (
        410,
        lambda r: (
            f"L'accusé détaillé n'est plus disponible. Votre vote du "
            f"{date_in_words(r.at)} à {hour_in_words(r.at)} est enregistré."
        ),
    ),
    WrongMethod: (405, "Action impossible à cette adresse."),
    Slow: (408, "La requête a mis trop de temps."),
    TooLarge: (413, "Envoi trop volumineux."),
    TooLong: (414, "Requête trop longue."),
    Media: (415, "Format d'envoi non accepté."),
    Host: (421, "Adresse de site inconnue."),
    Incident: (500, lambda r: f"Erreur inattendue. Numéro d'incident : {r.number}."),
}


def said(refused: no.Refused) -> tuple[int, str]:
    """Return the status and the words of a refusal."""
    for one in type(refused).__mro__:
        if one in WORDS:
            code, words = WORDS[one]
            text = words if isinstance(words, str) else words(refused)
            return (status(refused) if isinstance(refused, TooLong | Version) else code), text
    raise KeyError(type(refused))


def retry_after(refused: no.Refused, now: Millis) -> int | None:
    """Return after how many seconds to come back, for 429 and 503."""
    code, _ = said(refused)
    if code not in (429, 503):
        return None
    if isinstance(refused, no.Wait):
        return max(1, ceil(refused.wait / SECOND))
    if isinstance(refused, no.Maintenance) and refused.retry is not None:
        return max(1, ceil(refused.retry / SECOND))
    if isinstance(refused, no.Until):
        return max(1, ceil((refused.at - now) / SECOND))
    return 30
