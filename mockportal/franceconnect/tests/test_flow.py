"""The whole way, from a request to claims."""

import pytest

from mockportal.franceconnect.tests.browsing import Browser, Client, Stub


@pytest.mark.parametrize("provider", ["impots", "ameli", "laposte", "msa", "mcm", "yris"])
def test_each_provider_leads_to_claims(stub: Stub, client: Client, citizen: Browser, provider: str):
    back = citizen.log_in(client, provider)

    answer = client.token(back["code"])
    told = client.claims(client.userinfo(answer.json()["access_token"]).text)

    assert answer.status_code == 200
    assert told["family_name"].isupper()
