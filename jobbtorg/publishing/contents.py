"""What is wrong with what a version would say: every reason, kind by kind."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from django.db.models import Field, Model

from jobbtorg.acts import Rule
from jobbtorg.letters import MissingText, UnknownPlaceholder, check_text
from jobbtorg.letters.texts import fill
from jobbtorg.organisation.models import Course
from jobbtorg.publishing.book import blank
from jobbtorg.publishing.samples import with_text
from jobbtorg.rulebook.citations import SFS
from jobbtorg.rulebook.entries import Content, Entries, entries_of
from jobbtorg.rulebook.models import Code, Proposal, Setting

HIGHEST = 10_000  # of days, hours, characters: beyond it a slip of the finger
MOST_MONTHS = 6  # users.md G17: no period is longer
OWN_RULE = ("code", "section")
CODE = re.compile(r"[a-z0-9_-]{1,50}")


def against_content(kind: str, key: str, content: Content) -> Iterator[Rule]:
    """Why the entry cannot say this."""
    entries = entries_of(kind)
    yield from _against_lengths(entries, content)
    yield from AGAINST[entries.kind](key, content)


def _against_lengths(entries: Entries, content: Content) -> Iterator[Rule]:
    """No text is empty that letters and lists show, nor longer than its column."""
    for name in entries.columns:
        yield from _against_value(entries.model, name, content[name])
    if entries.rows:
        for row, name in product(content[entries.rows.name], entries.rows.columns):
            yield from _against_value(entries.rows.model, name, row[name])


def _against_value(model: type[Model], name: str, value: Any) -> Iterator[Rule]:
    """One text, held against its column; what a rule of its own is about has its own sentence."""
    column = model._meta.get_field(name)
    assert isinstance(column, Field)
    if not isinstance(value, str) or name in OWN_RULE:
        return
    label = str(column.verbose_name)
    if not value.strip() and not column.blank:
        yield Rule("empty", f"Ange {label}.", where=name)
    elif column.max_length and len(value) > column.max_length:
        sentence = f"Ange högst {column.max_length} tecken i {label}."
        yield Rule("too_long", sentence, where=name)


def _against_provision(key: str, content: Content) -> Iterator[Rule]:
    """A law is named with its number, a provision with its paragraph."""
    if not CODE.fullmatch(key):
        sentence = "Ange en nyckel med små bokstäver utan å, ä och ö, siffror och understreck."
        yield Rule("key", sentence, where="key")
    if content["law"].strip() and not SFS.search(content["law"]):
        sentence = "Skriv lagen med sitt nummer, till exempel socialtjänstlagen (2025:400)."
        yield Rule("sfs", sentence, where="law")
    if content["ref"].strip() and "§" not in content["ref"]:
        sentence = "Skriv kapitel och paragraf, till exempel 11 kap. 1 §."
        yield Rule("ref", sentence, where="ref")


def against_text(key: str, text: str) -> Iterator[Rule]:
    """Every placeholder is on the list, and every letter with the text has something to put there.

    A text is never run as a template: braces that are no placeholder are refused, with their line.
    """
    wrong = False
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            check_text(line, key)
        except UnknownPlaceholder as unknown:
            wrong = True
            sentence = (
                f"Rad {number} i texten {key}: {unknown.placeholder} finns inte på listan över "
                "uppgifter. Välj en från listan, eller skriv orden rakt ut."
            )
            yield Rule("placeholder", sentence, where="text")
    if not wrong:
        yield from _against_letters(key, text)


def _against_letters(key: str, text: str) -> Iterator[Rule]:
    """A letter that cannot fill the text would not be made at all."""
    told: set[str] = set()
    for case in with_text(key):
        try:
            fill(text, case.values(case.content(blank())), key)
        except MissingText as missing:
            if str(missing) not in told:
                told.add(str(missing))
                name = re.findall(r"\{\w+\}", str(missing))[0]
                sentence = f"{case.label}: brevet har inget att sätta in för {name}. Ta bort den."
                yield Rule("cannot_fill", sentence, where="text")


def _against_letter_text(key: str, content: Content) -> Iterator[Rule]:
    yield from against_text(key, content["text"])


def _against_code(key: str, content: Content) -> Iterator[Rule]:
    if not CODE.fullmatch(content["code"]):
        sentence = "Ange en kod med små bokstäver utan å, ä och ö, siffror och bindestreck."
        yield Rule("key", sentence, where="code")
    if content["counts_as"] and content["list"] != Code.List.CLOSING_REASON:
        sentence = "Bara en orsak till avslut räknas som arbete eller studier."
        yield Rule("counts_as", sentence, where="counts_as")


def _against_riktlinje(key: str, content: Content) -> Iterator[Rule]:
    """It asks something, nothing twice; what bars says so; and no period is too long."""
    if not 1 <= content["longest_months"] <= MOST_MONTHS:
        sentence = f"Ange en längsta period på 1–{MOST_MONTHS} månader."
        yield Rule("months", sentence, where="longest_months")
    criteria = content["criteria"]
    if not criteria:
        yield Rule("no_criteria", "Riktlinjen behöver minst ett kriterium.")
    for row in criteria:
        if row["bars_grant"] != bool(row["bar_sentence"].strip()):
            sentence = (
                f"Skriv den mening som visas när ”{row['question']}” hindrar bifall."
                if row["bars_grant"]
                else f"Kryssa i att ”{row['question']}” hindrar bifall, eller ta bort meningen."
            )
            yield Rule("bar_sentence", sentence)
        if not CODE.fullmatch(row["code"]):
            yield Rule("key", f"Kriteriet ”{row['question']}” saknar kod.")
    yield from _twice("Samma kriterium", [row["code"] for row in criteria])
    yield from _twice("Samma fråga", [row["question"] for row in criteria])


def _against_setting(key: str, content: Content) -> Iterator[Rule]:
    """A value of the same kind as before; and a course that decisions need is one that there is."""
    value, before = content["value"], Setting.objects.filter(key=key).latest("valid_from").value
    if type(value) is not type(before):
        yield Rule("kind", "Värdet är av fel slag.", where="value")
    elif isinstance(value, int) and not isinstance(value, bool) and not 1 <= value <= HIGHEST:
        yield Rule("value", f"Ange ett heltal från 1 till {HIGHEST}.", where="value")
    elif isinstance(value, list):
        known = set(Course.objects.values_list("code", flat=True))
        for code in sorted(set(value) - known):
            yield Rule("course", f"Det finns ingen utbildning med koden {code}.", where="value")


def _against_form(key: str, content: Content) -> Iterator[Rule]:
    """A form asks something, each question under a section, and nothing twice."""
    questions = content["questions"]
    if not any(question["required"] for question in questions):
        yield Rule("no_questions", "Formuläret behöver minst en fråga som ska besvaras.")
    for question in questions:
        if not question["section"].strip():
            yield Rule("section", f"Ange avsnitt för frågan ”{question['text']}”.")
    yield from _twice("Samma fråga", [question["text"] for question in questions])


def _twice(what: str, texts: list[str]) -> Iterator[Rule]:
    counted = Counter(text.strip().casefold() for text in texts)
    for text, times in counted.items():
        if times > 1:
            yield Rule("twice", f"{what} står två gånger: ”{text}”.")


AGAINST: dict[Proposal.Kind, Callable[[str, Any], Iterator[Rule]]] = {
    Proposal.Kind.LAGRUM: _against_provision,
    Proposal.Kind.BREVTEXT: _against_letter_text,
    Proposal.Kind.KOD: _against_code,
    Proposal.Kind.RIKTLINJE: _against_riktlinje,
    Proposal.Kind.INSTALLNING: _against_setting,
    Proposal.Kind.FORMULAR: _against_form,
}
