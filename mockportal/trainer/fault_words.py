"""Each fault in the trainer's words: its name, and what the class will see."""

from collections.abc import Mapping
from typing import NamedTuple


class Told(NamedTuple):
    """One fault, told to a trainer."""

    title: str
    sees: str


GROUPS: tuple[tuple[str, Mapping[str, Told]], ...] = (
    (
        "Courriels et SMS",
        {
            "mail-slow": Told(
                "Courriels lents",
                "Le message arrive tard, parfois après l'expiration de son lien.",
            ),
            "sms-late": Told(
                "SMS en retard", "Le SMS se fait attendre : dix minutes, si rien n'est réglé."
            ),
            "decoy-mails": Told(
                "Courriels trompeurs",
                "Plusieurs courriels dont le lien ramène à l'accueil ; seul le dernier est le bon.",
            ),
            "message-duplicated": Told(
                "Messages en double",
                "Le même message arrive plusieurs fois ; un seul lien est valable.",
            ),
            "message-out-of-order": Told(
                "Messages dans le désordre",
                "Un ancien lien arrive après le nouveau : « Lien remplacé par votre demande… ».",
            ),
            "message-lost": Told(
                "Messages perdus",
                "Certains messages n'arrivent jamais ; il faut refaire la demande.",
            ),
            "mailbox-full": Told(
                "Boîte aux lettres pleine",
                "Le courriel est refusé ; l'électeur ne reçoit rien et n'en sait rien.",
            ),
            "mail-domain-blocked": Told(
                "Fournisseur de courriel bloqué",
                "Les électeurs d'un même fournisseur de courriel ne reçoivent rien.",
            ),
            "mail-server-down": Told(
                "Messagerie en panne",
                "Rien n'arrive pendant la panne, puis tout arrive d'un coup.",
            ),
        },
    ),
    (
        "Code de vote et réassort",
        {
            "link-dies-early": Told("Lien vite expiré", "Au premier clic : « Ce lien a expiré. »"),
            "reissue-unavailable": Told(
                "Réassort indisponible",
                "Impossible de demander un nouveau code ; tout le reste marche.",
            ),
            "reissue-to-identifier": Told(
                "Lien à l'adresse professionnelle",
                "Le lien part dans la boîte professionnelle, pas dans la boîte personnelle.",
            ),
            "notice-missing": Told(
                "Notice de vote jamais reçue",
                "Pas de code imprimé : il faut passer par le réassort.",
            ),
        },
    ),
    (
        "FranceConnect",
        {
            "franceconnect-off": Told(
                "FranceConnect fermé", "Seule la question Défi permet d'obtenir un code."
            ),
            "provider-unavailable": Told(
                "Fournisseur d'identité fermé",
                "Sur l'écran de choix, le fournisseur est fermé : « momentanément indisponible ».",
            ),
            "provider-silent": Told(
                "Fournisseur d'identité muet",
                "L'attente dure, puis le portail propose la question Défi.",
            ),
            "identity-not-recognised": Told(
                "Identité non reconnue",
                "« Cette identité ne correspond pas à votre dossier. »",
            ),
        },
    ),
    (
        "Le portail",
        {
            "maintenance": Told(
                "Maintenance", "Toutes les pages annoncent une maintenance et l'heure du retour."
            ),
            "portal-unreachable": Told("Portail injoignable", "Plus aucune page ne s'affiche."),
            "portal-intermittent": Told(
                "Portail en pointillé", "Le portail marche une minute, puis plus, puis de nouveau."
            ),
            "slow-pages": Told("Pages lentes", "Chaque page met trois secondes à venir."),
            "logos-missing": Told(
                "Logos manquants", "Certaines listes n'ont pas de logo, d'autres si."
            ),
            "captcha-missing": Told(
                "CAPTCHA vide",
                "L'image du CAPTCHA est vide ; le son ou un autre code peut dépanner.",
            ),
        },
    ),
    (
        "Compte et session",
        {
            "session-drop": Told(
                "Déconnexion en plein vote",
                "Retour à l'identification au milieu du vote ; rien n'est enregistré.",
            ),
            "session-warning-early": Told(
                "Fausse alerte de fin de session",
                "« Votre session se termine » s'affiche presque aussitôt.",
            ),
            "identifier-case-sensitive": Told(
                "Majuscules mal comprises",
                "Une adresse tapée avec des majuscules est inconnue.",
            ),
            "identifier-overwritten": Told(
                "Identifiant changé",
                "L'ancienne adresse est inconnue ; les courriels vont à la nouvelle.",
            ),
            "identifier-format-refused": Told(
                "Identifiant refusé à tort", "Une adresse juste est refusée : « non valide »."
            ),
        },
    ),
    (
        "Vote et dépouillement",
        {
            "scrutin-suspended": Told(
                "Scrutin suspendu", "« Ce scrutin est suspendu » ; les autres restent ouverts."
            ),
            "answer-lost": Told(
                "Réponse perdue",
                "La liaison coupe juste après le vote : l'électeur ne sait pas s'il a voté.",
            ),
            "wrong-receipt": Told(
                "Accusé incohérent", "La référence ne correspond pas : une alerte rouge s'affiche."
            ),
            "count-fails": Told(
                "Dépouillement en échec",
                "Les résultats tardent ; le dépouillement est relancé, sans rien changer.",
            ),
        },
    ),
)

SETTINGS: Mapping[str, str] = {
    "after_s": "Après (secondes)",
    "at": "À quel moment",
    "copies": "Exemplaires",
    "count": "Combien",
    "delay_ms": "Attente (millisecondes)",
    "delay_s": "Attente (secondes)",
    "domain": "Domaine (vide : tous)",
    "down_s": "En panne (secondes)",
    "gap_s": "Écart (secondes)",
    "lists": "Listes (vide : tirées au sort)",
    "minutes": "Durée du lien (minutes)",
    "mode": "Ce qui se passe",
    "paths": "Pages (vide : toutes)",
    "profile": "Retard",
    "provider": "Fournisseur (vide : tous)",
    "retry_after": "Retour annoncé dans (secondes)",
    "scrutin": "Scrutin (vide : tous)",
    "span_s": "Désordre sur (secondes)",
    "status": "Réponse HTTP (0 : aucune)",
    "up_s": "En marche (secondes)",
}

CHOICES: Mapping[str, str] = {
    "normal": "10 secondes",
    "minutes": "5 minutes",
    "quarter": "un quart d'heure",
    "hour": "plus d'une heure",
    "refuse": "connexion refusée",
    "hang": "aucune réponse",
    "503": "page d'erreur",
    "choosing": "pendant le choix",
    "confirming": "à la confirmation",
    "any": "n'importe quand",
    "cast-ballot": "au vote",
    "regenerate": "à la régénération du code",
}

TOLD: Mapping[str, Told] = {name: told for _, group in GROUPS for name, told in group.items()}


def told(name: str) -> Told:
    """Return the words of a fault; one without words of its own goes by its name."""
    return TOLD.get(name, Told(name, ""))
