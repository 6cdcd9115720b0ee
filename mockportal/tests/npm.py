"""Programs for Node beside tests, and the packages they need, installed below build/."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Node:
    """Node, and the folder in which its programs and packages are."""

    command: str
    folder: Path

    def program(self, name: str, *arguments: str) -> list[str]:
        """Return the command that runs a program."""
        return [self.command, str(self.folder / name), *arguments]


def installed(programs: Path) -> Node:
    """Install what a folder's package.json names; its programs go along."""
    node, npm = (shutil.which(name) or "" for name in ("node", "npm"))
    assert all((node, npm)), "make clients needs node (20 or later) and npm: install them"
    folder = Path("build/clients").joinpath(programs.parents[1].name)
    folder.mkdir(parents=True, exist_ok=True)
    for path in (programs / "package.json", *programs.glob("*.mjs")):
        shutil.copy(path, folder)
    subprocess.run([npm, "install", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return Node(node, folder)
