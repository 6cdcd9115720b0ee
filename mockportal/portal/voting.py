"""The ballot of one scrutin: tiles, confirmation, receipt."""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

from aiohttp import web

from mockportal import edge
from mockportal.domain import refusals as no
from mockportal.domain.ballot import Receipt, grouped
from mockportal.domain.instants import Millis, date_in_words, paris
from mockportal.domain.secrets import hmac_hex
from mockportal.domain.stages import Step
from mockportal.portal.bridge import (
    Turn,
    ask,
    cookie,
    drop_cookie,
    go,
    page,
    pages,
    perform,
    set_cookie,
)
from mockportal.portal.sealing import seal, unseal
from mockportal.storage.engine import Unavailable
from mockportal.usecases import voting
from mockportal.usecases.suffering import lose_answer

CHOICES_KEPT = 6
CHOICES_LENGTH = 6 * 65  # six of the longest ids: what is sealed has one size


async def show_ballot(request: web.Request) -> web.Response:
    """GET /portail/vote/{scrutin}."""
    scrutin = request.match_info["scrutin"]
    turn = await ask(request, voting.look_at_ballot, scrutin=scrutin)
    return _ballot(request, turn, scrutin, choosing=turn.value is not Step.TO_CAST)


async def choose(request: web.Request) -> web.Response:
    """POST /portail/vote/{scrutin}: « Je veux voter », a tile, or « RETOUR »."""
    form, scrutin = await edge.read_form(request), request.match_info["scrutin"]
    match form.get("action"):
        case "je-veux-voter":
            turn = await perform(request, voting.want_to_vote, scrutin=scrutin)
            return go(request, turn, f"vote/{scrutin}")
        case "retour":
            turn = await perform(request, voting.step_back, scrutin=scrutin)
            return go(request, turn, "scrutins")
    choice = form.get("choix", "")
    try:
        turn = await perform(request, voting.pick, scrutin=scrutin, choice=choice)
    except no.NoChoice as refused:
        return _ballot(request, refused.where, scrutin, choosing=True, refused=refused)
    response = go(request, turn, f"vote/{scrutin}/confirmation")
    picked = (*_choices(request, turn, scrutin), choice)[-CHOICES_KEPT:]
    sealed = seal(_key(turn), " ".join(picked), f"{scrutin} choice", padded_to=CHOICES_LENGTH)
    set_cookie(request, response, "choix", sealed)
    return response


async def show_confirmation(request: web.Request) -> web.Response:
    """GET /portail/vote/{scrutin}/confirmation."""
    scrutin = request.match_info["scrutin"]
    turn = await ask(request, voting.look_at_ballot, scrutin=scrutin)
    picked = _choices(request, turn, scrutin)
    if turn.value is not Step.CONFIRMING or not picked:
        return go(request, turn, f"vote/{scrutin}")
    holes = _pages_choice(request, turn, scrutin, picked[-1])
    return page(request, turn, "vote-confirmation.html", scrutin=scrutin, holes=holes)


async def cast(request: web.Request) -> web.Response:
    """POST /portail/vote/{scrutin}/confirmation: « Je vote », or « RETOUR »."""
    form, scrutin = await edge.read_form(request), request.match_info["scrutin"]
    if form.get("action") == "retour":
        turn = await perform(request, voting.step_back, scrutin=scrutin)
        return go(request, turn, f"vote/{scrutin}")
    ballot = partial(
        voting.Ballot,
        scrutin=scrutin,
        choice=form.get("choix", ""),
        nonce=form.get("nonce", ""),
        reference=form.get("reference", ""),
        form_key=form.get("cle", ""),
    )
    shown = partial(_choices, request, scrutin=scrutin)
    try:
        turn = await perform(request, _cast_shown, ballot=ballot, shown=shown)
    except Unavailable:
        raise no.UnknownOutcome from None
    response = go(request, turn, f"vote/{scrutin}/accuse")
    receipt: Receipt = turn.value
    text = json.dumps([receipt.at, receipt.reference, receipt.by_server])
    set_cookie(request, response, f"accuse-{scrutin}", seal(_key(turn), text, f"{scrutin} receipt"))
    drop_cookie(request, response, "choix")
    return response


