"""Locust's own FastHttpUser on recorded requests: what the journey player is measured against.

Started by `loadtests.generator`. It reads nothing of the pages and keeps no measurements of its
own: requests are sent one after another until the time is up, then the cost is written down.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

from locust import FastHttpUser, events, task

from loadtests.recording import read

_EXCHANGES = read(Path(os.environ["MOCKPORTAL_RECORDING"]))
_LENGTH = int(os.environ["MOCKPORTAL_LENGTH"])
_sent = [0]
_began: list[float] = []


class Bare(FastHttpUser):  # type: ignore[misc]  # locust is skipped by mypy: it has no stubs
    """Sends the requests of one journey after another."""

    @task  # type: ignore[untyped-decorator]
    def walk(self) -> None:
        """Send the requests of one journey."""
        for exchange in _EXCHANGES[:_LENGTH]:
            self.client.request(
                exchange.method,
                exchange.target,
                name="page",
                data=exchange.body,
                headers=dict(exchange.sent),
                allow_redirects=False,
            )
            _sent[0] += 1


@events.spawning_complete.add_listener  # type: ignore[untyped-decorator]
def begin(**_: Any) -> None:
    """Start to count once everybody is there."""
    _sent[0] = 0
    _began.append(time.process_time())


@events.test_stopping.add_listener  # type: ignore[untyped-decorator]
def end(**_: Any) -> None:
    """Write down what it took."""
    cost = {"cpu": time.process_time() - _began[0], "requests": _sent[0]}
    Path(os.environ["MOCKPORTAL_COST"]).write_text(json.dumps(cost), encoding="utf-8")
