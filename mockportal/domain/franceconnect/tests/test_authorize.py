"""The authorization request, parameter by parameter."""

import pytest

from mockportal.domain.franceconnect.authorize import Asked, SendBack, Stop, decide, level
from mockportal.domain.franceconnect.clients import Algorithm, Client, Profile
from mockportal.domain.franceconnect.dialects import Dialect

SECRET = "s" * 64
BACK = "http://127.0.0.1:9000/retour"
STRICT = Client("strict", SECRET, redirect_uris=(BACK,))
LAX = Client("lax", SECRET, redirect_uris=(BACK,), profile=Profile.LAX)
CHOOSY = Client("choosy", SECRET, redirect_uris=(BACK,), scopes=("openid", "gender"))
CURIOUS = Client("curious", SECRET, redirect_uris=(BACK,), allow_amr=True)
OLD = Client(
    "old",
    SECRET,
    dialect=Dialect.V1,
    id_token_alg=Algorithm.HS256,
    redirect_uris=(BACK,),
    min_nonce=1,
    min_state=1,
)
CLIENTS = {client.client_id: client for client in (STRICT, LAX, CHOOSY, CURIOUS, OLD)}
GOOD = {
    "response_type": "code",
    "client_id": "strict",
    "redirect_uri": BACK,
    "scope": "openid profile",
    "acr_values": "eidas1",
    "state": "s" * 22,
    "nonce": "n" * 22,
}
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def ask(dialect=Dialect.V2, *, without=(), more=(), **changes):
    given = {**GOOD, **changes}
    pairs = [(name, value) for name, value in given.items() if name not in without]

    def find(client_id):
        client = CLIENTS.get(client_id)
        return client if client and client.dialect is dialect else None

    return decide([*pairs, *more], dialect, find)


def test_a_complete_request_is_accepted():
    assert ask() == Asked(
        "strict", Dialect.V2, BACK, ("openid", "profile"), "s" * 22, "n" * 22, "eidas1"
    )


@pytest.mark.matrix("A02")
@pytest.mark.parametrize("name", GOOD)
def test_each_required_parameter_is_required(name):
    assert ask(without=(name,)) == Stop("Y030007")


@pytest.mark.matrix("A03")
@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({"nonce": "n" * 21}, False),
        ({"nonce": "n" * 22}, True),
        ({"nonce": "n" * 128}, True),
        ({"state": "s" * 21}, False),
        ({"state": "s" * 22}, True),
    ],
)
def test_state_and_nonce_have_a_shortest_length(changes, accepted):
    assert isinstance(ask(**changes), Asked) is accepted


@pytest.mark.matrix("A04")
@pytest.mark.parametrize("name", ["code_challenge", "max_age", "x", "response_mode", "request_uri"])
def test_a_strict_client_sends_nothing_outside_the_list(name):
    assert ask(more=[(name, "1")]) == Stop("Y030007")


@pytest.mark.matrix("A05")
def test_a_lax_client_may_send_anything_and_prove_possession():
    challenge = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]

    asked = ask(client_id="lax", more=[*challenge, ("max_age", "10")])

    assert isinstance(asked, Asked)
    assert asked.challenge == CHALLENGE


@pytest.mark.matrix("A06")
@pytest.mark.parametrize(
    "more",
    [
        [("code_challenge", CHALLENGE)],
        [("code_challenge", CHALLENGE), ("code_challenge_method", "plain")],
        [("code_challenge", "short"), ("code_challenge_method", "S256")],
        [("code_challenge_method", "S256")],
    ],
)
def test_a_proof_of_possession_without_s256_goes_back(more):
    answer = ask(client_id="lax", more=more)

    assert isinstance(answer, SendBack)
    assert answer.error == "invalid_request"


@pytest.mark.matrix("A07")
@pytest.mark.parametrize("name", [*GOOD, "prompt"])
def test_a_parameter_sent_twice_is_refused(name):
    twice = [(name, GOOD.get(name, "login"))] * (1 if name in GOOD else 2)

    assert ask(more=twice) == Stop("Y030007")


@pytest.mark.matrix("A08")
@pytest.mark.parametrize("client_id", ["unknown", "old"])
def test_an_unknown_client_is_refused(client_id):
    assert ask(client_id=client_id) == Stop("Y04EA6EF")


