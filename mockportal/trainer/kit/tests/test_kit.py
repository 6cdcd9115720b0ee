"""The printed kit, as Chromium lays it out on paper."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from typer.testing import CliRunner

from mockportal import election as files
from mockportal.cli import app
from mockportal.electorate import electorate
from mockportal.portal.tests.preview import chromium_options
from mockportal.tests import plain
from mockportal.trainer.kit.sheets import Kit, Part, choose, printed

HOME = "http://192.0.2.7:8080/formation/portail/accueil"
OVERFLOWING = """[...document.querySelectorAll("article, .procedure")].filter(one =>
    one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1
).map(one => one.querySelector("h2").textContent)"""

PAPER = {"width": 726, "height": 1052}
"""A4 without its margins, at 96 points an inch."""
SHEETS = ("procedure", "cartes", "notices")


def read(sheet):
    """Return what the QR codes of one sheet say."""
    picture = Image.open(BytesIO(sheet.screenshot()))
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.fixture(scope="module")
def class_of_forty():
    return choose(electorate(files.load("formation")), 40)


def test_a_kit_for_forty_fits_its_paper_and_every_qr_code_leads_to_the_portal(
    playwright, class_of_forty
):
    browser = playwright.chromium.launch(**chromium_options())
    page = browser.new_page(device_scale_factor=2, viewport=PAPER)
    page.emulate_media(media="print")
    page.set_content(printed(Kit(class_of_forty, HOME)))

    codes = {kind: read(page.locator(f".{kind}").first) for kind in SHEETS}
    overflowing, cards = page.evaluate(OVERFLOWING), page.locator("article.carte").count()
    browser.close()

    assert (overflowing, cards) == ([], 40)
    assert codes == {"procedure": [HOME], "cartes": [HOME] * 4, "notices": [HOME] * 2}


def test_a_voter_whose_notice_never_came_gets_none_and_no_code(class_of_forty):
    without = [one for one in class_of_forty if not one.notice]

    page = printed(Kit(without, HOME, frozenset([Part.CARDS, Part.NOTICES])))

    assert without
    assert "notice jamais reçue" in page
    assert [one.vote_code for one in without if one.vote_code in page] == []


def test_every_sheet_says_that_it_is_a_simulation(class_of_forty):
    page = printed(Kit(class_of_forty[:8], HOME))

    sheets = page.count("<article") + page.count('class="feuille procedure"')
    assert page.count('<p class="marque">SIMULATION – aucun vote réel</p>') == sheets


def test_a_kit_beyond_the_roll_names_the_ranks_there_are():
    refused = CliRunner().invoke(app, ["kit", "--from", "40", "--html", "kit.html"])

    assert refused.exit_code == 2
    assert "--from: found 40: the roll has ranks 0 to 39" in refused.output


def test_a_kit_that_cannot_be_written_says_where(tmp_path):
    refused = CliRunner().invoke(app, ["kit", "--html", str(tmp_path / "nowhere" / "kit.html")])

    assert refused.exit_code == 2
    assert "nowhere/kit.html: No such file or directory" in refused.output


def test_the_console_names_the_command_where_it_prints_the_same_cards(mockportal_server, election):
    known = {"Authorization": f"Bearer {mockportal_server.token}"}
    with plain.Client(base_url=mockportal_server.server().console, headers=known) as trainer:
        shipped, made = (
            trainer.get(f"/elections/{name}/kit").text for name in ("electionspro2022", election.id)
        )

    assert "mockportal kit --election electionspro2022" in shipped
    assert "mockportal kit" not in made
