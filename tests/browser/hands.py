"""Two hands that do the same things on a page: one has a mouse, one the keyboard alone."""

import re
from collections.abc import Sequence
from re import Pattern
from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page, Request, expect

TYPED = 40  # characters that are typed key by key; a longer text comes in one piece
FURTHEST = 120  # stops between two controls of a page
FOCUS = """targets => {
    const stop = document.activeElement;
    const style = getComputedStyle(stop);
    const box = stop.getBoundingClientRect();
    const shows = share => {  // whether it is topmost there
        const y = box.top + share * box.height;
        const top = document.elementFromPoint(box.left + box.width / 2, y);
        return top && (stop.contains(top) || top.contains(stop));
    };
    const where = targets[0]?.compareDocumentPosition(stop) ?? 0;
    return {
        what: stop.outerHTML.slice(0, 150),
        reached: targets.includes(stop),
        behind: !(where & Node.DOCUMENT_POSITION_CONTAINS) &&
            Boolean(where & Node.DOCUMENT_POSITION_FOLLOWING),
        top: stop === document.body,
        whole: stop.matches("body, iframe, #innehall, .messages, [data-error-summary]"),
        skips: stop.matches(".ds-skip-link") && targets.some(one => one.closest("#innehall")),
        marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 1 && box.bottom > 0 && box.top < innerHeight,
        bare: [0.1, 0.5, 0.9].some(shows),
    };
}"""
# A frame that just got its PDF can swallow a key: whoever sees nothing chosen presses again.
PRESSES = 20
PATIENCE = 3_000  # ms, for the focus of a page that just came
PLACE = """(list, label) => [...list.options].findIndex(option => option.label.trim() === label)"""


