"""Whoever watches the calendars: each election's crossings happen without a visitor."""

import asyncio
import logging
from contextlib import suppress
from functools import partial

from mockportal.storage import certificate
from mockportal.storage.engine import Unavailable
from mockportal.storage.store import Store, UnknownElection
from mockportal.usecases import closing

log = logging.getLogger(__name__)

EVERY_SECONDS = 0.5


async def keep_calendars(store: Store) -> None:
    """Look at every election's clock twice a second, and do what its calendar calls for."""
    while True:
        try:
            for name in await store.which(closing.is_due):
                await keep_calendar(store, name)
            await seal_tables(store)
            await store.sweep()
        except Unavailable as trouble:
            log.warning("the calendars wait for the storage: %s", trouble)
        await asyncio.sleep(EVERY_SECONDS)


async def seal_tables(store: Store) -> None:
    """Put a seal on what is frozen; it is computed apart from the voters' path."""
    for name in await store.engine.read(certificate.unsealed):
        text = await store.engine.scan(partial(certificate.seal_text, name=name))
        if text is not None:
            with suppress(UnknownElection):
                await store.perform(name, certificate.put_seal, text=text)


async def keep_calendar(store: Store, name: str) -> None:
    """Do what one election's calendar calls for now."""
    try:
        await store.perform(name, closing.catch_up)
    except UnknownElection:
        return
    except closing.CountRefused as refused:
        log.error("%s: the count did not start: %s", name, refused)
