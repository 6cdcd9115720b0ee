"""The SMS gateway: Twilio's form and our own, behind the token."""

import base64

import pytest

from mockportal.domain.gsm7 import segments

TWILIO = "/sms/2010-04-01/Accounts/{}/Messages.json"


def test_twilios_form_sends_reads_and_lists(api, election):
    path = TWILIO.format(election.id)
    sent = api.post(path, data={"To": "+33639981234", "From": "+33639980001", "Body": "Été"})

    told = sent.json()
    read = api.get(f"/sms{told['uri']}")
    listed = api.get(path, params={"To": "+33639981234", "PageSize": "5"})
    assert sent.status_code == 201
    assert (told["account_sid"], told["body"], told["num_segments"]) == (election.id, "Été", "1")
    assert len(told["sid"]) == 34
    assert read.json() == told
    assert listed.json()["messages"] == [told]


def test_what_is_sent_to_an_account_lands_in_that_election(api, remote):
    api.post(TWILIO.format(remote.id), data={"To": "+33639981234", "Body": "Votre code"})

    (message,) = remote.messages(channel="sms", wait=5)
    assert (message.to, message.text, message.kind) == ("+33639981234", "Votre code", "other")


def test_a_password_is_as_good_as_a_bearer_token(server, election, api):
    basic = base64.b64encode(f"{election.id}:{server.token}".encode()).decode()
    sent = api.post(
        TWILIO.format(election.id),
        data={"To": "+33639981234", "Body": "x"},
        headers={"Authorization": f"Basic {basic}"},
    )

    assert sent.status_code == 201


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"Body": "x"}, 21604),
        ({"To": "0639981234", "Body": "x"}, 21211),
        ({"To": "+33639981234"}, 21602),
        ({"To": "+33639981234", "Body": "x" * 1601}, 21617),
    ],
)
def test_what_twilio_refuses_is_refused_in_its_words(api, election, form, code):
    refused = api.post(TWILIO.format(election.id), data=form)

    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert refused.json()["more_info"].endswith(str(code))


@pytest.mark.parametrize("sid", ["SM" + "0" * 32, "x", "SM" + "f" * 32])
def test_an_unknown_message_is_not_found(api, election, sid):
    path = TWILIO.format(election.id).replace(".json", f"/{sid}.json")

    assert api.get(path).status_code == 404


def test_plain_json_sends_one_or_many(api, remote):
    one = api.post(
        "/sms/messages", json={"election": remote.id, "to": "+33639981234", "text": "un"}
    )
    many = [{"election": remote.id, "to": "+33639981234", "text": text} for text in ("2", "3")]
    answer = api.post("/sms/messages", json={"messages": many})

    assert one.json()["status"] == "accepted"
    assert len(answer.json()["messages"]) == 2
    found = remote.messages(wait=5)
    assert [message.text for message in found] == ["un", "2", "3"]


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"to": "+33639981234"},
        {"to": 33639981234, "text": "x"},
        {"to": "+33639981234", "text": "x" * 1601},
        {"to": "+33639981234", "text": "a\0b"},
        {"messages": [{"to": "+33639981234", "text": "x"}] * 101},
        {"messages": [{"to": "+33639981234", "text": "good"}, {"to": ""}]},
    ],
)
def test_what_is_no_message_is_refused_whole(api, remote, body):
    assert api.post("/sms/messages", json=body).status_code == 400
    assert remote.messages() == ()


@pytest.mark.parametrize("path", ["/sms/messages", TWILIO.format("x")])
def test_nobody_sends_without_the_token(api, path):
    refused = api.post(path, data={"To": "+33639981234"}, headers={"Authorization": "Bearer x"})

    assert refused.status_code == 401


@pytest.mark.parametrize(
    ("text", "number"),
    [("x" * 160, 1), ("x" * 161, 2), ("é" * 160, 1), ("ê" * 70, 1), ("ê" * 71, 2), ("€" * 81, 2)],
)
def test_segments_are_counted_as_operators_do(text, number):
    assert segments(text) == number
