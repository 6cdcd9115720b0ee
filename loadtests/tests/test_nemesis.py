"""Ten kills under load, and what each of them must not lose: the whole is a command."""

import subprocess
import sys


def test_nothing_is_lost_in_ten_kills(tmp_path):
    command = [sys.executable, "-m", "loadtests.nemesis", "push", "--folder", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "nothing was lost" in ran.stdout
