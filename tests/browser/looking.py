"""What a browser sees of a page, all in one load: axe, the reading order, 320 px, the console."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tests.browser.conftest import LAPTOP
from tests.browser.crawl import not_swedish

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Dark and Kompakt change colours and sizes and nothing else of what axe asks about.
COLOURS_AND_SIZES = ["color-contrast", "target-size"]
# A colour on its way to another is neither of them.
RUN_AXE = """only => {
    for (const moving of document.getAnimations())
        try { moving.finish(); } catch { moving.cancel(); }
    return axe.run({exclude: ["iframe"]}, {
        runOnly: only, resultTypes: ["violations"], iframes: false, elementRef: false,
    }).then(found => found.violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)
    ));
}"""
# What the bar with the buttons happens to lie over can be scrolled clear of it.
NOTHING_OVER = "document.querySelectorAll('.form-end').forEach(b => b.style.position = 'static')"
KOMPAKT = """address => new Promise(done => {
    document.documentElement.dataset.density = "kompakt";
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = address;
    sheet.onload = sheet.onerror = () => done(!sheet.sheet);
    document.head.append(sheet);
})"""
NARROW = {"width": 320, "height": 640}
WIDER = """() => {
    const width = document.documentElement.clientWidth;
    const told = part => part.outerHTML.slice(0, 120);
    const fits = document.documentElement.scrollWidth <= 320;
    const out = part => !part.closest(".scroll") && part.getBoundingClientRect().right > width + 1;
    const wide = (fits ? [] : [...document.body.querySelectorAll("*")]).filter(out)
        .slice(0, 3).map(part => `bredare än 320 px: ${told(part)}`);
    const shut = [...document.querySelectorAll(".scroll")]
        .filter(box => box.scrollWidth > box.clientWidth + 1)
        .filter(box => box.tabIndex < 0 || !(box.ariaLabel || box.getAttribute("aria-labelledby")))
        .map(box => `kan inte rullas med tangenterna eller saknar namn: ${told(box)}`);
    return [...wide, ...shut];
}"""
READING = """() => {
    const faults = [], seen = part => part.checkVisibility({visibilityProperty: true});
    const told = part => part.outerHTML.slice(0, 120).replace(/\\s+/g, " ");
    const all = choice => [...document.querySelectorAll(choice)].filter(seen);
    const name = part => part.ariaLabel || (part.getAttribute("aria-labelledby") ?? "").split(" ")
        .map(id => document.getElementById(id)?.textContent ?? "").join(" ").trim();
    if (all("main").length !== 1) faults.push("har inte exakt en main");
    if (all("h1").length !== 1) faults.push("har inte exakt en h1 som syns");
    if (all("main h1").length !== 1) faults.push("h1 står inte i main");
    let before = 1;
    for (const part of all("h1, h2, h3, h4, h5, h6")) {
        const level = Number(part.tagName[1]);
        if (level > before + 1) faults.push(`rubriknivå hoppas över: ${told(part)}`);
        if (!part.textContent.trim()) faults.push(`tom rubrik: ${told(part)}`);
        before = level;
    }
    for (const choice of ["nav", "aside, [role=complementary]", "[role=search]", "[role=region]"]) {
        const names = all(choice).map(name);
        for (const [n, part] of all(choice).entries()) {
            if (!names[n] && choice !== "[role=search]")
                faults.push(`landmärke utan namn: ${told(part)}`);
            if (names.indexOf(names[n]) < n)
                faults.push(`två landmärken med samma namn: ${told(part)}`);
        }
    }
    for (const part of document.querySelectorAll("[data-draft-status], .messages"))
        if (!part.closest("[role=status], [role=alert], [aria-live]"))
            faults.push(`sägs inte av skärmläsaren: ${told(part)}`);
    if (all("form[data-draft-url]").some(form => !form.querySelector("[data-draft-status]")))
        faults.push("ett utkast sparas utan att det sägs");
    for (const part of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(part);
        if (part.tabIndex > 0 || style.order !== "0" || style.flexDirection.endsWith("reverse"))
            faults.push(`läses i en annan ordning än den syns: ${told(part)}`);
    }
    return faults;
}"""


class Looker:
    """Opens pages in one browser context; each look answers with what is wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.axe = Path(AXE).read_text(encoding="utf-8")
        self.heard: list[str] = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.heard.append(f"fel i skriptet: {error}"))
        page.on("requestfailed", self.fail)
        page.on("response", self.answer)

    def hear(self, message: ConsoleMessage) -> None:
        """Errors and warnings; a refused address is told by `answer`."""
        refusal = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not refusal:
            self.heard.append(f"i konsolen: {message.text}")

    def fail(self, request: Request) -> None:
        """What never came; what a new page breaks off is none."""
        if "ERR_ABORTED" not in (request.failure or ""):
            self.heard.append(f"kom inte fram: {request.url}")

    def answer(self, response: Response) -> None:
        """What was refused, on the page or below it."""
        if response.status >= 400:
            self.heard.append(f"svarade {response.status}: {response.url}")

    def faults_at(self, url: str) -> list[str]:
        """Opens the page and looks at it."""
        self.heard.clear()
        self.page.goto(url)
        return [*self.faults(), *self.heard]

    def faults(self) -> list[str]:
        """Everything that holds for a page as it stands."""
        page = self.page
        page.evaluate(self.axe)
        page.evaluate(NOTHING_OVER)
        found = page.evaluate(RUN_AXE, WCAG) + page.evaluate(READING)
        found += not_swedish(page.inner_text("body"))
        found += self.dark_and_dense()
        return [*found, *self.narrow()]

    def dark_and_dense(self) -> list[str]:
        """In the other colours and the other density, without a new load."""
        page = self.page
        page.emulate_media(color_scheme="dark")
        missing = page.evaluate(KOMPAKT, f"{settings.STATIC_URL}ui/css/density.css")
        found = page.evaluate(RUN_AXE, COLOURS_AND_SIZES)
        page.emulate_media(color_scheme="light")
        page.evaluate("delete document.documentElement.dataset.density")
        found += ["density.css kom inte"] if missing else []
        return [f"mörkt och kompakt: {part}" for part in found]

    def narrow(self) -> list[str]:
        """At 320 px nothing but the boxes of wide tables scrolls sideways."""
        self.page.set_viewport_size(NARROW)
        found = self.page.evaluate(WIDER)
        self.page.set_viewport_size(LAPTOP)
        return list(found)
