"""Mailpit's REST shape: its clients find, read and delete mails here."""

import smtplib
from email.message import EmailMessage

import pytest

from mockportal.storage.store import Store
from mockportal.tests import plain


@pytest.fixture
def mails(server, remote):
    """Send three mails to two voters of the test's election, from outside."""
    one, other = remote.claim(state="activated"), remote.claim(state="activated")
    with smtplib.SMTP("127.0.0.1", server.smtp) as client:
        for to, subject in ((one, "Premier"), (other, "Deuxième essai"), (one, "Troisième")):
            client.send_message(mail(remote, to.identifier, subject))
    return one, other


def mail(remote, to, subject):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Outil <outil@autre.example>", to, subject
    message["X-Mockportal-Election"] = remote.id
    message.set_content(f"Texte : {subject}")
    message.add_alternative(f"<p>{subject}</p>", subtype="html")
    path = "../../../etc/passwd"
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=path)
    message.get_payload()[-1]["Content-ID"] = "<../../x>"
    return message


@pytest.fixture
def box(remote):
    """Return the address of the election's own Mailpit."""
    return f"/mailpit/{remote.id}/api/v1"


def test_mails_are_listed_newest_first(api, box, mails):
    listed = api.get(f"{box}/messages", params={"limit": 2}).json()

    assert [one["Subject"] for one in listed["messages"]] == ["Troisième", "Deuxième essai"]
    assert (listed["total"], listed["count"], listed["start"]) == (3, 2, 0)
    first = listed["messages"][0]
    assert first["From"] == {"Name": "Outil", "Address": "outil@autre.example"}
    assert first["To"][0]["Address"] == mails[0].identifier
    assert (first["Attachments"], first["Snippet"]) == (1, "Texte : Troisième")


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("to:{one}", ["Troisième", "Premier"]),
        ("subject:premier", ["Premier"]),
        ('subject:"Deuxième essai"', ["Deuxième essai"]),
        ("from:outil@autre.example texte essai", ["Deuxième essai"]),
        ("100%", []),
        ("absent", []),
    ],
)
def test_mails_are_searched_in_mailpits_words(api, box, mails, query, subjects):
    asked = {"query": query.format(one=mails[0].identifier)}
    found = api.get(f"{box}/search", params=asked).json()

    assert [one["Subject"] for one in found["messages"]] == subjects
    assert found["messages_count"] == len(subjects)


def test_a_mail_is_read_in_full(api, box, mails):
    latest = api.get(f"{box}/message/latest").json()
    read = api.get(f"{box}/message/{latest['ID']}").json()
    raw = api.get(f"{box}/message/{latest['ID']}/raw").text
    headers = api.get(f"{box}/message/{latest['ID']}/headers").json()

    assert read == latest
    assert (read["Subject"], read["Text"]) == ("Troisième", "Texte : Troisième\n")
    assert read["HTML"] == "<p>Troisième</p>\n"
    assert "Content-Type: multipart/mixed" in raw
    assert headers["From"] == ["Outil <outil@autre.example>"]


@pytest.mark.attack("N11")
def test_an_attachment_has_a_name_of_ours_and_is_a_file_to_keep(api, box, mails):
    read = api.get(f"{box}/message/latest").json()
    (attachment,) = read["Attachments"]
    part = api.get(f"{box}/message/{read['ID']}/part/{attachment['PartID']}")
    elsewhere = api.get(f"{box}/message/{read['ID']}/part/..%2f..%2fx")

    name = f"piece-{attachment['PartID']}.bin"
    assert (attachment["FileName"], attachment["ContentID"]) == (name, "")
    assert part.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert part.headers["Content-Type"] == "application/octet-stream"
    assert part.content == b"%PDF"
    assert elsewhere.status_code == 404


SENT = {
    "From": {"Email": "outil@autre.example", "Name": "Outil « é »"},
    "To": [{"Email": "un@ailleurs.example"}],
    "Cc": [{"Email": "deux@ailleurs.example"}],
    "Subject": "Remis par HTTP",
    "Text": "Bonjour",
    "HTML": "<p>Bonjour</p><script>alert(1)</script>",
    "Attachments": [{"Content": "JVBERg==", "Filename": "../notice.pdf"}],
}


