"""Every address below ``/{election}/portail/``: one line each."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from mockportal.domain.refusals import UnknownPage
from mockportal.edge import WrongMethod
from mockportal.portal import (
    counting,
    entering_code,
    home,
    identifying,
    media,
    renewing,
    renewing_franceconnect,
    signing_in,
    space,
    voting,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its title on a refusal, and who answers."""

    path: str
    title: str
    get: Handler | None = None
    post: Handler | None = None

    @property
    def page(self) -> str:
        """Return the name of the page: the path without its variables."""
        return "-".join(part for part in self.path.split("/") if not part.startswith("{"))

    def handler(self, method: str) -> Handler:
        """Return who answers a method. Refuses: WrongMethod."""
        if method in ("GET", "HEAD") and self.get is not None:
            return self.get
        if method == "POST" and self.post is not None:
            return self.post
        known = (("GET", self.get), ("HEAD", self.get), ("POST", self.post))
        raise WrongMethod(tuple(name for name, one in known if one is not None))


_SENT = "Message envoyé"
_REISSUE = "Réassort du code de vote"

ROUTES = (
    Route("accueil", "ACCÈS AU PORTAIL ÉLECTIONS", home.show_home),
    Route("informations/{topic}", "Mes informations pratiques", home.show_information),
    Route("limites", "Limites de la simulation", home.show_limits),
    Route("horloge", "Horloge", home.show_clock),
    Route("maintenance", "Portail en maintenance", home.leave_maintenance),
    Route(
        "identification",
        "Accès au portail Élections",
        identifying.show_identification,
        identifying.identify,
    ),
    Route("captcha/{id}/image", "CAPTCHA", media.show_captcha),
    Route("captcha/{id}/son", "CAPTCHA", media.say_captcha),
    Route("logos/{file}", "Logo", media.show_logo),
    Route(
        "identifiant-oublie",
        "Vous ne connaissez pas votre identifiant ?",
        home.show_unknown_identifier,
    ),
    Route(
        "mot-de-passe",
        "Saisie du mot de passe Élections",
        signing_in.show_password,
        signing_in.sign_in,
    ),
    Route(
        "mot-de-passe/reassort",
        "Réassort de votre mot de passe Elections",
        signing_in.show_password_request,
        signing_in.request_password,
    ),
    Route(
        "mot-de-passe/nouveau/{token}",
        "Réassort de votre mot de passe Elections",
        signing_in.show_new_password,
        signing_in.set_password,
    ),
    Route(
        "activation/{token}",
        "Activation de votre compte Elections",
        signing_in.show_activation,
        signing_in.activate,
    ),
    Route("message-envoye", _SENT, identifying.show_message_sent, identifying.leave_message_sent),
    Route("espace", "Espace électeur", space.show_space),
    Route(
        "informations-personnelles",
        "Mes informations personnelles",
        signing_in.show_own_page,
        signing_in.change_password,
    ),
    Route("scrutins", "Mes scrutins", space.show_scrutins),
    Route("scrutins/{scrutin}/candidatures", "Candidatures", space.show_candidates),
    Route(
        "code-de-vote",
        "Saisie du code de vote",
        entering_code.show_code_entry,
        entering_code.enter_code,
    ),
    Route("reassort", "Choix du réassort de votre code de vote", renewing.show_choice),
    Route(
        "reassort/defi",
        "Demande de réassort du code de vote",
        renewing.show_challenge,
        renewing.ask_link,
    ),
    Route(
        "reassort/franceconnect",
        "Choix du réassort de votre code de vote",
        post=renewing_franceconnect.leave,
    ),
    Route(
        "reassort/franceconnect/retour",
        "Choix du réassort de votre code de vote",
        renewing_franceconnect.come_back,
    ),
    Route(
        "reassort/franceconnect/deconnexion",
        "Déconnexion de FranceConnect",
        post=renewing_franceconnect.log_out,
    ),
    Route("reassort/lien/{token}", _REISSUE, renewing.show_link, renewing.regenerate_code),
    Route("reassort/code", _REISSUE, renewing.show_code),
    Route("vote/{scrutin}", "Vote", voting.show_ballot, voting.choose),
    Route(
        "vote/{scrutin}/confirmation",
        "Confirmez votre vote",
        voting.show_confirmation,
        voting.cast,
    ),
    Route("vote/{scrutin}/accuse", "Accusé de réception", voting.show_receipt),
    Route("vote/{scrutin}/accuse/preuve", "Accusé de réception", voting.give_proof),
    Route("urne", "Urne électronique", counting.show_urn),
    Route("resultats", "Résultats", counting.show_results),
    Route("deconnexion", "Déconnexion", post=identifying.sign_out),
)

_EXACT = {route.path: route for route in ROUTES if "{" not in route.path}
_SHAPED = [(route.path.split("/"), route) for route in ROUTES if "{" in route.path]


def resolve(path: str) -> tuple[Route, Mapping[str, str]]:
    """Return the route of a path below ``portail/`` and its variables. Refuses: UnknownPage."""
    exact = _EXACT.get(path)
    if exact is not None:
        return exact, {}
    parts = path.split("/")
    for pattern, route in _SHAPED:
        if len(pattern) == len(parts) and _fits(pattern, parts):
            pairs = zip(pattern, parts, strict=True)
            return route, {name[1:-1]: part for name, part in pairs if name[0] == "{"}
    raise UnknownPage


def _fits(pattern: list[str], parts: list[str]) -> bool:
    return all(
        (wanted[0] == "{" and part != "") or wanted == part
        for wanted, part in zip(pattern, parts, strict=True)
    )
