"""Faults whose alarm only a script can raise."""

import pytest

from mockportal.tests.live import LiveServer

ALARM = "La référence ne correspond pas. Contactez l'assistance."


@pytest.fixture
def voting(chromium, server: LiveServer, election, browse):
    """Return a tab of a voter who has just been shown the choice to confirm."""
    visitor = browse()
    visitor.vote_ready(visitor.elector())
    visitor.choose("csa-ministeriel")
    context = chromium.new_context()
    cookies = [
        {"name": one.name, "value": one.value.strip('"'), "url": server.portal}
        for one in visitor.client.cookies.jar
    ]
    context.add_cookies(cookies)
    tab = context.new_page()
    tab.goto(server.address(election.id, "vote/csa-ministeriel/confirmation"))
    yield tab
    context.close()


def test_a_wrong_receipt_raises_the_alarm_and_the_right_one_calms_it(voting, remote, sound):
    remote.set_fault("wrong-receipt")
    voting.get_by_role("button", name="Je vote").click()
    alarm = voting.get_by_role("alert")
    alarm.wait_for()
    told, success = alarm.inner_text(), voting.locator("[data-success]").is_visible()
    remote.lift_fault("wrong-receipt")
    voting.reload()

    assert (told, success) == (ALARM, False)
    assert voting.get_by_text("Votre vote est enregistré.", exact=True).is_visible()
    assert voting.get_by_role("alert").count() == 0
    assert sound() == {"csa-ministeriel": 1}


def test_an_early_warning_is_read_and_can_be_dismissed(voting, remote, control, election):
    remote.set_fault("session-warning-early", {"after_s": 0})
    voting.reload()
    warning = voting.get_by_role("status").filter(has_text="Votre session se termine dans")
    warning.wait_for()
    remote.lift_fault("session-warning-early")
    voting.get_by_role("button", name="Prolonger la session").click()
    warning.wait_for(state="hidden")
    voting.get_by_role("button", name="Je vote").click()

    assert voting.get_by_text("Votre vote est enregistré.", exact=True).is_visible()
