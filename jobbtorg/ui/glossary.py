"""Ordlista: the words of the pages and the decisions, each with what it means."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

WORDS = Path(__file__).parent / "texts" / "ordlista.toml"
ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
TOLD = 4  # so many words stand with a page's help


@dataclass(frozen=True)
class Word:
    """A word, what it means, and the provision where it helps."""

    term: str
    text: str
    law: str = ""

    @property
    def letter(self) -> str:
        """The letter that it stands under."""
        return self.term[0].upper()

    @property
    def anchor(self) -> str:
        """Its place on the page, without å, ä and ö, which addresses spell out."""
        plain = self.term.casefold().translate({ord("å"): "aa", ord("ä"): "ae", ord("ö"): "oe"})
        return f"ord-{slugify(plain)}"


def in_order(term: str) -> list[int]:
    """The key of the Swedish order: å, ä and ö come last, in that order; a space before all."""
    return [ALPHABET.find(letter) for letter in term.casefold()]


@cache
def words() -> tuple[Word, ...]:
    """Every word, in alphabetical order."""
    told = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return tuple(Word(term, **told[term]) for term in sorted(told, key=in_order))


@cache
def words_in(lines: tuple[str, ...]) -> tuple[Word, ...]:
    """The words that stand in the lines as they are, the longest first: those ask most of one."""
    text = " ".join(lines).casefold()
    found = [word for word in words() if re.search(rf"\b{re.escape(word.term.casefold())}\b", text)]
    return tuple(sorted(found, key=lambda word: -len(word.term))[:TOLD])


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All words under their letters, with the letters as links."""
    groups = [(letter, list(found)) for letter, found in groupby(words(), lambda word: word.letter)]
    return render(request, "glossary.html", {"groups": groups})
