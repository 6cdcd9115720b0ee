"""The report: one file, no network, no script, readable by everyone."""

import os
import re
import shutil
from html import escape
from html.parser import HTMLParser

import pytest
from axe_playwright_python.sync_playwright import Axe

from loadtests import results
from loadtests.figures import Figures
from loadtests.plan import Plan
from loadtests.report import render
from loadtests.report.page import told
from loadtests.report.scales import clock, log_ticks, nice_step, ticks, time_ticks
from loadtests.report.sentence import sentence
from loadtests.report.sizing import sizing
from loadtests.tests.runs import a_run


@pytest.fixture(scope="module")
def chromium(playwright):
    """Give a browser; its driver is the one of the whole process."""
    installed = os.environ.get("MOCKPORTAL_CHROMIUM") or shutil.which("chromium")
    browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(params=["calm", "in trouble", "empty"])
def report(request):
    """Give the page of a run."""
    return render(a_run(request.param))


class _Addresses(HTMLParser):
    """Collects what a page would fetch."""

    def __init__(self):
        super().__init__()
        self.fetched = []

    def handle_starttag(self, tag, attrs):
        """Note every address that is not inside the page."""
        for name, value in attrs:
            if name in ("src", "href", "data", "poster", "srcset") and value[:1] != "#":
                self.fetched.append((tag, value))


def test_the_page_needs_nothing_else(report):
    page = _Addresses()
    page.feed(report)

    assert page.fetched == []
    assert "<script" not in report
    assert "url(" not in report
    assert "@import" not in report


def test_the_page_says_that_it_is_a_simulation(report):
    assert "SIMULATION – aucun vote réel" in report
    assert "<title>[SIMULATION]" in report


@pytest.mark.parametrize(
    ("state", "word"), [("calm", "Passed"), ("in trouble", "Failed"), ("empty", "Invalid")]
)
def test_the_verdict_comes_first(state, word):
    page = render(a_run(state))

    assert re.search(r"<main>\s*<section class=\"verdict", page)
    assert f'<span class="stamp">{word}</span>' in page


def test_figures_can_be_read_without_plots():
    page = render(a_run("in trouble"))

    text = re.sub(r"<svg.*?</svg>", "", page, flags=re.S)

    for words in ("status 503", "p95 &lt; 2 s", "reissue-link by sms", "lateness of arrivals"):
        assert words in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("calm", "The portal held 240 voters in 40 s (up to 6 a second): 100 % completed"),
        ("in trouble", "The portal did not hold 240 voters"),
        ("empty", "Nobody arrived"),
    ],
)
def test_one_sentence_can_be_pasted_in_a_mail(state, words):
    run = a_run(state)

    assert words in sentence(run)
    assert escape(sentence(run)) in render(run)


def test_a_lost_vote_is_in_the_sentence():
    audit = {"holds": True, "ballots": {"csa-ministeriel": 238}, "receipts": 240}

    assert "2 of the 240 votes with a receipt" in sentence(a_run("calm") | {"audit": audit})


def test_every_large_plot_says_how_to_read_it():
    figures = re.findall(r"<figure tabindex.*?</figure>", render(a_run("in trouble")), re.S)

    assert len(figures) >= 9
    assert [one for one in figures if 'class="reading"' not in one] == []


def test_a_run_is_multiplied_to_the_load_points_with_what_is_assumed():
    (section,) = sizing(told(a_run("calm")))

    opening = next(row for row in section.tables[0].rows if row[0].startswith("opening"))
    assert opening[1:3] == ["15", "90"]  # 15 voters a second, six requests each
    assert len(section.points) >= 6


def test_a_run_of_a_few_voters_sizes_nothing():
    assert list(sizing(told(a_run("empty")))) == []


def test_configuration_and_seed_are_there_to_run_it_again():
    page = render(a_run("calm") | {"seed": 20221205})

    assert "mockportal rush opening --duration &#39;40 s&#39; --rate 6.0 --seed 20221205" in page
    assert "&#34;median&#34;" in page


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1180, "light")])
def test_the_page_fits_any_screen_and_everyone(chromium, report, width, scheme):
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    page.set_content(report)

    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    context.close()

    assert overflow <= 0
    assert found.violations_count == 0, found.generate_report()


def test_results_hold_what_is_needed_to_make_them_again():
    run = a_run("calm")

    assert results.series(Figures.unpacked(run["figures"])) == run["series"]


def test_a_plan_travels_as_plain_values():
    plan = Plan(run="r", declared={"title": "t"}, fitted={}, election={}, url="http://127.0.0.1")

    assert Plan.unpacked(plan.packed()) == plan


@pytest.mark.parametrize(
    ("high", "expected"), [(7.0, [0, 2, 4, 6, 8]), (0.9, [0, 0.25, 0.5, 0.75, 1.0])]
)
def test_axes_have_round_values(high, expected):
    assert ticks(high, 4) == pytest.approx(expected)


def test_logarithmic_axes_enclose_what_they_show():
    found = log_ticks(0.004, 0.7)

    assert found[0] <= 0.004
    assert found[-1] >= 0.7


def test_instants_are_round():
    assert time_ticks(34) == [0, 5, 10, 15, 20, 25, 30]
    assert (clock(65), clock(3660)) == ("1:05", "1:01 h")
    assert nice_step(0) == 1.0
