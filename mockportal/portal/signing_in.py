"""Passwords and activation: screens, links, the voter's own page."""

from collections.abc import Mapping

from aiohttp import web

from mockportal import edge
from mockportal.domain import canonical
from mockportal.domain import refusals as no
from mockportal.domain.links import LinkKind
from mockportal.portal import keys
from mockportal.portal.bridge import ELECTION, Turn, ask, go, page, perform, remote
from mockportal.usecases import identifying, linking, signing_in

NEW_PASSWORD = (no.PasswordRule, no.PasswordLong, no.PasswordMismatch)
CHALLENGE = (no.ChallengeMissing, no.AnswerForm)


async def show_password(request: web.Request) -> web.Response:
    """GET /portail/mot-de-passe."""
    return page(request, await ask(request, signing_in.look_at_password), "mot-de-passe.html")


async def sign_in(request: web.Request) -> web.Response:
    """POST /portail/mot-de-passe."""
    form, address = await edge.read_form(request), remote(request)
    if form.get("action") == "retour":
        return go(request, await perform(request, identifying.step_back), "identification")
    try:
        asked = await perform(request, signing_in.expected_password, address=address)
        right = await _matches(request, asked, form.get("mot_de_passe", ""))
        turn = await perform(request, signing_in.sign_in, right=right, address=address)
    except (no.PasswordWrong, no.TooMany) as refused:
        return page(request, refused.where, "mot-de-passe.html", refused=refused)
    return go(request, turn, "espace")


async def show_password_request(request: web.Request) -> web.Response:
    """GET /portail/mot-de-passe/reassort."""
    turn = await ask(request, signing_in.look_at_password)
    return page(request, turn, "mot-de-passe-reassort.html")


async def request_password(request: web.Request) -> web.Response:
    """POST /portail/mot-de-passe/reassort."""
    form = await edge.read_form(request)
    if form.get("action") == "retour":
        return go(request, await perform(request, identifying.step_back), "identification")
    return go(request, await perform(request, signing_in.ask_password), "message-envoye")


async def show_new_password(request: web.Request) -> web.Response:
    """GET /portail/mot-de-passe/nouveau/{token}."""
    return _new_password(request, await _look(request, LinkKind.PASSWORD))


async def set_password(request: web.Request) -> web.Response:
    """POST /portail/mot-de-passe/nouveau/{token}."""
    form = await edge.read_form(request)
    seen = await _look(request, LinkKind.PASSWORD)
    try:
        typed = _typed_password(seen, form)
    except NEW_PASSWORD as refused:
        return _new_password(request, seen, refused)
    turn = await perform(
        request,
        signing_in.set_password,
        token=request.match_info["token"],
        cle=form.get("cle", ""),
        password=await _hash(request, seen, typed),
    )
    return go(request, turn, "espace")


async def show_activation(request: web.Request) -> web.Response:
    """GET /portail/activation/{token}."""
    return _activation(request, await _look(request, LinkKind.ACTIVATION), {})


async def activate(request: web.Request) -> web.Response:
    """POST /portail/activation/{token}."""
    form = await edge.read_form(request)
    seen = await _look(request, LinkKind.ACTIVATION)
    question, answer = form.get("question", ""), form.get("reponse", "")
    try:
        typed = _typed_password(seen, form)
        _check_challenge(seen, question, answer)
    except (*NEW_PASSWORD, *CHALLENGE) as refused:
        return _activation(request, seen, form, refused)
    turn = await perform(
        request,
        signing_in.activate,
        token=request.match_info["token"],
        cle=form.get("cle", ""),
        password=await _hash(request, seen, typed),
        question=question,
        answer=answer,
    )
    return go(request, turn, "espace" if turn.visit.signed_in else "identification")


async def show_own_page(request: web.Request) -> web.Response:
    """GET /portail/informations-personnelles."""
    return own_page(request, await ask(request, signing_in.look_at_own_page))


async def change_password(request: web.Request) -> web.Response:
    """POST /portail/informations-personnelles."""
    form, address = await edge.read_form(request), remote(request)
    seen = await ask(request, signing_in.look_at_own_page)
    try:
        asked = await perform(request, signing_in.own_password, address=address)
        right = await _matches(request, asked, form.get("mot_de_passe_actuel", ""))
        if right:
            typed = _typed_password(seen, form)
            password = await _hash(request, seen, typed)
        else:
            password = ""
        await perform(
            request, signing_in.change_password, right=right, address=address, password=password
        )
    except (*NEW_PASSWORD, no.PasswordWrong, no.TooMany) as refused:
        return own_page(request, seen, refused)
    return own_page(request, seen, saved=True)


def own_page(
    request: web.Request, turn: Turn, refused: no.Refused | None = None, *, saved: bool = False
) -> web.Response:
    """Return « Mes informations personnelles »."""
    elector = turn.value
    holes = {
        "civility": elector.civility,
        "family_name": elector.family_name.upper(),
        "given_name": elector.given_name.upper(),
        "identifier": elector.identifier,
        "establishment": elector.establishment,
    }
    return page(
        request,
        turn,
        "informations-personnelles.html",
        refused=refused,
        holes=holes,
        population=elector.population,
        scrutins=elector.scrutins,
        saved=saved,
    )


async def _look(request: web.Request, kind: LinkKind) -> Turn:
    token, address = request.match_info["token"], remote(request)
    try:
        return await ask(request, signing_in.look_at_link, kind=kind, token=token, address=address)
    except no.LinkUnknown:
        await count_guess(request)
        raise


async def count_guess(request: web.Request) -> None:
    """Count a link that does not exist against the address it was tried from."""
    store, address = request.app[keys.STORE], remote(request)
    await store.perform(request[ELECTION], linking.count_guess, address=address)


def _typed_password(turn: Turn, form: Mapping[str, str]) -> str:
    rules = turn.world.election.password
    typed, again = form.get("mot_de_passe", ""), form.get("confirmation", "")
    return canonical.new_password(typed, again, rules.min, rules.max)


def _check_challenge(turn: Turn, question: str, answer: str) -> None:
    if question not in turn.world.election.challenge.questions:
        raise no.ChallengeMissing
    canonical.secret_answer(answer, question)


async def _hash(request: web.Request, turn: Turn, typed: str) -> str:
    return await request.app[keys.HASHER].hash(typed, turn.world.election.password.profile)


async def _matches(request: web.Request, turn: Turn, typed: str) -> bool:
    rules = turn.world.election.password
    hasher = request.app[keys.HASHER]
    return await hasher.matches(typed[: rules.max + 1], turn.value, rules.profile)


def _new_password(
    request: web.Request, turn: Turn, refused: no.Refused | None = None
) -> web.Response:
    holes = {"token": request.match_info["token"]}
    return page(request, turn, "mot-de-passe-nouveau.html", refused=refused, holes=holes)


def _activation(
    request: web.Request, turn: Turn, form: Mapping[str, str], refused: no.Refused | None = None
) -> web.Response:
    holes = {"token": request.match_info["token"]}
    known = turn.world.election.challenge.questions
    question = form.get("question", "") if form.get("question") in known else ""
    return page(request, turn, "activation.html", refused=refused, holes=holes, question=question)
