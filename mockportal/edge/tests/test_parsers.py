"""aiohttp has two parsers of HTTP; a machine without its C extension must answer the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import http_parser

HERE = Path(__file__).parent


def test_the_parser_is_the_one_the_environment_asks_for():
    in_python = http_parser.HttpRequestParser is http_parser.HttpRequestParserPy

    assert in_python == bool(os.environ.get("AIOHTTP_NO_EXTENSIONS"))


@pytest.mark.attack("H02")
def test_the_parser_in_python_gives_the_same_answers():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    rows = [
        str(HERE / f"test_{name}.py") for name in ("wire", "http", "requests", "forms", "deadlines")
    ]
    parser = f"{HERE / 'test_parsers.py'}::test_the_parser_is_the_one_the_environment_asks_for"

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *rows, parser],
        env=kept | {"AIOHTTP_NO_EXTENSIONS": "1"},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stdout
