"""What planners are told of queues is so."""

import re
from pathlib import Path

import pytest

from loadtests.queueing import erlang_wait
from loadtests.rush_files import load

DOCS = Path(__file__).parents[1]
PAGES = {
    name: (DOCS / name).read_text(encoding="utf-8")
    for name in (
        "start/capacity.md",
        "guides/capacity.md",
        "guides/load-report.md",
        "guides/several-machines.md",
    )
}
ROWS = re.findall(r"^\| (\d+) % \| (.* ×.*) \|$", PAGES["guides/capacity.md"], re.MULTILINE)
MEASURED = re.findall(r"^\| (\d+) % \| ([\d.]+) ms \|", PAGES["guides/capacity.md"], re.MULTILINE)


@pytest.mark.parametrize(("busy", "cells"), ROWS)
def test_the_table_of_waits_is_erlangs(busy, cells):
    use = int(busy) / 100

    told = [float(number) for number in re.findall(r"\d+\.\d+", cells)]

    assert told == pytest.approx([erlang_wait(c, 1.0, c * use) for c in (1, 4, 16)], abs=0.006)


@pytest.mark.parametrize(("busy", "told"), MEASURED)
def test_what_was_measured_stands_beside_erlang(busy, told):
    use = int(busy) / 100

    assert float(told) == pytest.approx(1000 * erlang_wait(4, 0.2, use * 4 / 0.2), abs=0.006)


def test_the_rush_of_the_page_is_sound(tmp_path):
    (text,) = re.findall(r"```toml\n(title .*?)```", PAGES["guides/capacity.md"], re.DOTALL)
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")

    assert load(str(tmp_path / "mine.toml")).lasts == 420
