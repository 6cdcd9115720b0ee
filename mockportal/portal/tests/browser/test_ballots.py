"""The ballot in a real browser: tiles, reference, receipt."""

import hashlib

import pytest

from mockportal.portal.tests.gallery import ELECTION, REFERENCE

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
GROW = """() => {
    const tiles = document.querySelector(".tuiles");
    while (tiles.children.length < 31) tiles.prepend(tiles.firstElementChild.cloneNode(true));
}"""


def test_a_ballots_reference_is_computed_in_the_browser(voter, room):
    sent = vote(voter, room)

    assert sent["reference"] == [expected(sent)]
    assert len(sent["nonce"][0]) == 32


def test_a_ballots_reference_needs_no_secure_context(voter, room):
    voter.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})")
    sent = vote(voter, room)

    assert sent["reference"] == [expected(sent)]


def test_without_javascript_the_server_draws_the_nonce(reader, room):
    sent = vote(reader, room)

    assert (sent["nonce"], sent["reference"]) == ([""], [""])


def test_a_right_receipt_is_a_success(voter, room):
    room.holes["reference"] = vote(voter, room)["reference"][0]
    voter.goto(f"{room.url}/vote-accuse")

    assert voter.get_by_text("Votre vote est enregistré.").is_visible()
    assert not voter.get_by_role("alert").is_visible()


@pytest.mark.attack("F19")
def test_a_wrong_receipt_raises_the_alarm(voter, room):
    vote(voter, room)
    room.holes["reference"] = REFERENCE
    voter.goto(f"{room.url}/vote-accuse")

    alarm = voter.get_by_role("alert")
    assert alarm.inner_text() == "La référence ne correspond pas. Contactez l'assistance."
    assert not voter.get_by_text("Votre vote est enregistré.").is_visible()


def test_thirty_lists_fit_on_a_phone(voter, room):
    voter.set_viewport_size({"width": 320, "height": 640})
    voter.goto(f"{room.url}/vote-choosing")
    voter.evaluate(GROW)

    assert voter.evaluate(WIDER) <= 0
    assert voter.get_by_role("button", name="Vote blanc").is_visible()


def vote(tab, room):
    """Press « Je vote » and return what was sent."""
    tab.goto(f"{room.url}/vote-confirmation-blanc")
    with tab.expect_response("**/confirmation"):
        tab.get_by_role("button", name="Je vote").click()
    return room.posted[-1]


def expected(sent):
    """Return the reference that a ballot must have."""
    scrutin = ELECTION.scrutins[0].id
    text = f"{ELECTION.id}|{scrutin}|{sent['choix'][0]}|{sent['nonce'][0]}"
    return hashlib.sha256(text.encode()).hexdigest()
