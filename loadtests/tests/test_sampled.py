"""The sampler gives processor time to the part that took it."""

import json
import os

import pytest

from loadtests import processes

_BURNS = """
import time

def burn(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(50))
"""
_SERVES = """
import os, signal, threading
import storing, voting

def main():
    os.kill(os.getpid(), signal.SIGUSR1)
    for _ in range(30):
        voting.burn(0.015)
        storing.burn(0.005)
    other = threading.Thread(target=storing.burn, args=(0.15,))
    other.start()
    other.join()
    os.kill(os.getpid(), signal.SIGUSR2)
    print("done", flush=True)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Lay out the files of a server where the portal's are."""
    for folder, module in (("storage", "storing"), ("usecases", "voting")):
        place = tmp_path / "mockportal" / folder
        place.mkdir(parents=True)
        (place / f"{module}.py").write_text(_BURNS)
    (tmp_path / "serving.py").write_text(_SERVES)
    places = [tmp_path, tmp_path / "mockportal/storage", tmp_path / "mockportal/usecases"]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, places)))
    return tmp_path


def test_time_goes_to_the_innermost_part_of_each_thread(package):
    out = package / "parts.json"

    with processes.running(["-m", "loadtests.sampled", str(out), "serving:main"]) as server:
        assert server.stdout.readline() == "done\n"

    measured = json.loads(out.read_text())
    assert measured["total"] == pytest.approx(0.75, rel=0.15)
    assert measured["parts"]["rules"] == pytest.approx(0.45, rel=0.15)
    assert measured["parts"]["storage"] == pytest.approx(0.30, rel=0.15)
