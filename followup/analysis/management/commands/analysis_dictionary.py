"""Prints the dictionary of the schema `analys` as Markdown: docs/analysis.md ends with it."""

from typing import Any

from django.core.management.base import BaseCommand

from followup.analysis.dictionary import dictionary
from followup.analysis.schema import SCHEMA


class Command(BaseCommand):
    help = "Skriver ut ordboken över vyerna i schemat analys."

    def handle(self, *args: Any, **options: Any) -> None:
        """A heading per view, a row per column."""
        self.stdout.write(in_markdown())


def in_markdown() -> str:
    """The whole dictionary."""
    lines = []
    for view in dictionary():
        lines += [f"### {SCHEMA}.{view.name}", "", f"{view.told}.", ""]
        lines += ["| kolumn | typ | vad den säger |", "|---|---|---|"]
        lines += [f"| `{name}` | {kind} | {told} |" for name, kind, told in view.columns]
        lines.append("")
    return "\n".join(lines).rstrip()