def test_a_mail_handed_in_over_http_is_a_mail(api, box, remote):
    sent = api.post(f"{box}/send", json=SENT).json()

    read = api.get(f"{box}/message/{sent['ID']}").json()
    assert (read["Subject"], read["Text"].strip()) == ("Remis par HTTP", "Bonjour")
    assert read["From"] == {"Name": "Outil « é »", "Address": "outil@autre.example"}
    assert len(read["Attachments"]) == 1
    found = [message.to for message in remote.messages()]
    assert found == ["un@ailleurs.example", "deux@ailleurs.example"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"From": {"Email": "a@b.example\r\nBcc: x@y.example"}},
        {"To": [], "Cc": []},
        {"To": [{"Email": "un@ailleurs.example"}] * 11},
        {"Subject": "Un\nDeux"},
        {"From": {"Email": "a..b@c.example"}},
        {"To": [{"Email": "@c.example"}]},
        {"Headers": {"X-A": "b\r\nX-C: d"}},
        {"Attachments": [{"Content": "pas du base64", "Filename": "x"}]},
    ],
)
def test_what_is_no_mail_is_refused_whole(api, box, remote, wrong):
    assert api.post(f"{box}/send", json=SENT | wrong).status_code == 400
    assert remote.messages() == ()


def test_a_mail_is_viewed_shut_in(api, box):
    sent = api.post(f"{box}/send", json=SENT).json()["ID"]

    page = api.get(f"{box.removesuffix('/api/v1')}/view/{sent}.html")
    text = api.get(f"{box.removesuffix('/api/v1')}/view/latest.txt")
    assert "<p>Bonjour</p>" in page.text
    assert page.headers["Content-Security-Policy"].startswith("sandbox ")
    assert "allow-scripts" not in page.headers["Content-Security-Policy"]
    assert text.text.strip() == "Bonjour"


def test_mails_are_deleted_by_id_by_search_and_all(api, box, mails, remote):
    latest = api.get(f"{box}/message/latest").json()["ID"]
    by_id = api.request("DELETE", f"{box}/messages", json={"IDs": [latest]})
    after_one = api.get(f"{box}/info").json()["Messages"]
    api.delete(f"{box}/search", params={"query": "subject:premier"})
    after_two = api.get(f"{box}/info").json()["Messages"]
    api.delete(f"{box}/messages")

    assert by_id.text == "ok"
    assert (after_one, after_two) == (2, 1)
    assert remote.messages() == ()


def test_the_mails_of_all_boxes_are_listed_together(api, server, remote, mails):
    with smtplib.SMTP("127.0.0.1", server.smtp) as client:
        message = mail(remote, "personne@inconnu.example", "Pour personne")
        del message["X-Mockportal-Election"]
        client.send_message(message)

    found = api.get("/mailpit/api/v1/search", params={"query": 'subject:"Pour personne"'}).json()
    latest = found["messages"][0]
    assert latest["To"][0]["Address"] == "personne@inconnu.example"
    assert api.get(f"/mailpit/api/v1/message/{latest['ID']}").json()["Subject"] == "Pour personne"


@pytest.mark.parametrize("path", ["message/nope", "message/nope/raw", "message/latest"])
def test_a_mail_that_is_not_there_is_not_found(api, box, path):
    assert api.get(f"{box}/{path}").status_code == 404


def test_a_password_is_as_good_as_a_bearer_token(server, box):
    with plain.Client(base_url=server.console, auth=("any", server.token)) as client:
        assert client.get(f"{box}/info").status_code == 200
        assert client.get("/api/elections").status_code == 401


def test_a_box_that_is_not_there_is_not_found(api):
    assert api.get("/mailpit/nulle-part/api/v1/messages").status_code == 404


def test_a_box_that_goes_away_under_a_call_is_not_found(api, box, remote, monkeypatch):
    listed = Store.elections

    async def gone_since(store):
        names = await listed(store)
        await store.delete(remote.id)
        return names

    monkeypatch.setattr(Store, "elections", gone_since)

    assert api.get(f"{box}/messages").status_code == 404
