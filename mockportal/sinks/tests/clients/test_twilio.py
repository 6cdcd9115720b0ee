"""The twilio package, led to the gateway by its own HTTP client, sends and reads."""

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

TWILIO = "https://api.twilio.com/"
TO, FROM = "+33639981234", "+33639980001"


class AtTheGateway(TwilioHttpClient):
    """Twilio's HTTP client for another address, as its documentation shows for proxies."""

    def __init__(self, gateway):
        super().__init__()
        self._gateway = gateway

    def request(self, method, url, *rest, **more):
        """Ask the gateway what was meant for Twilio."""
        return super().request(method, url.replace(TWILIO, self._gateway, 1), *rest, **more)


@pytest.fixture
def twilio(server, remote):
    """Give a client whose account is the test's election, its token the console's."""
    http = AtTheGateway(f"{server.console}/sms/")
    yield Client(remote.id, server.token, http_client=http)
    http.session.close()


def test_what_is_sent_is_read_and_listed(twilio, remote):
    sent = twilio.messages.create(to=TO, from_=FROM, body="Votre code arrive")

    read = twilio.messages(sent.sid).fetch()
    listed = twilio.messages.list(to=TO, limit=5)
    assert (read.body, read.status, read.num_segments) == ("Votre code arrive", "delivered", "1")
    assert [one.sid for one in listed] == [sent.sid]
    assert read.date_created == remote.clock().at
    assert remote.messages(to=TO)[0].text == "Votre code arrive"


def test_a_long_list_comes_page_by_page_and_whole(twilio):
    texts = [f"numéro {turn}" for turn in range(5)]
    sent = [twilio.messages.create(to=TO, from_=FROM, body=text).body for text in texts]

    listed = twilio.messages.list(page_size=2)

    assert [one.body for one in listed] == sent[::-1]


def test_what_twilio_refuses_is_refused_as_twilio_does(twilio):
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(to="0639981234", from_=FROM, body="x")

    assert (refused.value.status, refused.value.code) == (400, 21211)
