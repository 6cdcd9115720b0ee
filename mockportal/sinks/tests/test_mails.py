"""The portal's own mails: one form, nothing of a letter outside its place."""

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockportal.sinks.mould import read_cast, recast
from mockportal.sinks.reading import read_mail
from mockportal.sinks.writing import Unwritable, write_mail
from mockportal.usecases.message_records import Outgoing

BASE = "http://127.0.0.1:8080"
ID = "00000001fda00ddaba380d9c"
PLAIN = st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"])


def letter(text="Bonjour", subject="[SIMULATION] Été", to="alix.quidam@ac-fictive.example"):
    return Outgoing(ID, "reissue-link", "mail", 1, to, subject, text, 1_669_880_820_000, 0, 1, 0)


def mail(**said):
    return write_mail(letter(**said), "formation", BASE)


def parsed(raw):
    return message_from_bytes(raw, policy=default)


def test_a_mail_says_who_what_and_that_it_is_a_simulation():
    found = parsed(mail(text="Suivez {base}/x"))

    assert found["From"] == "Elections Professionnelles 2022 <elections@portail.example>"
    assert found["To"] == "alix.quidam@ac-fictive.example"
    assert found["Subject"] == "[SIMULATION] Été"
    assert found["Date"] == "Thu, 01 Dec 2022 08:47:00 +0100"
    assert found["Message-ID"] == f"<{ID}@formation.mockportal.example>"
    assert found["X-Simulation"] == "mockportal"
    assert found.get_body(("plain",)).get_content().strip() == f"Suivez {BASE}/x"
    assert f'<a href="{BASE}/x">' in found.get_body(("html",)).get_content()
    assert found.defects == []


@pytest.mark.attack("N01")
@pytest.mark.parametrize(
    "to",
    [
        "a@x.example\r\nBcc: b@y.example",
        "a@x.example\nBcc: b@y.example",
        "a@x.example\u2028Bcc: b@y.example",
        "a@x.example, b@y.example",
        "a@x.example> RCPT TO:<b@y.example",
        "a@x.org",
    ],
)
def test_a_letter_to_more_or_less_than_one_address_of_fiction_is_not_written(to):
    with pytest.raises(Unwritable):
        mail(to=to)


@pytest.mark.attack("N01")
def test_a_line_end_in_a_subject_starts_no_header():
    found = parsed(mail(subject="Bonjour\r\nBcc: b@y.example"))

    assert found["Subject"] == "Bonjour Bcc: b@y.example"
    assert found["Bcc"] is None


@pytest.mark.parametrize(
    ("folded", "said"),
    [
        (b"Connexion =?utf-8?q?=C3=A0?=\r\n (simulateur)", "Connexion à (simulateur)"),
        (b"Connexion\r\n\t=?utf-8?q?=C3=A0?= Yris", "Connexion à Yris"),
        (b"=?utf-8?q?=C3=A9t?=\r\n =?utf-8?q?=C3=A9?=", "été"),
    ],
)
def test_a_subject_that_is_folded_keeps_its_spaces(folded, said):
    assert read_mail(b"Subject: " + folded + b"\r\n\r\nBonjour").subject == said


@pytest.mark.attack("N09")
def test_html_in_a_name_is_text_in_both_parts():
    name = '<img src=x onerror="alert(1)"> & fils'
    found = parsed(mail(text=f"Bonjour {name}"))

    assert found.get_body(("plain",)).get_content().strip() == f"Bonjour {name}"
    page = found.get_body(("html",)).get_content()
    assert "<img" not in page
    assert "Bonjour &lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; fils" in page


@given(text=st.text(PLAIN, max_size=300), subject=st.text(PLAIN, min_size=1, max_size=60))
def test_a_mail_of_our_form_reads_the_same_fast_and_slow_and_comes_back_whole(text, subject):
    raw = mail(text=text, subject=subject)
    cast = read_cast(raw)

    if cast is not None:
        found, kept = cast
        assert found == read_mail(raw)
        assert recast(kept, found.text, found.html) == raw


def test_a_mail_whose_lines_are_too_long_for_smtp_is_encoded():
    raw = mail(text="é" * 2000)

    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert parsed(raw).get_body(("plain",)).get_content().strip() == "é" * 2000


@pytest.mark.parametrize("change", [b"X-Other: 1\r\nFrom", b"from", b"From:"])
def test_a_mail_of_nearly_our_form_is_left_to_the_general_reader(change):
    assert read_cast(mail().replace(b"From", change, 1)) is None


@given(raw=st.binary(max_size=500))
def test_whatever_comes_there_is_something_to_show(raw):
    found = read_mail(raw)

    assert "\0" not in found.text + found.html + found.subject
    (found.text + found.html + found.subject + found.sender).encode()
