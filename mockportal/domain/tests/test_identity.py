"""The rule by which the portal recognises a voter, and what it believes of tokens."""

import pytest

from mockportal.domain.identity import Recorded, folded, is_voter
from mockportal.domain.refusals import ProviderFailed
from mockportal.domain.relying import Expected, check_id_token, check_userinfo

RECORD = Recorded("Élie", "d'Arc-en-Ciel", "", "1984-03-07", "male", "00042", "99100")
TOLD = {
    "given_name": "Elie Marie",
    "family_name": "D ARC EN CIEL",
    "birthdate": "1984-03-07",
    "gender": "male",
    "birthplace": "00042",
    "birthcountry": "99100",
}


@pytest.mark.parametrize(
    ("name", "plain"),
    [("d’Œuvre", "D OEUVRE"), (" Élie--Ann ", "ELIE ANN"), ("Ægir", "AEGIR"), ("ß", "SS")],
)
def test_names_are_folded(name, plain):
    assert folded(name) == plain


def test_accents_signs_and_more_names_do_not_matter():
    assert is_voter(RECORD, TOLD)


@pytest.mark.parametrize("name", TOLD)
def test_a_missing_claim_is_refused(name):
    assert not is_voter(RECORD, {key: value for key, value in TOLD.items() if key != name})


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Marie Elie"},
        {"given_name": "Elies"},
        {"family_name": "ARC EN CIEL"},
        {"birthdate": "1984-03-08"},
        {"gender": "female"},
        {"birthplace": "00043"},
        {"birthcountry": "99139"},
        {"birthdate": None},
        {"gender": ["male"]},
    ],
)
def test_one_difference_is_enough(changes):
    assert not is_voter(RECORD, {**TOLD, **changes})


@pytest.mark.parametrize(
    ("recorded", "told", "same"),
    [("1984-03-00", "1984-03-01", True), ("1984-03-00", "1984-04-01", False), ("", "", False)],
)
def test_an_unknown_day_leaves_year_and_month(recorded, told, same):
    record = Recorded("Élie", "d'Arc-en-Ciel", "", recorded, "", "", "")

    assert is_voter(record, {**TOLD, "birthdate": told}) is same


@pytest.mark.parametrize(
    "changes", [{"family_name": "Dupré"}, {"preferred_username": "DUPRE", "family_name": "x"}]
)
def test_a_record_without_a_birth_name_takes_the_usage_name(changes):
    record = Recorded("Élie", "", "Dupré", "1984-03-07", "", "", "")

    assert is_voter(record, {**TOLD, **changes})


EXPECTED = Expected("iss", "me", "nonce", 30)
CLAIMS = {
    "iss": "iss",
    "aud": "me",
    "nonce": "nonce",
    "sub": "x",
    "acr": "eidas1",
    "exp": 1_060,
    "iat": 1_000,
}


@pytest.mark.matrix("P04")
@pytest.mark.attack("E11")
@pytest.mark.parametrize(("now", "accepted"), [(1_090_999, True), (1_091_000, False)])
def test_a_token_may_be_thirty_seconds_past(now, accepted):
    try:
        subject = check_id_token(CLAIMS, EXPECTED, now)
    except ProviderFailed:
        subject = ""

    assert (subject == "x") is accepted


@pytest.mark.attack("E11")
@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "other"},
        {"aud": "other"},
        {"aud": ["me", "other"]},
        {"nonce": "other"},
        {"nonce": None},
        {"azp": "other"},
        {"exp": None},
        {"exp": "1060"},
        {"exp": True},
        {"iat": 1_031},
        {"sub": ""},
    ],
)
def test_a_claim_that_is_wrong_is_refused(changes):
    with pytest.raises(ProviderFailed) as refused:
        check_id_token({**CLAIMS, **changes}, EXPECTED, 1_000_000)

    assert refused.value.reason == "answer"


@pytest.mark.attack("E12")
@pytest.mark.parametrize("acr", [None, "eidas0", ["eidas1"]])
def test_a_low_level_is_refused(acr):
    with pytest.raises(ProviderFailed) as refused:
        check_id_token({**CLAIMS, "acr": acr}, EXPECTED, 1_000_000)

    assert refused.value.reason == "level"


@pytest.mark.attack("E13")
def test_userinfo_speaks_of_the_same_person():
    check_userinfo(CLAIMS, EXPECTED, 1_000_000, "x", signed=True)

    with pytest.raises(ProviderFailed):
        check_userinfo(CLAIMS, EXPECTED, 1_000_000, "y", signed=True)
    with pytest.raises(ProviderFailed):
        check_userinfo({**CLAIMS, "aud": "other"}, EXPECTED, 1_000_000, "x", signed=True)
    check_userinfo({"sub": "x"}, EXPECTED, 1_000_000, "x", signed=False)
