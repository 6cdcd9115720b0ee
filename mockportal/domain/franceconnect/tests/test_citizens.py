"""Citizens, variants, claims, identifiers, faults, registrations."""

import pytest

from mockportal.domain.franceconnect import clients, faults
from mockportal.domain.franceconnect.citizens import Citizen, is_incomplete, subject
from mockportal.domain.franceconnect.claims import (
    Both,
    Login,
    id_token,
    identity,
    transmitted,
    userinfo,
)
from mockportal.domain.franceconnect.clients import Client, Stamps
from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.domain.franceconnect.identifiers import Shape, canonical, social_key
from mockportal.domain.franceconnect.variants import NAMES, vary

SECRET = "s" * 64
ANNE = Citizen(
    key="e4",
    given_names=("Anne-Élise", "Rosalie"),
    birth_name="d’Œuvre",
    usage_name="Dupré",
    birthdate="1984-03-07",
    gender="female",
    birthplace="00042",
    birthcountry="99100",
    email="anne@perso.example",
    phone="+33639980001",
)
OTHER = Citizen("e5", ("Paul",), "Autre", "", "1970-01-02", "male", "", "99139", "p@perso.example")
CLIENT = Client("me", SECRET)
PIVOT = {"given_name", "given_name_array", "family_name", "birthdate", "gender"}


@pytest.mark.matrix("E04")
@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        ("openid", set()),
        ("profile", PIVOT | {"preferred_username"}),
        ("birth", {"birthplace", "birthcountry"}),
        ("identite_pivot", PIVOT | {"birthplace", "birthcountry"}),
        ("given_name", {"given_name", "given_name_array"}),
        *((name, {name}) for name in ("gender", "birthdate", "birthplace", "birthcountry")),
        *((name, {name}) for name in ("family_name", "email", "preferred_username")),
        *((name, {name}) for name in ("idp_birthdate", "idp_id")),
        ("address", set()),
    ],
)
def test_a_scope_brings_its_claims_and_no_other(scope, claims):
    told = transmitted(identity(ANNE, "impots", ("fc",)), "x", CLIENT, ["openid", scope])

    assert set(told) == claims | {"sub"}


def test_claims_are_formatted_as_the_service_does():
    told = identity(vary(ANNE, "unknown_day", OTHER), "ameli", ("fc", "pwd"))

    assert told["given_name"] == "Anne-Élise Rosalie"
    assert told["given_name_array"] == ["Anne-Élise", "Rosalie"]
    assert told["family_name"] == "D’ŒUVRE"
    assert told["birthdate"] == "1984-03-01"
    assert told["idp_birthdate"] == "1984-03-00"


def test_a_v1_client_may_know_where_one_lives():
    old = Client("old", SECRET, dialect=Dialect.V1)

    told = transmitted(identity(ANNE, "impots", ()), "x", old, ["openid", "address", "phone"])

    assert set(told) == {"sub", "address", "phone_number"}
    assert set(told["address"]) == {
        *("country", "formatted", "locality"),
        *("postal_code", "street_address"),
    }


@pytest.mark.matrix("C05")
def test_the_subject_depends_on_civil_data_and_entity_alone():
    one = subject(b"key", "entity", ANNE)

    assert len(one) == 66
    assert one.endswith("v1")
    assert one == subject(b"key", "entity", clients_mail(ANNE))
    assert one != subject(b"key", "other", ANNE)
    assert one != subject(b"key", "entity", OTHER)
    assert one != subject(b"other", "entity", ANNE)


def clients_mail(citizen):
    return vary(OTHER, "other_elector", citizen)


def test_tokens_are_dated_by_the_clock_of_the_client():
    now = Both(election=5_999, wall=9_001)
    login = Login("sub", "eidas1", "nonce", Both(1_000, 2_000), ("fc", "pwd"), amr_asked=False)
    shared = Client("me", SECRET, token_time=Stamps.ELECTION)

    mine = id_token(login, CLIENT, "iss", now, 60_000)
    theirs = id_token(login, shared, "iss", now, 60_000)

    assert (mine["iat"], mine["exp"], mine["auth_time"]) == (9, 69, 2)
    assert (theirs["iat"], theirs["exp"], theirs["auth_time"]) == (5, 65, 1)
    assert set(mine) == {"sub", "auth_time", "acr", "nonce", "aud", "exp", "iat", "iss"}


@pytest.mark.matrix("G01")
def test_a_v1_token_names_its_provider():
    now = Both(1_000, 1_000)
    login = Login("sub", "eidas1", "nonce", now, ("fc", "pwd"), amr_asked=False)

    told = id_token(login, Client("old", SECRET, dialect=Dialect.V1), "iss", now, 60_000)

    assert set(told) == {"iss", "sub", "aud", "exp", "iat", "nonce", "idp", "acr", "amr"}
    assert (told["idp"], told["amr"]) == ("FC", [])


def test_userinfo_ends_with_its_token():
    told = userinfo({"sub": "x"}, CLIENT, "iss", Both(0, 50_000), Both(0, 10_000), 60_000)

    assert told == {"sub": "x", "aud": "me", "exp": 70, "iat": 50, "iss": "iss"}


