"""The words that a letter's template knows beyond Django's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from jobbtorg.letters.texts import MissingText, fill, swedish_date

register = template.Library()

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Longer than any word or name. The layout takes time by the square of what it may not break:
# a hundred thousand letters without a space take minutes.
_ENDLESS = re.compile(r"\S{200,}")
_LINES_IN_A_PARAGRAPH = 30


def printable(text: str) -> str:
    """The text without what no printer can show: NUL, controls, lone surrogates, overrides."""
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    shown = "".join(
        char
        for char in text
        if char == "\n"
        or not (
            unicodedata.category(char) in ("Cc", "Cs")
            or char in _DIRECTION_OVERRIDES
            or ord(char) & 0xFFFE == 0xFFFE
        )
    )
    return _ENDLESS.sub(lambda run: re.sub("(.{60})", "\\1\u200b", run.group()), shown)


@register.simple_tag(takes_context=True)
def text(context: template.Context, *parts: object) -> SafeString:
    """The rulebook's sentence under the key that the parts form, filled and escaped."""
    key = "_".join(str(part) for part in parts if part)
    try:
        found = context["texts"][key]
    except KeyError:
        raise MissingText(f"Texten ”{key}” saknas för brevets dag") from None
    return conditional_escape(printable(fill(found, context["values"], key)))


@register.filter
def paragraphs(written: str) -> SafeString:
    """What a person wrote, as paragraphs: an empty line parts them, a single break stays."""
    blocks = re.split(r"\n\s*\n", printable(written).strip())
    parts = (
        (_direction(block), part)
        for block in blocks
        if block.strip()
        for part in _parts(block.split("\n"))
    )
    return format_html_join("\n", '<p dir="{}">{}</p>', parts)


def _direction(block: str) -> str:
    """Which way a paragraph runs, by its first letter with a direction of its own."""
    kinds = (unicodedata.bidirectional(char) for char in block)
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"


def _parts(lines: list[str]) -> Iterator[SafeString]:
    """The lines with a break between them; a very long block in parts, for the layout's sake."""
    for start in range(0, len(lines), _LINES_IN_A_PARAGRAPH):
        some = lines[start : start + _LINES_IN_A_PARAGRAPH]
        yield format_html_join(SafeString("<br>"), "{}", ((row.strip(),) for row in some))


@register.filter
def line(written: str) -> str:
    """What a person wrote, on one line."""
    return re.sub("[ \n]+", " ", printable(str(written))).strip()


@register.filter
def day(value: date | None) -> str:
    """A date as it is written in a letter."""
    return swedish_date(value)