async def show_receipt(request: web.Request) -> web.Response:
    """GET /portail/vote/{scrutin}/accuse."""
    turn, receipt = await _receipt(request)
    holes = {
        "voted_at": with_offset(receipt.at),
        "reference": receipt.reference,
        "reference_groups": grouped(receipt.reference),
    }
    return page(
        request,
        turn,
        "vote-accuse.html",
        scrutin=receipt.scrutin,
        by_server=receipt.by_server,
        holes=holes,
    )


async def give_proof(request: web.Request) -> web.Response:
    """GET /portail/vote/{scrutin}/accuse/preuve: the receipt as a text file."""
    turn, receipt = await _receipt(request)
    scrutin = turn.world.election.scrutin(receipt.scrutin)
    lines = (
        "SIMULATION – aucun vote réel",
        f"Élection : {turn.world.election.title}",
        f"Scrutin : {scrutin.label if scrutin else receipt.scrutin}",
        f"Date et heure : {with_offset(receipt.at)}",
        f"Référence : {grouped(receipt.reference)}",
    )
    name = f"preuve-{receipt.scrutin}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text="\n".join(lines) + "\n", headers=headers)


def with_offset(at: Millis) -> str:
    """Return a date and time of Paris that no change of season makes ambiguous."""
    local = paris(at)
    hours = int(local.utcoffset().total_seconds() // 3600)  # type: ignore[union-attr]
    return f"{date_in_words(at)} à {local:%Hh%M} et {local.second:02} s (UTC+{hours})"


def _cast_shown(
    tx: Any, now: Millis, *, visit: Any, ballot: Callable[..., voting.Ballot], shown: Any
) -> Receipt:
    turn = Turn(now, tx.world, tx.state, visit, None)
    filled = ballot(shown=False)
    receipt = voting.cast_ballot(
        tx, now, visit=visit, ballot=ballot(shown=filled.choice in shown(turn))
    )
    lose_answer(tx, now, "cast-ballot", visit.voter, done_at=receipt.at)
    return receipt


def _ballot(
    request: web.Request,
    turn: Turn,
    scrutin: str,
    *,
    choosing: bool,
    refused: no.Refused | None = None,
) -> web.Response:
    return page(
        request,
        turn,
        "vote.html",
        refused=refused,
        scrutin=scrutin,
        choosing=choosing,
        bare_lists=turn.troubles.bare_lists,
    )


def _pages_choice(request: web.Request, turn: Turn, scrutin: str, choice: str) -> dict[str, str]:
    return dict(pages(request, turn.world).choice(scrutin, choice))


async def _receipt(request: web.Request) -> tuple[Turn, Receipt]:
    scrutin = request.match_info["scrutin"]
    turn = await ask(request, voting.voted_at, scrutin=scrutin)
    sealed = cookie(request, f"accuse-{scrutin}")
    text = unseal(_key(turn), sealed, f"{scrutin} receipt") if sealed else None
    if text is None:
        gone = no.ReceiptGone(turn.value)
        gone.where = turn
        raise gone
    at, reference, by_server = json.loads(text)
    if turn.troubles.wrong_receipt:  # what is sealed in the browser stays right
        reference = sha256(f"wrong|{reference}".encode()).hexdigest()
    return turn, Receipt(scrutin, at, reference, by_server)


def _choices(request: web.Request, turn: Turn, scrutin: str) -> tuple[str, ...]:
    """Return what this visit was shown to confirm, the newest last: two tabs may differ.

    It travels sealed in the browser, in one length whatever it holds.
    """
    sealed = cookie(request, "choix")
    text = unseal(_key(turn), sealed, f"{scrutin} choice") if sealed else None
    return tuple(text.split(" ")) if text else ()


def _key(turn: Turn) -> bytes:
    """Return the key of what travels with one signed-in visit, whatever number it has now."""
    visit = turn.visit
    about = (str(visit.rank), str(visit.started_at))
    return hmac_hex(turn.world.secret, "sealed", *about).encode()
