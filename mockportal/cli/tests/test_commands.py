"""Commands end with one sentence and an exit code, whatever is wrong."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from typer.testing import CliRunner

from mockportal.cli import app
from mockportal.cli.listing import _harmless

ANYWHERE = [
    word
    for port in ("--port", "--franceconnect-port", "--console-port", "--smtp-port")
    for word in (port, "0")
]


@pytest.fixture
def run(tmp_path):
    """Give a way to run a command with a state of its own."""

    def command(*words: str):
        given = {"env": {"MOCKPORTAL_STATE": str(tmp_path / "state")}, "catch_exceptions": False}
        with ThreadPoolExecutor(1) as threads:  # a browser's driver keeps this thread's loop
            return threads.submit(CliRunner().invoke, app, words, **given).result(60)

    return command


@pytest.mark.attack("J01")
@pytest.mark.parametrize("option", ["--listen", "--smtp-listen"])
@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", "::"])
def test_another_interface_than_loopback_needs_two_words(run, option, address):
    ended = run("serve", option, address, *ANYWHERE)

    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"Refus de démarrer : {address} n'est pas une adresse")


@pytest.mark.attack("J12")
@pytest.mark.parametrize("target", ["http://203.0.113.9", "https://www.service.gouv.fr"])
def test_a_crowd_is_not_sent_to_a_target_without_proof(run, target):
    ended = run("rush", "smoke", "--target", target)

    assert ended.exit_code == 3


@pytest.mark.parametrize("where", ["--target", "--console"])
@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("http://203.0.113.9/formation", 3, "Cible non prouvée. 203.0.113.9 is not this machine"),
        ("https://www.service.gouv.fr", 3, "Cible non prouvée. www.service.gouv.fr is never"),
        ("http://127.0.0.1:1/formation", 1, "the target does not answer"),
    ],
)
def test_an_attack_is_not_played_where_nobody_allowed_it(run, where, address, code, told):
    ended = run("attack", "A01", where, address)

    assert ended.exit_code == code
    assert ended.stderr.startswith(told)


def test_an_unknown_attack_is_told(run):
    ended = run("attack", "Z99")

    assert (ended.exit_code, ended.stderr) == (2, "no attack Z99: ids are A01 to K08\n")


def test_a_portal_one_merely_finds_is_attacked_without_levers(run, mockportal_server, tmp_path):
    election = mockportal_server.elections()[0].urls.portal.removesuffix("/portail/accueil")
    report = tmp_path / "attacks.html"

    ended = run("attack", "B13", "H04", "J02", "--target", election, "--report", str(report))

    assert ended.exit_code == 0, ended.stdout
    assert "no console is known here" in ended.stdout
    assert "H04 · a foreign Host, an absolute address" in report.read_text(encoding="utf-8")


@pytest.mark.attack("A16")
@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+33639981234", "-1", "@SUM(A1)", "\tx"])
def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless(cell):
    assert _harmless(cell) == f"'{cell}"


@pytest.mark.attack("A16")
def test_cards_as_csv_hold_no_formula(run):
    ended = run("voters", "-e", "formation", "--count", "40", "--format", "csv")

    assert ended.exit_code == 0
    assert ",+33" not in ended.stdout
    assert ended.stdout.count("\n") == 41


def test_cards_as_json_are_for_programs(run):
    ended = run("voters", "-e", "formation", "--count", "2", "--format", "json")

    assert [card["rank"] for card in json.loads(ended.stdout)] == [0, 1]


def test_an_occupied_port_is_named_with_what_to_do(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run("serve", *ANYWHERE[2:], "--port", port, "--store", "memory")

    assert ended.exit_code == 2
    assert ended.stderr == (
        f"127.0.0.1:{port} cannot be listened on (Address already in use): stop what uses it, "
        "or choose other ports (0 takes a free one)\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("serve", "--state", "/proc/nothing"), "cannot be written"),
        (("serve", "-e", "nowhere"), "au choix : electionspro2022, formation"),
        (("serve", "--workers", "3"), "add --store postgresql://"),
        (("serve", "--at", "never", "--store", "memory", *ANYWHERE), "is no instant"),
        (("audit", "--store", "/nowhere/at.db"), "no such store"),
        (("play", "reissue"), "did you mean: "),
        (("serve", "--prot", "1"), "No such option: --prot"),
        (("rush", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, words, told):
    ended = run(*words)

    assert ended.exit_code == 2
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_broken_election_file_names_file_line_key_and_what_is_allowed(run, tmp_path):
    file = tmp_path / "broken.toml"
    file.write_text('id = "x"\ntitle = "y"\n[reveal]\nseconds = -1\nsecond = 3\n')
    ended = run("elections", "check", str(file))

    assert ended.exit_code == 2
    assert "broken.toml, ligne 4 : reveal.seconds, trouvé -1, attendu 1 au moins." in ended.stderr
    assert "ligne 5 : reveal.second, clé inconnue, vouliez-vous dire seconds ?" in ended.stderr


def test_the_lists_have_one_line_each(run):
    names = [run(one).stdout.splitlines() for one in ("elections", "faults", "journeys")]

    assert [lines[0].split()[0] for lines in names][:2] == ["electionspro2022", "mail-slow"]
    assert len(names[1]) == 32
    assert len(names[2]) >= 40
