"""A proof is made afresh, put on the target, and gone within two days."""

from datetime import date, timedelta

import pytest

from loadtests import proof, targets
from loadtests.guard import NotAllowed

_DAY = date(2030, 6, 1)
_MOCK = "http://mock.test:8080"


@pytest.fixture
def file(tmp_path):
    """Give a proof file that was made on the day."""
    path = tmp_path / "proof.txt"
    path.write_text(proof.made(_DAY) + "\n")
    return path


def test_the_first_run_makes_a_token_and_says_where_it_must_be_shown(tmp_path):
    path = tmp_path / "proof.txt"

    with pytest.raises(NotAllowed) as refused:
        proof.permission(path, f"{_MOCK}/", _DAY)

    token = path.read_text().strip()
    assert f"{_MOCK}/.well-known/mockportal-load/{token}" in str(refused.value)
    assert proof.permission(path, _MOCK, _DAY).token == token


def test_two_tokens_differ():
    assert proof.made(_DAY) != proof.made(_DAY)


def test_a_token_is_good_until_the_end_of_the_next_day(file):
    assert proof.permission(file, _MOCK, _DAY + timedelta(days=1))
    with pytest.raises(NotAllowed, match="ended on 2030-06-02"):
        proof.permission(file, _MOCK, _DAY + timedelta(days=2))


@pytest.mark.parametrize("written", ["", "secret", "20300601-abc", "<html>", "é"])
def test_a_file_that_is_no_proof_is_refused_and_kept(tmp_path, written):
    path = tmp_path / "notes.txt"
    path.write_text(written, encoding="utf-8")

    with pytest.raises(NotAllowed, match=r"notes\.txt"):
        proof.permission(path, _MOCK, _DAY)

    assert path.read_text(encoding="utf-8") == written


def test_a_target_file_says_by_whom_and_the_proof_brings_a_fresh_token(tmp_path, monkeypatch):
    (tmp_path / "voters.csv").write_text("identifier\n")
    declared = tmp_path / "target.toml"
    declared.write_text(
        f'url = "{_MOCK}"\nvoters = "voters.csv"\n[permission]\n'
        'token = "an-older-token-of-theirs"\ngranted_by = "the operator"\nuntil = 2099-01-01\n'
    )
    fresh = tmp_path / "proof.txt"
    fresh.write_text(proof.made(_DAY))
    monkeypatch.setattr(targets, "today", lambda: _DAY)

    allowed = targets.named(str(declared), proof_file=fresh).permission

    assert (allowed.token, allowed.granted_by) == (fresh.read_text(), "the operator")
    assert allowed.until == _DAY + timedelta(days=1)
