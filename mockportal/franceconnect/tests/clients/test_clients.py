"""Clients that others wrote take the stub for the real one: configured, and nothing more."""

import sys

import pytest

from mockportal.franceconnect.tests.browsing import Stub
from mockportal.franceconnect.tests.clients.journey import check_login_and_logout


@pytest.mark.parametrize(
    ("program", "alg"),
    [
        pytest.param("with_france_connect", "ES256", id="france-connect-py"),
        pytest.param("with_idpyoidc", "RS256", id="idpyoidc"),
        pytest.param("with_authlib", "ES256", id="authlib"),
        pytest.param("with_mozilla", "HS256", id="mozilla-django-oidc"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_python_client_logs_in_and_out(root_stub: Stub, program: str, alg: str) -> None:
    check_login_and_logout(root_stub, [sys.executable, "-m", f"{__package__}.{program}"], alg)
