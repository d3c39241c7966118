"""Follows one person through states that no link leads to, and keeps a list of what is wrong."""

from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Response

from tests.browser.looking import Looker


class Examiner(Looker):
    """What tests/browser/test_every_page.py does not see: forms with errors, dialogs, empty pages.

    At the end `problems` is empty, or says what to do.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.problems: list[str] = []
        self.seen: list[str] = []

    def answer(self, response: Response) -> None:
        """A page, a draft and what is told wrong may be refused, which the caller asks of."""
        kind = response.request.resource_type
        if kind != "document" and "/utkast/" not in response.url and response.status != 422:
            super().answer(response)

    def go(self, path: str, *, status: int = 200) -> None:
        """Opens the page, on which something is to be pressed."""
        reply = self.page.goto(path)
        if reply is None or reply.status != status:
            self.problems.append(f"{path}: svarade {reply and reply.status}, inte {status}")

    def visit(self, path: str, *, status: int = 200, state: str = "") -> None:
        """Opens the page and looks at it."""
        self.go(path, status=status)
        self.look(f"{path} {state}")

    def press(self, button: str, state: str, within: Locator | None = None) -> None:
        """Presses a button and looks at the page that comes."""
        found = (within or self.page.locator("main")).get_by_role("button", name=button, exact=True)
        with self.page.expect_navigation():
            found.click()
        self.look(f"{urlsplit(self.page.url).path} {state}")

    def save(self, state: str) -> None:
        """Presses the button that saves a part of the investigation."""
        name = self.page.locator(".form-end button.ds-button").first.inner_text()
        self.press(name, state)

    def look(self, name: str) -> None:
        """Everything that holds for every page."""
        self.seen.append(name)
        self.problems += [f"{name}: {what}" for what in [*self.faults(), *self.heard]]
        self.heard.clear()
