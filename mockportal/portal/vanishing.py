"""A portal that does not answer: cut off, left waiting, or told to come back."""

import asyncio
from math import ceil

from aiohttp import hdrs, web

from mockportal.domain.instants import SECOND
from mockportal.domain.misfortunes import Unreachable
from mockportal.portal import keys

HANG_SECONDS = 60.0
LOOK_SECONDS = 0.5


async def vanish(request: web.Request, refused: Unreachable, answer: web.Response) -> web.Response:
    """Be unreachable in the manner asked for; ``answer`` is what a proxy in front would say."""
    if refused.mode == "503":
        answer.headers[hdrs.RETRY_AFTER] = str(max(1, ceil(refused.wait / SECOND)))
        return answer
    if refused.mode == "hang":
        await _hang(request)
    return cut(request, answer)


def cut(request: web.Request, answer: web.Response) -> web.Response:
    """Cut the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return answer


async def _hang(request: web.Request) -> None:
    """Say nothing until the browser gives up, the portal stops, or a minute is over."""
    leaving = request.app[keys.LEAVING]
    for _ in range(ceil(HANG_SECONDS / LOOK_SECONDS)):
        if request.transport is None or request.transport.is_closing():
            return
        try:
            await asyncio.wait_for(leaving.wait(), LOOK_SECONDS)
        except TimeoutError:
            continue
        return
