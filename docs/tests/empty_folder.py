"""A folder in which nothing is installed, and a shelf of libraries that stands for the internet."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds for all the commands of a page
_PYTEST = "#!/usr/bin/env python\nimport pytest\nraise SystemExit(pytest.console_main())\n"


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this project into a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def fill_shelf(shelf: Path, wheel: Path, *asked: str) -> None:
    """Put on a shelf what the wheel declares that it needs, and what was asked for; no more."""
    shelf.mkdir()
    for one in _needed(wheel, asked):
        tops = {Path(file).parts[0] for file in one.files or ()} - {"..", "__pycache__"}
        for top in tops:
            if not (shelf / top).exists():
                (shelf / top).symlink_to(Path(str(one.locate_file(top))))


def offline(shelf: Path, wheel: Path, folder: Path) -> dict[str, str]:
    """Return the environment of someone whose pip finds the wheel, and the shelf installed."""
    commands = folder / "bin"
    commands.mkdir()
    pytest = commands / "pytest"  # the command that pip would have installed with the library
    pytest.write_text(_PYTEST)
    pytest.chmod(0o755)
    return {
        "PATH": f"{commands}:{Path(sys.executable).resolve().parent}:/usr/bin:/bin",
        "HOME": str(folder),
        "PYTHONPATH": str(shelf),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheel.parent),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def type_there(folder: Path, commands: list[str], environment: Mapping[str, str]) -> str:
    """Type commands into one shell; return what they print. Fails with the first that fails."""
    done = subprocess.run(
        ["bash", "-c", "\n".join(["set -e", *commands])],
        cwd=folder,
        env=dict(environment),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def _needed(wheel: Path, asked: tuple[str, ...]) -> Iterator[Distribution]:
    """Give what requirements need, and what that needs in turn."""
    todo = [*map(Requirement, asked), *_declared(Distribution.at(_metadata(wheel)), set())]
    met = set[str]()
    while todo:
        one = todo.pop()
        key = f"{canonicalize_name(one.name)}{sorted(one.extras)}"
        if key not in met:
            met.add(key)
            found = distribution(one.name)
            yield found
            todo += _declared(found, one.extras)


def _declared(one: Distribution, extras: set[str]) -> list[Requirement]:
    """Return the requirements of a distribution that hold here."""
    chosen = [{"extra": extra} for extra in ("", *extras)]
    wanted = (Requirement(text) for text in one.requires or ())
    return [
        each for each in wanted if each.marker is None or any(map(each.marker.evaluate, chosen))
    ]


def _metadata(wheel: Path) -> Path:
    """Unpack a wheel's metadata beside it; return the folder."""
    with zipfile.ZipFile(wheel) as packed:
        names = [name for name in packed.namelist() if ".dist-info/" in name]
        packed.extractall(wheel.parent / "metadata", names)
    return next((wheel.parent / "metadata").glob("*.dist-info"))
