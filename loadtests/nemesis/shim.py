"""The C library's stand-in, compiled on the spot."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class NoCompiler(Exception):
    """There is nothing to compile the shim with, or nothing to preload it: in one sentence."""


def built(folder: Path) -> Path:
    """Compile the shim into a folder; return it. Refuses: NoCompiler."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        raise NoCompiler("this needs a C compiler on Linux (cc, gcc or clang): apt install gcc")
    library = folder / "shim.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"]
    ran = subprocess.run([*command, "-lpthread"], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise NoCompiler(f"the shim cannot be compiled here (Linux with glibc): {ran.stderr[:300]}")
    return library


def has_compiler() -> bool:
    """Tell whether the shim can be tried at all."""
    return sys.platform == "linux" and any(map(shutil.which, ("cc", "gcc", "clang")))