@pytest.mark.parametrize("variant", NAMES)
def test_every_variant_keeps_the_account_and_gives_a_complete_identity(variant):
    varied = vary(ANNE, variant, OTHER)

    assert (varied.key, varied.email) == ("e4", "anne@perso.example")
    assert is_incomplete(varied) is False
    assert (varied == ANNE) is (variant == "exact")


@pytest.mark.parametrize(
    "changes",
    [
        {"gender": ""},
        {"email": ""},
        {"birthplace": ""},
        {"birthplace": "123"},
        {"birthcountry": "FR"},
        {"birthdate": "1984-02-30"},
    ],
)
def test_an_identity_with_a_gap_is_incomplete(changes):
    fields = {name: getattr(ANNE, name) for name in Citizen.__slots__}

    assert is_incomplete(Citizen(**{**fields, **changes})) is True


@pytest.mark.matrix("C01")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1840100001001", "1840100001001"),
        ("1 84 01 00 001 001", "1840100001001"),
        ("1.84.01.00.001.001 87", "1840100001001"),
        ("184012A001001", "184012A001001"),
        ("184012a001001", "184012A001001"),
        ("184010000100188", None),
        ("184010000100", None),
        ("5840100001001", None),
        ("1841300001001", None),
        ("1844300001001", None),
        ("1842000001001", "1842000001001"),
    ],
)
def test_a_social_security_number_has_a_shape_and_a_key(typed, found):
    assert canonical(typed, Shape.SOCIAL) == found


@pytest.mark.matrix("C01")
def test_the_key_counts_corsica():
    assert social_key("1840100001001") == 87
    assert social_key("184012A001001") == 97 - 1840119001001 % 97
    assert social_key("184012B001001") == 97 - 1840118001001 % 97


@pytest.mark.parametrize(
    ("typed", "shape", "found"),
    [
        ("9 000 000 000 001", Shape.FISCAL, "9000000000001"),
        ("900000000001", Shape.FISCAL, None),
        ("٩٠٠٠٠٠٠٠٠٠٠٠١", Shape.FISCAL, None),
        ("06 39 98 00 01", Shape.MOBILE, "0639980001"),
        ("+33639980001", Shape.MOBILE, "0639980001"),
        ("0139980001", Shape.MOBILE, None),
        (" Anne.D@Perso.example ", Shape.MAIL, "anne.d@perso.example"),
        ("anne", Shape.MAIL, None),
    ],
)
def test_each_provider_has_its_shape(typed, shape, found):
    assert canonical(typed, shape) == found


def test_shapes_may_go_unchecked():
    assert canonical("bad", Shape.FISCAL, check=False) == "bad"


@pytest.mark.matrix("C04")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("panne-jwt_expired", faults.Magic("jwt_expired")),
        ("panne-id_near@9000000000001", faults.Magic("id_near", "9000000000001")),
        (" Y010015 ", faults.Magic("Y010015")),
        ("y010015", faults.Magic("Y010015")),
        ("panne-nothing", None),
        ("Y999999", None),
        ("9000000000001", None),
    ],
)
def test_a_magic_login_names_a_fault_or_a_code(typed, found):
    assert faults.magic(typed) == found


def test_the_first_fault_that_concerns_the_moment_strikes():
    armed = [
        faults.Armed("a", "tok_500", client="other"),
        faults.Armed("b", "jwt_expired"),
        faults.Armed("c", "tok_slow", client="me", elector=3),
    ]

    found = faults.first(armed, "token", faults.Moment(client="me", elector=3))

    assert found is not None
    assert found.id == "c"
    assert faults.first(armed, "token", faults.Moment(client="me", elector=4)) is None


def test_a_client_is_kept_whole():
    client = Client("me", SECRET, redirect_uris=("http://a.test/x",), scopes=("openid",))

    assert clients.load(clients.dump(client)) == client


def test_a_v1_client_has_its_own_defaults():
    client = clients.build({"client_id": "me", "client_secret": SECRET, "dialect": "v1"})

    assert (client.min_nonce, client.min_state, client.id_token_alg) == (1, 1, "HS256")


@pytest.mark.parametrize(
    "changes",
    [
        {"client_secret": "short"},
        {"client_secret": "é" * 40},
        {"redirect_uris": ["ftp://a.test"]},
        {"redirect_uris": ["http://a.test/#x"]},
        {"redirect_uris": ["http://a.test/", "http://b.test/"]},
        {"id_token_alg": "none"},
    ],
)
def test_a_registration_that_cannot_stand_is_told_why(changes):
    values = {"client_id": "me", "client_secret": SECRET, **changes}

    assert clients.faults_of(clients.build(values))


def test_two_hosts_need_an_entity():
    both = ["http://a.test/", "http://b.test/"]
    values = {"client_id": "me", "client_secret": SECRET, "redirect_uris": both, "entity": "us"}

    assert clients.faults_of(clients.build(values)) == ()
