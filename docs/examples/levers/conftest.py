"""What the suite shares: a Chromium, and a voter who is signed in."""

import os
import shutil

import pytest
from playwright.sync_api import Page

from mockportal.client import RemoteElection
from mockportal.client.models import Voter


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the machine's own Chromium if there is one, else Playwright's."""
    path = os.environ.get("MOCKPORTAL_CHROMIUM") or shutil.which("chromium")
    own = {"executable_path": path, "args": ["--no-sandbox"]} if path else {}
    return {**browser_type_launch_args, **own}


@pytest.fixture
def signed_in(page: Page, election: RemoteElection, voter: Voter) -> Page:
    """Return a page on which the test's voter is signed in; the vote code is still to come."""
    page.goto(election.home)
    page.get_by_role("link", name="ACCÉDER AU PORTAIL ÉLECTIONS", exact=True).click()
    page.get_by_label("Identifiant", exact=True).fill(voter.identifier)
    captcha = page.locator("[data-captcha]").get_attribute("data-captcha")
    page.get_by_label("CAPTCHA").fill(election.captcha(captcha))
    page.get_by_role("button", name="CONNEXION").click()
    page.get_by_label("Mot de passe Elections").fill(voter.password)
    page.get_by_role("button", name="CONNEXION").click()
    page.get_by_role("link", name="Consulter les scrutins, les candidatures et voter").click()
    return page
