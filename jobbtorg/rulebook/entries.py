"""The rulebook's entries, whatever their kind: which versions there are, and what each says.

An entry is what a key stands for: a provision, a letter text, a code, a setting; the riktlinje
and the form are one entry each. What a version says is plain data, as a proposal holds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from jobbtorg.rulebook.models import (
    AssessmentForm,
    Code,
    Criterion,
    LetterText,
    Proposal,
    Provision,
    Question,
    Riktlinje,
    Setting,
    Version,
)

Content = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """What belongs to a version, in order: its criteria or its questions."""

    name: str
    model: type[Criterion] | type[Question]
    parent: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Entries:
    """The entries of one kind."""

    kind: Proposal.Kind
    model: type[Version]
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Rows | None = None

    def key_of(self, version: Version) -> str:
        """What names the entry, in addresses and proposals; the kind where there is but one."""
        return ".".join(getattr(version, key) for key in self.keys) or self.kind

    def named(self, key: str) -> dict[str, str]:
        """The columns that the key stands for."""
        return dict(zip(self.keys, key.split(".", len(self.keys) - 1), strict=False))

    def versions(self, key: str) -> Any:
        """Every version of the entry, the latest first."""
        named = self.named(key)
        if len(named) < len(self.keys) or not self.keys and key != self.kind:
            return self.model._default_manager.none()
        found = self.model._default_manager.filter(**named)
        return found.order_by("-valid_from")

    def content(self, version: Version) -> Content:
        """What the version says."""
        told = {name: getattr(version, name) for name in (*self.keys, *self.columns)}
        if self.rows:
            rows = getattr(version, self.rows.name).all()
            told[self.rows.name] = [
                {name: getattr(row, name) for name in self.rows.columns} for row in rows
            ]
        return told

    def write(self, proposal: Proposal) -> Version:
        """The version that the proposal makes."""
        told = dict(proposal.content or {})
        parts = told.pop(self.rows.name, []) if self.rows else []
        version = self.model._default_manager.create(
            proposal=proposal, valid_from=proposal.valid_from, **told
        )
        if self.rows:
            for order, part in enumerate(parts, start=1):
                self.rows.model._default_manager.create(
                    order=order, **{self.rows.parent: version}, **part
                )
        return version

    def field(self, name: str) -> models.Field:
        """The column of that name."""
        found = self.model._meta.get_field(name)
        assert isinstance(found, models.Field)
        return found


CRITERIA = Rows(
    "criteria",
    Criterion,
    "riktlinje",
    ("code", "question", "help", "bars_grant", "bar_sentence"),
)
QUESTIONS = Rows("questions", Question, "form", ("section", "text", "help", "required"))

ENTRIES = {
    entries.kind: entries
    for entries in (
        Entries(Proposal.Kind.LAGRUM, Provision, ("key",), ("ref", "law", "short", "meaning")),
        Entries(Proposal.Kind.BREVTEXT, LetterText, ("key",), ("text", "owner")),
        Entries(Proposal.Kind.KOD, Code, ("list", "code"), ("label", "order", "counts_as")),
        Entries(
            Proposal.Kind.RIKTLINJE,
            Riktlinje,
            (),
            ("name", "dnr", "insats", "longest_months"),
            CRITERIA,
        ),
        Entries(Proposal.Kind.INSTALLNING, Setting, ("key",), ("value", "explanation")),
        Entries(Proposal.Kind.FORMULAR, AssessmentForm, (), ("name",), QUESTIONS),
    )
}


def entries_of(kind: str) -> Entries:
    """The entries of the kind; KeyError for one that there is not."""
    return ENTRIES[Proposal.Kind(kind)]


def in_words(entries: Entries, content: Content | None) -> dict[str, str]:
    """What is said, each thing under its name."""
    if content is None:
        return {}
    told = {}
    for name in entries.columns:
        label = str(entries.field(name).verbose_name)
        told[label[:1].upper() + label[1:]] = shown(content[name])
    rows = content.get(entries.rows.name, []) if entries.rows else []
    return told | dict(_rows_in_words(rows))


def shown(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "Inga"
    return str(value)


def _rows_in_words(rows: Iterable[Content]) -> Iterable[tuple[str, str]]:
    """Criteria by their code, so a reworded one is compared with itself; questions by number."""
    for number, row in enumerate(rows, start=1):
        if "code" in row:
            bars = f"Hindrar förslag om bifall: {row['bar_sentence']}" if row["bars_grant"] else ""
            parts = [row["question"], row["help"], bars]
            yield f"Kriterium {row['code']}", "\n".join(part for part in parts if part)
        else:
            needed = "" if row["required"] else "Frivillig."
            parts = [f"{row['section']}: {row['text']}", row["help"], needed]
            yield f"Fråga {number}", "\n".join(part for part in parts if part)


def _order(content: Content | None) -> dict[str, str]:
    """In which order the criteria are asked."""
    codes = [row["code"] for row in (content or {}).get("criteria", [])]
    return {"Kriteriernas ordning": ", ".join(codes)} if codes else {}


def differences(entries: Entries, old: Content | None, new: Content | None) -> list[Content]:
    """What is changed, thing by thing: {label, old, new, long}, as components/change.html asks."""
    before, after = in_words(entries, old), in_words(entries, new)
    before |= _order(old)
    after |= _order(new)
    found = []
    for label in [*after, *(label for label in before if label not in after)]:
        was, now = before.get(label, ""), after.get(label, "tas bort")
        if was != now:
            long = bool(was and now) and max(len(was), len(now)) > 40
            found.append({"label": label, "old": was, "new": now, "long": long})
    return found
