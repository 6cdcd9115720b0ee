"""swaks, the testers' SMTP client: ``make clients`` runs it; `apt-get install swaks`."""

import subprocess

import pytest


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_swaks_delivers(server, remote, voter):
    command = ["swaks", "--server", f"127.0.0.1:{server.smtp}", "--from", "outil@autre.example"]
    command += ["--to", voter.identifier, "--header", f"X-Mockportal-Election: {remote.id}"]
    command += ["--header", "Subject: Essai", "--body", "Texte", "--attach", "@/etc/hostname"]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stdout
    (message,) = remote.messages(to=voter.identifier, wait=5)
    assert (message.subject, message.text.strip()) == ("Essai", "Texte")
