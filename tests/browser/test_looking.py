"""What is asked of every page can be answered with no: a page with every fault is told of each."""

import pytest

from tests.browser.crawl import Reached, not_swedish
from tests.browser.looking import Looker

HEAD = """<!doctype html><html lang="sv"><head><title>Trasig</title><style>
    .pale { color: #777; background: #888; }
    @media (prefers-color-scheme: dark) { .dark { color: #222; background: #111; } }
    [data-density=kompakt] a { display: inline-block; width: 9px; height: 9px; font-size: 4px; }
    .wide { width: 700px; } .scroll { overflow-x: auto; } .late { order: 2; }
</style></head><body>"""
FAULTS = {
    "image-alt": '<img src="data:,">',
    "color-contrast": '<p class="pale">Blekt</p>',
    "mörkt och kompakt: color-contrast": '<p class="dark">Mörkt</p>',
    "mörkt och kompakt: target-size": '<div><a href="/a">A</a><a href="/b">B</a></div>',
    "bredare än 320 px": '<p class="wide">Bred</p>',
    "kan inte rullas": '<div class="scroll"><p class="wide">Bred</p></div>',
    "har inte exakt en main": "<main>En till</main>",
    "h1 som syns": "<h1>En till</h1>",
    "rubriknivå hoppas över": "<h4>Djup</h4>",
    "tom rubrik": "<h2></h2>",
    "landmärke utan namn": "<nav><p>Var?</p></nav>",
    "två landmärken": '<nav aria-label="Här"></nav><nav aria-label="Här">Där</nav>',
    "sägs inte av": "<p data-draft-status>Sparat</p>",
    "utan att det sägs": '<form data-draft-url="/x"><p>Skriv</p></form>',
    "annan ordning": '<p class="late">Sist</p>',
    "i konsolen": '<script>console.error("Oj")</script>',
    "fel i skriptet": "<script>throw new Error('Oj')</script>",
    "svarade 404": '<script src="/finns-inte.js"></script>',
    "inte svenska": "<p>This field is required.</p>",
}


@pytest.fixture
def faults_of(open_context):
    """What is wrong with a page whose main has this in it."""
    page = open_context().new_page()
    look = Looker(page)

    def faults(body: str) -> list[str]:
        html = f"{HEAD}<main><h1>Trasig</h1>{body}</main></body></html>"
        page.route("**/trasig/", lambda route: route.fulfill(body=html, content_type="text/html"))
        return look.faults_at("/trasig/")

    return faults


def test_a_browser_tells_every_fault(faults_of):
    assert faults_of("<p>Hel</p>") == []
    told = {fault: faults_of(body) for fault, body in FAULTS.items()}
    missed = {fault: said for fault, said in told.items() if fault not in "\n".join(said)}
    assert missed == {}


def test_the_html_tells_its_faults():
    html = '<html><title> – Jobbtorg</title><p title="Inget None">{{ x %} True'
    told = "\n".join(Reached("/", "", (), html, 500).faults())
    for fault in ("svarade 500", "saknar lang=sv", "saknar titel", "har inte exakt en h1"):
        assert fault in told
    assert told.count("inte svenska") == len(["{{", "%}", "True", "None"])


@pytest.mark.parametrize(
    "text",
    [
        "Sedan True",
        "JobPlan object (3)",
        "[object Object]",
        "Enter a valid date.",
        "undefined",
        "NaN",
    ],
)
def test_what_is_not_swedish(text: str):
    assert not_swedish(f"Det står {text} här")


@pytest.mark.parametrize("text", ["Man ska inte se det", "Skriv ut (pdf)", "Nonna Trueblod"])
def test_what_is_swedish(text: str):
    assert not_swedish(text) == []
