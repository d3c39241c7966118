"""Looks at one page after another, and keeps a list of what is wrong with them."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import ConsoleMessage, Locator, Page

from tests.browser.conftest import LAPTOP

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """only => axe.run({exclude: ["iframe"]}, {
    runOnly: only, resultTypes: ["violations"], iframes: false,
}).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)
))"""
NARROW = {"width": 320, "height": 640}
WIDER = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter(part => !part.closest(".scroll") && part.getBoundingClientRect().right > width + 1)
        .map(part => part.outerHTML.slice(0, 120)).slice(0, 3);
}"""

# What the bar with the buttons happens to lie over can be scrolled clear of it.
NOTHING_OVER = "document.querySelectorAll('.form-end').forEach(b => b.style.position = 'static')"


class Examiner:
    """Follows one person through the pages. At the end `problems` is empty, or says what to do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        self.seen: list[str] = []
        self.titles: dict[str, str] = {}
        self.axe = Path(AXE).read_text(encoding="utf-8")
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))

    def heard(self, message: ConsoleMessage) -> None:
        """An error in the console, unless it only says that the page or a draft was refused."""
        url = message.location.get("url", "")
        told = message.text.startswith("Failed to load resource")
        refusal = told and (url == self.page.url.split("#")[0] or "/utkast/" in url)
        if message.type in ("error", "warning") and not refusal:
            self.problems.append(f"{self.page.url}: {message.text}")

    def visit(self, path: str, *, status: int = 200, state: str = "") -> None:
        """Opens the page and looks at it."""
        reply = self.page.goto(path)
        if reply is None or reply.status != status:
            self.problems.append(f"{path}: svarade {reply and reply.status}, inte {status}")
        self.look(f"{path} {state}", unique=status == 200)

    def press(self, button: str, state: str, within: Locator | None = None) -> None:
        """Presses a button and looks at the page that comes."""
        found = (within or self.page.locator("main")).get_by_role("button", name=button, exact=True)
        with self.page.expect_navigation():
            found.click()
        self.look(f"{urlsplit(self.page.url).path} {state}", unique=False)

    def save(self, state: str) -> None:
        """Presses the button that saves a part of the investigation."""
        name = self.page.locator(".form-end button.ds-button").first.inner_text()
        self.press(name, state)

    def look(self, name: str, *, unique: bool = False) -> None:
        """Everything that holds for every page."""
        self.seen.append(name)
        page = self.page
        found = []
        if page.locator("h1:visible").count() != 1 or not page.locator("h1").inner_text().strip():
            found.append("har inte exakt en h1")
        if page.locator("html").get_attribute("lang") != "sv":
            found.append("saknar lang=sv")
        found += self.title(name) if unique else []
        page.evaluate(self.axe)
        page.evaluate(NOTHING_OVER)
        found += page.evaluate(RUN_AXE, WCAG)
        page.emulate_media(color_scheme="dark")
        found += [f"mörkt: {part}" for part in page.evaluate(RUN_AXE, ["color-contrast"])]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(NARROW)
        found += [f"bredare än 320 px: {part}" for part in page.evaluate(WIDER)]
        page.set_viewport_size(LAPTOP)
        self.problems += [f"{name}: {what}" for what in found]

    def title(self, name: str) -> list[str]:
        """No two addresses have the same title."""
        path = name.split()[0].partition("?")[0]
        other = self.titles.setdefault(self.page.title(), path)
        return [] if other == path else [f"har samma titel som {other}: {self.page.title()}"]
