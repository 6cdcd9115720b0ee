"""What the debugger says, in French."""

from collections.abc import Mapping

STEPS: Mapping[str, tuple[str, str]] = {
    "authorize": ("Demande d'autorisation", "navigateur → FranceConnect"),
    "provider": ("Compte choisi", "navigateur → FranceConnect"),
    "signed-in": ("Connexion chez le fournisseur", "navigateur → fournisseur"),
    "factor": ("Second facteur demandé", "fournisseur → navigateur"),
    "wrong-code": ("Code du second facteur erroné", "navigateur → fournisseur"),
    "outside": ("Second facteur décidé par l'API", "console → fournisseur"),
    "returned": ("Retour du fournisseur", "fournisseur → FranceConnect"),
    "provider-failed": ("Le fournisseur n'a pas confirmé", "fournisseur → FranceConnect"),
    "provider-closed": ("Fournisseur fermé entre-temps", "FranceConnect"),
    "identity-refused": ("Identité refusée", "FranceConnect"),
    "identified": ("Identité confirmée", "FranceConnect"),
    "given-up": ("Retour au service sans connexion", "FranceConnect → service"),
    "code": ("Code remis", "FranceConnect → service, par le navigateur"),
    "token": ("Jetons remis", "service → FranceConnect, sans navigateur"),
    "userinfo": ("Identité transmise", "service → FranceConnect, sans navigateur"),
    "replayed": ("Code présenté une seconde fois : jetons annulés", "service → FranceConnect"),
    "revoked": ("Jeton révoqué", "service → FranceConnect"),
}

CALLS: Mapping[str, str] = {
    "authorize": "demande d'autorisation",
    "token": "échange du code",
    "userinfo": "demande d'identité",
    "revocation": "révocation",
    "logout": "déconnexion",
}

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "choice": ("choix du compte", "neutre"),
    "provider": ("chez le fournisseur", "neutre"),
    "factor": ("second facteur", "neutre"),
    "check": ("vérification", "neutre"),
    "continue": ("prêt à continuer", "neutre"),
    "failed": ("identité refusée", "mal"),
    "done": ("retour au service", "neutre"),
}
CODES: Mapping[str, tuple[str, str]] = {
    "given": ("code remis", "attention"),
    "used": ("terminé", "bon"),
    "replayed": ("code rejoué", "mal"),
    "revoked": ("jeton révoqué", "attention"),
}

FINDINGS: Mapping[str, str] = {
    "twice": "envoyé deux fois",
    "missing": "obligatoire, absent",
    "empty": "vide",
    "prompt": "« {found} » ; sont admis : {allowed}",
    "unknown": "aucun client ne porte ce nom : « {found} »",
    "disabled": "ce client est désactivé",
    "dialect": "demandé en {found}, ce client est enregistré en {allowed}",
    "short": "{found} caractères ; il en faut au moins {allowed}",
    "unlisted": "pas dans la liste admise : un client « strict » le voit refusé, « lax » non",
    "unregistered": "« {found} » n'est pas une adresse enregistrée ; le sont : {allowed}",
    "no-address": "« {found} » n'est pas une adresse http(s) complète",
}

WHY: Mapping[str, str] = {
    "030007": "Un paramètre de la demande ne suit pas les règles.",
    "04EA6EF": "Le client est inconnu, désactivé, ou de l'autre dialecte.",
    "04C013C": "L'adresse de retour doit être, au caractère près, une adresse enregistrée.",
    "040001": "Jeton d'accès inconnu, périmé ou annulé ; ou portée et adresse fausses ensemble.",
    "04A8220": "Panne demandée : l'adresse de secteur ne répond pas.",
    "100009": "Ce client n'a pas le droit de demander amr (allow_amr).",
    "043C322": "Le corps doit être un formulaire (application/x-www-form-urlencoded).",
    "0496E4A": "Un paramètre est envoyé deux fois.",
    "044FEB3": "Le client ne dit ni qui il est ni son secret.",
    "047E9E5": "Le secret est à la fois dans l'en-tête et dans le formulaire : un seul suffit.",
    "0419ECE": "L'en-tête et le formulaire nomment deux clients.",
    "0479FCE": "Aucun client en service ne porte ce client_id dans ce dialecte.",
    "044D82C": "Le secret manque.",
    "0434A7B": "Le secret n'est pas celui du client.",
    "04C2044": "Seul grant_type=authorization_code est admis.",
    "048017B": "grant_type, code ou redirect_uri manque.",
    "049E20B": "Le code est inconnu ou périmé : il vit 30 secondes et sert une fois.",
    "047A2EA": "Ce code a été remis à un autre client.",
    "0446550": "Le code_verifier ne correspond pas au code_challenge de la demande.",
    "04F8199": "redirect_uri n'est pas celle de la demande d'autorisation.",
    "0416228": "Ce code a déjà servi ; les jetons de la première fois sont annulés aussi.",
    "04146A2": "Aucun jeton d'accès n'est présenté.",
    "04514E0": "Le jeton est présenté deux fois : dans l'en-tête et dans l'adresse.",
    "043D61A": "L'en-tête Authorization doit être « Bearer » suivi du jeton.",
    "0466776": "Ce jeton est celui d'un autre client.",
    "000400": "Paramètre absent, mal formé ou de trop.",
    "04FEDB9": "id_token_hint n'est pas un jeton lisible.",
    "045AFAE": "La signature de id_token_hint ne vaut rien ici.",
    "0429C91": "id_token_hint n'est pas destiné à un client connu.",
    "0467882": "client_id n'est pas celui de id_token_hint.",
    "04CFAEF": "L'adresse d'après déconnexion n'est pas enregistrée.",
    "010004": "Identité proche, mais pas égale, au registre.",
    "010006": "Plusieurs personnes portent cette identité.",
    "010007": "Seul le nom d'usage correspond.",
    "010008": "Personne ne porte cette identité.",
    "010009": "Le contrôle de l'identité a refusé.",
    "010011": "Le contrôle de l'identité n'a pas répondu à temps.",
    "010012": "Le contrôle de l'identité ne peut être joint.",
    "010013": "Le contrôle de l'identité a échoué.",
    "010015": "La personne est décédée.",
    "600006": "L'identité du fournisseur est incomplète.",
    "180001": "L'accès de cette personne est coupé.",
    "270001": "Aucune adresse pour la prévenir.",
}
"""Why, by code without its first letter, which is the dialect's."""

ERRORS: Mapping[str, str] = {
    "invalid_request": "La demande n'est pas bien formée.",
    "invalid_scope": "Une portée demandée n'est pas accordée à ce client.",
    "unsupported_response_type": "Seul response_type=code est admis.",
}

CLAIMS: Mapping[str, str] = {
    "sub": "la personne, vue par ce service",
    "aud": "à qui le jeton est destiné",
    "iss": "qui l'a fait",
    "nonce": "doit être celui de la demande",
    "acr": "niveau de garantie",
    "amr": "moyens d'authentification",
    "idp": "qui a identifié",
    "given_name": "tous les prénoms",
    "given_name_array": "tous les prénoms, en liste",
    "family_name": "nom de naissance",
    "preferred_username": "nom d'usage",
    "gender": "sexe",
    "birthdate": "date de naissance",
    "birthplace": "commune de naissance, code INSEE",
    "birthcountry": "pays de naissance, code INSEE",
    "email": "adresse de contact chez le fournisseur",
}
STAMPS: Mapping[str, str] = {
    "iat": "fait le",
    "exp": "périmé le",
    "auth_time": "connexion le",
}
