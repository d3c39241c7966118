"""What is pasted from Word, Outlook or a web page comes in as plain paragraphs and lists."""

import pytest
from playwright.sync_api import Page, expect

from tests.ui.test_cleaning import CASES

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal
{margin:0cm}</style><script>window.ran = true</script></head><body lang=SV>
<!--StartFragment--><p class=MsoNormal><b>Tilda</b> bor hos
sina för\u00adäldrar.<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='font-family:Symbol'><span style='mso-list:Ignore'>\u00b7<span>&nbsp;&nbsp;&nbsp;</span>
</span></span><![endif]>Hon sover d\u00e5ligt.</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>\u00b7<span>&nbsp;&nbsp;</span></span><![endif]>Hon vill arbeta.</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]>
<span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>F\u00f6rst en praktik.</p>
<p class=MsoNormal>Sist<span style='display:none;mso-hide:all'>dolt</span> ett stycke.\u200b
<img src="https://bilder.example/x.png" onerror="window.ran = true"></p><!--EndFragment-->
</body></html>"""
CLEAN = (
    "Tilda bor hos sina föräldrar.\n\n– Hon sover dåligt.\n– Hon vill arbeta.\n"
    "1. Först en praktik.\n\nSist ett stycke."
)
OTHERS = {
    "outlook": (
        "<p class=MsoNormal>Hej!</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p class=MsoNormal>Box 1</p><p class=MsoNormal>123 45 Farsta</p>",
        "Hej!\n\nBox 1\n123 45 Farsta",
    ),
    "webb": (
        "<h2>Rubrik</h2><p>Ett stycke<br>på två rader.</p><ul><li><p>Ett</p></li><li>Två"
        "<ul><li>Inre</li></ul></li></ul><ol start=3><li>Tre</li><li>Fyra</li></ol><p>Slut</p>",
        "Rubrik\n\nEtt stycke\npå två rader.\n\n– Ett\n– Två\n– Inre\n\n3. Tre\n4. Fyra\n\nSlut",
    ),
    "tabell": (
        "<table><tr><th>Dag</th><th>Tid</th></tr><tr><td>Måndag</td><td>9</td></tr></table>",
        "Dag\tTid\nMåndag\t9",
    ),
    "kod": ("<pre>rad ett\n  rad två</pre>", "rad ett\n  rad två"),
    "rader": ("<div>En</div><div>Två</div><div><br></div><div>Tre</div>", "En\nTvå\n\nTre"),
    "inget": ("<meta charset=utf-8><span>bara ord</span>", "bara ord"),
}


def paste(page: Page, html: str, text: str = "") -> None:
    """As the browser does when the clipboard holds both."""
    page.evaluate(
        """([html, text]) => {
          const data = new DataTransfer();
          if (html) data.setData("text/html", html);
          data.setData("text/plain", text);
          const told = { clipboardData: data, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        [html, text],
    )


@pytest.fixture
def page(world, open_page) -> Page:
    page = open_page(world.coach)
    page.goto("/ny-ansokan/")
    return page


def test_words_html_becomes_plain_text_at_the_cursor_and_can_be_undone(page):
    area = page.get_by_role("textbox", name="Med den sökandes egna ord")
    area.focus()
    page.keyboard.type("Före efter.")
    for _ in "efter.":
        page.keyboard.press("ArrowLeft")
    paste(page, WORD, "platt text")
    expect(area).to_have_value(f"Före {CLEAN}efter.")
    assert page.evaluate("window.ran") is None
    page.keyboard.press("Control+z")
    expect(area).to_have_value("Före efter.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Sparat")
    paste(page, "", "Dikterat\x0bpå två\xa0\xa0rader\u200b.")
    expect(area).to_have_value("Före Dikterat\npå två rader.efter.")
    every_source_gives_plain_paragraphs_and_lists(page)
    the_server_and_the_page_clean_alike(page)


def every_source_gives_plain_paragraphs_and_lists(page: Page) -> None:
    for source, (html, wanted) in OTHERS.items():
        assert from_module(page, "fromHtml", html) == wanted, source


def the_server_and_the_page_clean_alike(page: Page) -> None:
    for dirty, wanted in CASES:
        assert from_module(page, "clean", dirty) == wanted


def from_module(page: Page, name: str, text: str) -> str:
    return page.evaluate(
        "async ([name, text]) => (await import('/static/ui/js/paste.js'))[name](text)", [name, text]
    )