class Hand:
    """What a person does on a page, counted: a click, a choice and a filled field are one each.

    This is the mouse's; the keyboard's differs in how it presses, writes, ticks and picks.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def another(self, page: Page) -> "Hand":
        """The same kind of hand, on another page."""
        return type(self)(page)

    def sign_in(self, username: str) -> None:
        """On the sign-in page, by user name and password."""
        self.fill("Användarnamn", username)
        self.fill("Lösenord", "hemligt")
        self.click("button", "Logga in")

    def click(self, role: Any, name: str | Pattern[str], within: Any = None) -> None:
        """Presses the one control with this name."""
        self.count += 1
        self.press((within or self.page).get_by_role(role, name=name, exact=True))

    def fill(self, label: str, text: str, within: Any = None) -> None:
        """Writes in a field, which is found by how its label begins."""
        self.count += 1
        self.write(self.field(label, within), text)

    def field(self, label: str, within: Any = None) -> Any:
        """The field whose label begins so."""
        return (within or self.page).get_by_role("textbox", name=label)

    def choose(self, group: str, option: str, within: Any = None) -> None:
        """Ticks a radio button of the group."""
        self.count += 1
        found = (within or self.page).get_by_role("group", name=group)
        self.tick(found.get_by_role("radio", name=option, exact=True))

    def check(self, label: str) -> None:
        """Ticks a box."""
        self.count += 1
        self.tick(self.page.get_by_role("checkbox", name=label))

    def select(self, label: str, option: str) -> None:
        """Chooses from a list."""
        self.count += 1
        self.pick(self.page.get_by_label(label), option)

    def unfold(self, name: str, within: Any = None) -> None:
        """Opens what is folded under this heading."""
        self.count += 1
        self.press((within or self.page).locator("summary").filter(has_text=name))

    def upload(self, label: str, *files: Any) -> None:
        """Chooses files in the dialog that the field opens."""
        self.count += 1
        with self.page.expect_file_chooser() as asked:
            self.press(self.page.get_by_label(re.compile(f"^{label}")))
        asked.value.set_files(list(files))

    def open_row(self, name: str) -> None:
        """The first row of a list with these words, by its link."""
        self.count += 1
        self.press(self.page.locator("tbody tr").filter(has_text=name).first.get_by_role("link"))

    def shortcut(self, key: str) -> None:
        """A key that leads somewhere from anywhere on the page."""
        self.count += 1
        self.page.wait_for_load_state()
        self.page.keyboard.press(key)

    def press(self, control: Locator) -> None:
        """A link or a button."""
        control.click()

    def write(self, field: Locator, text: str) -> None:
        """In a field, instead of what stands there."""
        field.fill(text)

    def add(self, field: Locator, text: str) -> None:
        """In a field, after what stands there."""
        field.press("Control+End")
        self.page.keyboard.type(text)

    def tick(self, control: Locator) -> None:
        """A radio button or a box."""
        control.check()

    def pick(self, choices: Locator, option: str) -> None:
        """One of a list."""
        choices.select_option(label=option)


def is_answer(request: Request) -> bool:
    """Whether it answers what was sent: a POST, or where it redirects."""
    first = request
    while first.redirected_from:
        first = first.redirected_from
    return first.method == "POST"


class Keyboard(Hand):
    """Without a mouse: the focus must be in sight and marked at every stop on the way.

    And it is never lost: only a page that a link led to begins at its top.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.begins = True  # at the top of a page that a link led to
        page.on("request", self.goes)

    def goes(self, request: Request) -> None:
        """To another page, or to what answers a form."""
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.begins = not is_answer(request)

    def press(self, control: Locator) -> None:
        """Enter, on a link or a button."""
        self.reach(control)
        self.key("Enter")

    def write(self, field: Locator, text: str) -> None:
        """What stands there is marked and written over."""
        self.reach(field)
        self.key("Control+A")
        if not text:
            self.key("Delete")
        elif len(text) > TYPED:
            self.page.keyboard.insert_text(text)
        else:
            self.page.keyboard.type(text)

    def add(self, field: Locator, text: str) -> None:
        """From the end on."""
        self.reach(field)
        super().add(field, text)

    def tick(self, control: Locator) -> None:
        """Space; and among radio buttons first the arrows, which choose as they go."""
        if control.get_attribute("type") != "radio":
            self.reach(control)
            self.key("Space")
        else:
            group = control.locator("xpath=ancestor::fieldset[1]").get_by_role("radio")
            self.reach(group)
            self.go_round(control, group.count())
        expect(control).to_be_checked()
        self.look()

    def go_round(self, control: Locator, steps: int) -> None:
        """Among radio buttons, to the one that is to be chosen."""
        wanted = control.element_handles()
        for _ in range(steps):
            if self.look(wanted)["reached"]:
                break
            self.key("ArrowDown")
        for _ in range(PRESSES):
            if control.is_checked():
                break
            self.key("Space")
            self.page.wait_for_timeout(50)

    def pick(self, choices: Locator, option: str) -> None:
        """From the first of the list, down to the option."""
        place = choices.evaluate(PLACE, option)
        assert place >= 0, f"{option} finns inte i listan"
        self.reach(choices)
        self.key("Home")
        for _ in range(place):
            self.key("ArrowDown")
        expect(choices.locator("option:checked")).to_have_text(option)

    def key(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)

    def reach(self, targets: Locator) -> None:
        """Tab, or Shift and Tab where it lies behind, until the focus is on one of them."""
        expect(targets.first).to_be_visible()
        self.page.wait_for_load_state()
        wanted = targets.element_handles()
        for _ in range(FURTHEST):
            stop = self.look(wanted)
            if stop["reached"]:
                return
            self.key("Enter" if stop["skips"] else "Shift+Tab" if stop["behind"] else "Tab")
        raise AssertionError(f"Tabb når inte {targets}, sist {stop['what']}")

    def look(self, targets: Sequence[ElementHandle] = ()) -> dict[str, Any]:
        """The focus is in sight and marked, unless it is on the page as a whole or its errors."""
        stop = self.page.evaluate(FOCUS, list(targets))
        if stop["top"] and not self.begins:
            stop = self.found_again(targets)
        self.begins = stop["top"]
        if not stop["whole"]:
            assert stop["marked"], f"Fokus syns inte på {stop['what']}"
            assert stop["seen"], f"Fokus är utanför fönstret på {stop['what']}"
            assert stop["bare"], f"Fokus är helt skymt på {stop['what']}"
        return stop

    def found_again(self, targets: Sequence[ElementHandle]) -> dict[str, Any]:
        """The focus, once the page that answers an act has set it."""
        for _ in range(PATIENCE // 50):
            stop: dict[str, Any] = self.page.evaluate(FOCUS, list(targets))
            if not stop["top"]:
                return stop
            self.page.wait_for_timeout(50)
        raise AssertionError(f"Fokus är borta på {self.page.url}")
