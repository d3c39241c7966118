"""Short ways to propose and publish in the rulebook."""

from datetime import date, timedelta
from typing import Any

from jobbtorg import clock
from jobbtorg.publishing.actions import propose, publish
from jobbtorg.publishing.rules import Change
from jobbtorg.rulebook.entries import entries_of
from jobbtorg.rulebook.models import Proposal, Setting, Version

WHY = "Juridiken har bett om det."
NEW_TEXT = "Du får inte stöd på {enhet}. Läs varför längre ned."


def in_a(days: int = 1) -> date:
    """So many days from today."""
    return clock.today() + timedelta(days=days)


def change_to(kind: str, key: str = "", days: int = 1, **told: Any) -> Change:
    """The entry's latest version with what is told in its place."""
    entries = entries_of(kind)
    key = key or str(entries.kind)
    content = entries.content(entries.versions(key).first()) | told
    return Change(str(entries.kind), key, content, in_a(days), WHY)


def ending(kind: str, key: str, days: int = 1) -> Change:
    """The entry put out of use."""
    return Change(kind, key, None, in_a(days), WHY)


def proposed(world: Any, change: Change | None = None, **told: Any) -> Proposal:
    """What the administrator proposes: another letter text unless told."""
    text = change or change_to("brevtexter", "beslut_avslag", **({"text": NEW_TEXT} | told))
    return propose(text, by=world.delegationsadmin)


def published(world: Any, change: Change | None = None, **told: Any) -> Version | None:
    """The same, published by the förvaltningschef."""
    return publish(proposed(world, change, **told), by=world.forvaltningschef)


def new_riktlinje(world: Any, days: int = 1, **told: Any) -> Any:
    """A riktlinje with another name, updated by delegation."""
    return published(world, change_to("riktlinjer", days=days, **({"name": "Nya"} | told)))


def set_since_the_beginning(key: str, value: Any) -> Setting:
    """The setting with another value, as if the city had begun with it."""
    before = Setting.objects.get(key=key)
    before.valid_to = before.valid_from
    before.save()
    return Setting.objects.create(
        key=key,
        value=value,
        explanation=before.explanation,
        valid_from=before.valid_from + timedelta(days=1),
    )