@pytest.mark.matrix("A09")
@pytest.mark.parametrize(
    "address",
    [
        BACK + "/",
        BACK + "?x=1",
        BACK + "#x",
        BACK.replace("retour", "Retour"),
        BACK.replace("9000", "9001"),
        BACK.replace("127.0.0.1", "localhost"),
        BACK + "/plus",
        "http://127.0.0.1:9000.evil.example/retour",
    ],
)
def test_the_return_address_is_compared_letter_for_letter(address):
    assert ask(redirect_uri=address) == Stop("Y04C013C")
    assert ask(redirect_uri=address, scope="profile") == Stop("Y040001")


@pytest.mark.matrix("A10")
@pytest.mark.parametrize(
    "address", ["", "example.com", "javascript:alert(1)", "/retour", "http://"]
)
def test_a_return_address_is_an_absolute_web_address(address):
    assert ask(redirect_uri=address) == Stop("Y030007")


@pytest.mark.matrix("A11")
@pytest.mark.parametrize(
    ("client_id", "scope", "error"),
    [
        ("strict", "profile", "invalid_request"),
        ("strict", "", "invalid_request"),
        ("choosy", "openid email", "invalid_scope"),
    ],
)
def test_a_scope_that_cannot_be_given_goes_back(client_id, scope, error):
    answer = ask(client_id=client_id, scope=scope)

    assert isinstance(answer, SendBack)
    assert answer.error == error


@pytest.mark.matrix("A11")
def test_an_unknown_scope_is_ignored():
    assert ask(client_id="choosy", scope="openid nothing offline_access").scopes == ("openid",)


@pytest.mark.matrix("A12")
@pytest.mark.parametrize(
    ("kind", "error", "fragment"),
    [
        ("", "invalid_request", False),
        ("x", "unsupported_response_type", False),
        ("code token", "unsupported_response_type", True),
        ("id_token", "unsupported_response_type", True),
    ],
)
def test_only_a_code_is_answered(kind, error, fragment):
    answer = ask(response_type=kind)

    assert isinstance(answer, SendBack)
    assert (answer.error, answer.fragment, answer.state) == (error, fragment, "s" * 22)


@pytest.mark.matrix("A13")
@pytest.mark.parametrize("prompt", ["login", "consent", "login consent", "consent login"])
def test_a_known_prompt_is_accepted(prompt):
    assert ask(prompt=prompt).prompt_login is ("login" in prompt)


@pytest.mark.matrix("A13")
@pytest.mark.parametrize("prompt", ["", "none", "select_account", "login none"])
def test_another_prompt_is_refused(prompt):
    assert ask(prompt=prompt) == Stop("Y030007")


@pytest.mark.matrix("A14")
@pytest.mark.parametrize(
    ("asked", "granted"),
    [("eidas1", "eidas1"), ("foo", "eidas1"), ("eidas2 eidas1", "eidas1"), ("eidas3 eidas2", None)],
)
def test_the_lowest_known_level_wins(asked, granted):
    assert level(asked) == granted
    assert ask(acr_values=asked).acr == granted


@pytest.mark.matrix("A15")
def test_amr_is_for_those_who_may_ask():
    claims = '{"id_token":{"amr":{"essential":true}}}'

    assert ask(claims=claims) == Stop("Y100009")
    assert ask(client_id="curious", claims=claims).amr is True


@pytest.mark.parametrize(
    "claims", ["{", "[]", '{"id_token":1}', "NaN", "[" * 30_000, '{"a":1,"a":2}']
)
def test_claims_that_are_no_json_object_go_back(claims):
    answer = ask(claims=claims)

    assert isinstance(answer, SendBack)
    assert answer.error == "invalid_request"


@pytest.mark.matrix("G03")
def test_a_v1_client_says_less_and_may_say_more():
    request = {"client_id": "old", "nonce": "1234567890123", "state": "x", "prompt": "none"}

    asked = ask(Dialect.V1, without=("acr_values",), more=[("code_challenge", "x")], **request)

    assert asked.acr == "eidas1"
    assert (asked.prompt_login, asked.challenge) == (False, None)
