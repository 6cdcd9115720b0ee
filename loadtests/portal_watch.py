"""What the portal's side looks like while a run lasts: processor, memory, batches of storage."""

import http.client
import re
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import psutil
from prometheus_client.parser import text_string_to_metric_families

from loadtests.processes import processor_time

_BATCHES = re.compile(r"batch\w*_(?P<part>count|sum)$")


class PortalWatch:
    """A look a second, in a thread of its own; samples carry the host's performance counter."""

    def __init__(self, pid: int | None, console: str, token: str, every: float = 1.0) -> None:
        self._pid, self._console, self._token, self._every = pid, console, token, every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.samples: list[dict[str, Any]] = []

    def __enter__(self) -> "PortalWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def since(self, zero: float) -> list[dict[str, Any]]:
        """Return the samples with instants of the run."""
        return [{**one, "at": one["at"] - zero} for one in self.samples]

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            sample = {"at": time.perf_counter()} | self._process() | self._metrics()
            self.samples.append(sample)

    def _process(self) -> dict[str, float]:
        if self._pid is None:
            return {}
        try:
            process = psutil.Process(self._pid)
            family = [process, *process.children(recursive=True)]
            memory = sum(one.memory_info().rss for one in family)
            return {"cpu": processor_time(self._pid), "memory": float(memory)}
        except psutil.NoSuchProcess:
            return {}

    def _metrics(self) -> dict[str, float]:
        try:
            text = _fetch(self._console, self._token)
        except (OSError, http.client.HTTPException):
            return {}
        return measured(text)


def measured(text: str) -> dict[str, float]:
    """Return what matters here of a page of Prometheus metrics."""
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == "process_cpu_seconds_total":
                found["cpu"] = found.get("cpu", 0.0) + sample.value
            elif sample.name == "process_resident_memory_bytes":
                found["memory"] = found.get("memory", 0.0) + sample.value
            elif batch := _BATCHES.search(sample.name):
                key = {"count": "batches", "sum": "batched"}[batch["part"]]
                found[key] = found.get(key, 0.0) + sample.value
    return found


def _fetch(console: str, token: str) -> str:
    parts = urlsplit(console)
    connection = http.client.HTTPConnection(parts.netloc, timeout=2)
    try:
        connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else ""
    finally:
        connection.close()
