"""The inbox page: what came, as it comes; somebody else's HTML shut in."""

import smtplib
import socket
from email.message import EmailMessage

import pytest

from mockportal.portal.tests.preview import chromium_options
from mockportal.sinks.inbox_pages import linked, size
from mockportal.sinks.shutting_in import MAIL_POLICY

HOSTILE = """<html><head><meta http-equiv="refresh" content="0;url={spy}/refresh">
<base href="{spy}/"><link rel="stylesheet" href="{spy}/link.css">
<link rel="prefetch" href="{spy}/p">
<style>@import url({spy}/import.css); p {{ background: url({spy}/background.png) }}</style></head>
<body onload="document.title='taken'"><p>Bonjour</p><a href="{spy}/followed">un lien</a>
<script>fetch('{spy}/script'); parent.document.title = 'taken'</script>
<img src="{spy}/pixel.png" onerror="fetch('{spy}/error')">
<form action="{spy}/form"><button>Envoyer</button></form>
<svg onload="fetch('{spy}/svg')"><image href="{spy}/image.png"/></svg>
<iframe src="{spy}/frame"></iframe><object data="{spy}/object"></object>
</body></html>"""


@pytest.fixture
def spy():
    """Give a port that hostile mails try to call: who connects waits in its queue."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture
def hostile(server, remote, voter, spy):
    """Have a hostile mail arrive; return its id."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "x@y.example",
        voter.identifier,
        "<b>oh</b>",
    )
    message["X-Mockportal-Election"] = remote.id
    message.set_content("Le texte <script>alert(1)</script>, http://portail.example/x.")
    message.add_alternative(
        HOSTILE.format(spy=f"http://127.0.0.1:{spy.getsockname()[1]}"), subtype="html"
    )
    with smtplib.SMTP("127.0.0.1", server.smtp) as client:
        client.send_message(message)
    return remote.messages(wait=5)[0].id


@pytest.fixture
def tab(playwright, server, remote):
    """Give a tab of the console's browser."""
    chromium = playwright.chromium.launch(**chromium_options())
    page = chromium.new_page(base_url=server.console)
    page.goto(f"/inbox/{remote.id}?token={server.token}")
    yield page
    chromium.close()


@pytest.mark.attack("N10")
def test_hostile_html_runs_nothing_and_calls_nobody(tab, remote, hostile, spy):
    tab.goto(f"/inbox/{remote.id}?message={hostile}&vue=html")
    inside = tab.frame_locator("iframe")
    inside.get_by_text("Bonjour").wait_for()
    tab.wait_for_load_state("networkidle")

    assert tab.locator("iframe").get_attribute("sandbox") == (
        "allow-popups allow-popups-to-escape-sandbox"
    )
    assert "taken" not in tab.title()
    with pytest.raises(BlockingIOError):  # nobody is waiting at the door
        spy.accept()


@pytest.mark.attack("N10")
def test_the_page_of_a_mail_is_shut_in_whoever_shows_it(api, remote, hostile):
    answer = api.get(f"/inbox/{remote.id}/{hostile}/html")

    policy = answer.headers["Content-Security-Policy"]
    assert policy == MAIL_POLICY
    assert "default-src 'none'" in policy
    assert "allow-same-origin" not in policy
    assert "allow-scripts" not in policy


@pytest.mark.attack("N10")
def test_a_mail_is_shown_as_text_first_with_everything_escaped(api, remote, hostile):
    page = api.get(f"/inbox/{remote.id}", params={"message": hostile}).text

    assert "Le texte &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;oh&lt;/b&gt;" in page
    assert "<iframe" not in page
    assert 'href="http://portail.example/x" target="_blank" rel="noopener noreferrer"' in page


def test_what_comes_appears_in_an_open_page(tab, remote, api, voter):
    tab.locator(".vide").wait_for()

    text = {"election": remote.id, "to": voter.phone, "text": "Un SMS est venu"}
    api.post("/sms/messages", json=text)

    tab.locator(".ligne", has_text="Un SMS est venu").wait_for()
    assert tab.locator("#annonce").inner_text() == "1 nouveau message"


def test_a_phone_shows_what_came_to_it_in_order(tab, remote, api, voter):
    for words in ("premier", "deuxième"):
        message = {"election": remote.id, "to": voter.phone, "text": words}
        api.post("/sms/messages", json=message)
    tab.reload()
    tab.locator(".ligne", has_text="premier").click()

    assert tab.locator(".bulle").all_inner_texts() == ["premier", "deuxième"]


@pytest.mark.parametrize(
    "path", ["nulle-part", "{id}?message=absent", "{id}/absent/html", "{id}/absent/source"]
)
def test_what_is_not_there_is_not_found(api, remote, path):
    assert api.get(f"/inbox/{path.format(id=remote.id)}").status_code == 404


def test_the_inbox_is_not_shown_without_the_token(api, remote):
    refused = api.get(f"/inbox/{remote.id}", headers={"Authorization": "Bearer x"})

    assert refused.status_code == 401


def test_every_box_is_listed_the_unclaimed_one_too(api, remote):
    page = api.get("/inbox").text

    assert f'href="/inbox/{remote.id}"' in page
    assert 'href="/inbox/unclaimed"' in page


def test_only_web_addresses_become_links():
    assert linked("javascript:alert(1) data:text/html,x") == "javascript:alert(1) data:text/html,x"
    assert linked("http://x.example/a?b=1&c=2.").startswith(
        '<a href="http://x.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">'
    )


@pytest.mark.parametrize(
    ("text", "words"), [("abc", "1 segment, 3 signes"), ("ê" * 71, "2 segments, hors alphabet GSM")]
)
def test_the_length_of_a_text_message_is_told(text, words):
    assert size(text) == words
