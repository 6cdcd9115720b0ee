"""What the stub's pages say, in French, in our own words."""

from mockportal.domain.franceconnect.codes import Family

NAME = "FranceConnect (simulateur)"
BANNER = "SIMULATION – FranceConnect fictif, aucune identité réelle"

MESSAGES: dict[Family, str] = {
    Family.TECHNICAL: (
        "Un incident technique empêche la connexion. Fermez cet onglet et recommencez."
    ),
    Family.CLIENT: "Le service qui vous envoie est mal configuré.",
    Family.SESSION: "Votre connexion a expiré. Revenez sur le service et recommencez.",
    Family.NAVIGATION: (
        "Cette page ne peut pas être rechargée. Fermez vos onglets et recommencez."
    ),
    Family.IDENTITY: "Votre identité n'a pas pu être confirmée.",
}

CLAIMS: dict[str, str] = {
    "given_name": "Prénoms",
    "family_name": "Nom de naissance",
    "preferred_username": "Nom d'usage",
    "birthdate": "Date de naissance",
    "idp_birthdate": "Date de naissance connue du compte",
    "gender": "Sexe",
    "birthplace": "Lieu de naissance (code)",
    "birthcountry": "Pays de naissance (code)",
    "email": "Adresse électronique",
    "address": "Adresse postale",
    "phone_number": "Téléphone",
    "amr": "Moyens d'authentification",
    "idp_id": "Compte utilisé",
}
"""How each claim is called on the continue screen; lists of names are not shown twice."""

IDENTIFIERS: dict[str, str] = {
    "fiscal": "Numéro fiscal (13 chiffres)",
    "social": "Numéro de sécurité sociale (13 chiffres, ou 15 avec la clé)",
    "mail": "Adresse électronique",
    "mobile": "Numéro de mobile",
    "none": "Compte de démonstration",
}

WRONG: dict[str, str] = {
    "shape": "Vérifiez votre identifiant.",
    "login": "Identifiant ou mot de passe incorrect.",
}


def told(name: str, value: object) -> tuple[str, str]:
    """Return label and text of one claim for the continue screen."""
    if name == "gender":
        value = "féminin" if value == "female" else "masculin"
    if isinstance(value, dict):
        value = str(value.get("formatted", "")).replace("\n", ", ")
    if isinstance(value, list | tuple):
        value = ", ".join(str(one) for one in value)
    return CLAIMS[name], str(value)
