"""Every page that a user comes to by links, a few of each kind, and what its HTML says."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.addresses.logged import EXPORTS, PRINTS

# Arguments that say which row it is.
ROWS = {"slug", "number", "key", "coach", "sha256", "month", "token"}
TABS = {"flik", "delat", "vy"}  # parameters whose value makes another page
MOST = 2  # pages of a kind: their rows differ, and with them what stands there
CASES = 12  # but many cases: what stands there depends on where the case is

TAG = re.compile(r"<([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>")
CLASS = re.compile(r'\sclass="([^"]*)"')
NAME = re.compile(r"\s([a-z-]+)(?==|\s|$)")
FILES = PRINTS | EXPORTS | {
    "document", "inbox_paper", "namnd_document", "mask_picture", "delegations_pdf",
    "delegations_csv", "report_pdf", "report_csv", "test_letter", "job_state",
}  # fmt: skip
SAID = re.compile(r'\s(?:aria-label|title|placeholder|alt)="([^"]*)"')
TITLE = re.compile(r"<title>\s*([^<]*?)\s*</title>")
HREF = re.compile(r'<a\s[^>]*?href="([^"]+)"')
UNREAD = re.compile(
    r"<(script|style|code|textarea|template|svg)\b.*?</\1>|<!--.*?-->|<[^>]+>", re.DOTALL
)
TWO_WORDS = re.compile(r"[a-z][A-Z]")
ENGLISH = re.compile(
    r"(?i:\b(?:the|this|that|please|your|you|with|without|required|invalid|valid value|enter a|"
    r"must be|cannot|not found|forbidden|submit|cancel|delete|save|search|next|previous|back to|"
    r"unknown|undefined|null|nan|yes|error|warning|loading|click|select a|choose|sign in|log in|"
    r"log out|username|password|email|january|february|march|may|june|july|october|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday)\b)"
    r"|\b(?:None|True|False)\b|\{\{|\}\}|\{%|%\}|\[object|object \(\d+\)|&lt;|<[A-Z]\w+:"
)


@dataclass(frozen=True)
class Reached:
    """A page as it came: its address and kind, and its HTML."""

    url: str
    name: str
    kind: tuple[object, ...]
    html: str
    status: int

    def ingredients(self) -> frozenset[tuple[object, ...]]:
        """What it is made of: which elements with which classes and attributes, each once."""
        found = TAG.findall(self.html, self.html.find("<main"))
        return frozenset(
            (tag, "".join(CLASS.findall(rest)), *sorted(set(NAME.findall(rest))))
            for tag, rest in found
        )

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        found = TITLE.search(self.html)
        return unescape(found[1]) if found else ""

    def faults(self) -> list[str]:
        """What is wrong with it before any browser has read it."""
        found = [] if self.status == 200 else [f"svarade {self.status}"]
        found += [] if '<html lang="sv"' in self.html else ["saknar lang=sv"]
        found += [] if self.title.removesuffix("– Jobbtorg").strip() else ["saknar titel"]
        found += [] if self.html.count("<h1") == 1 else ["har inte exakt en h1"]
        words = [UNREAD.sub(" ", self.html), *SAID.findall(self.html)]
        return found + not_swedish(unescape(" | ".join(words)))


def names_of_models() -> re.Pattern[str]:
    """The models' names in the code, but for those that are Swedish words too."""
    names = {model.__name__ for model in apps.get_models()}
    return re.compile(rf"\b(?:{'|'.join(sorted(n for n in names if TWO_WORDS.search(n)))})\b")


def not_swedish(text: str) -> list[str]:
    """Each word in English or from the code, with what stands around it."""
    found = [*ENGLISH.finditer(text), *names_of_models().finditer(text)]
    around = (text[max(0, m.start() - 30) : m.end() + 30] for m in found)
    return [f"inte svenska: …{' '.join(part.split())}…" for part in around]


def kind_of(url: str) -> tuple[str, tuple[object, ...]] | None:
    """The address' name and what kind of page it is; None where it is no address of ours."""
    parts = urlsplit(url)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    words = {k: v for k, v in found.kwargs.items() if isinstance(v, str) and k not in ROWS}
    query = [(k, v if k in TABS else "") for k, v in parse_qsl(parts.query)]
    return found.url_name or "", (found.url_name, *sorted(words.items()), *sorted(query))


def crawl(client: Client, first: str, shown: list[str], most: int = MOST) -> Iterator[Reached]:
    """Every page to which links lead from the first, at most so many of a kind.

    `shown` are cases with much in them, which come before the others where the user sees them.
    """
    left = deque([first, *(url for url in shown if client.get(url).status_code == 200)])
    met = set(left)
    times: Counter[tuple[object, ...]] = Counter()
    while left:
        url = left.popleft()
        kind = kind_of(url)
        if kind is None or kind[0] in FILES:
            continue
        if times[kind[1]] >= (CASES if kind[0] == "case" else most):
            continue
        times[kind[1]] += 1
        page = read(client, url, *kind)
        if page is None:
            continue
        yield page
        for link in (urljoin(page.url, unescape(href)) for href in HREF.findall(page.html)):
            address = link.partition("#")[0]
            if address.startswith("/") and address not in met:
                met.add(address)
                left.append(address)


def read(client: Client, url: str, name: str, kind: tuple[object, ...]) -> Reached | None:
    """The page, or where it leads on to; None where it is a file."""
    answer: HttpResponse = client.get(url, follow=True)
    if not answer.get("Content-Type", "").startswith("text/html"):
        return None
    redirects = getattr(answer, "redirect_chain", [])
    if redirects:
        url = urlsplit(redirects[-1][0]).path
        name, kind = kind_of(url) or (name, kind)
    return Reached(url, name, kind, answer.content.decode(), answer.status_code)
