"""What the rulebook's pages share: the way to them, who keeps it, and how versions are listed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jobbtorg.organisation.models import Appointment, User
from jobbtorg.publishing import rules
from jobbtorg.publishing.samples import (
    APPENDIX,
    AT_COURT,
    BASIS,
    CALLED_OFF,
    COVER,
    DECISION,
    HEARING,
    JOB_PLAN,
    LATER,
    NOT_GIVEN,
    RECEIPT,
    SUMMONS,
    letters_with,
    order_of,
)
from jobbtorg.rulebook.entries import ENTRIES, Entries, shown
from jobbtorg.rulebook.models import Code, Proposal, Version

LETTERS = {
    "beslut": DECISION,
    "andra": LATER,
    "hanvisning": APPENDIX,
    "underlag": BASIS,
    "underlag-andring": HEARING,
    "kvittens": RECEIPT,
    "kallelse": SUMMONS,
    "avbokning": CALLED_OFF,
    "jobbplan": JOB_PLAN,
    "till-ratten": AT_COURT,
    "utlamnande": NOT_GIVEN,
    "foljebrev": COVER,
}
LEADS = {
    Proposal.Kind.LAGRUM: "Vad lagen säger, under vilket nummer. Ett beslut hänvisar till det som "
    "gällde den dag det fattades.",
    Proposal.Kind.BREVTEXT: "Meningarna i breven, i den ordning de står där. Mallen bestämmer "
    "ordningen. Brev som är skickade ändras aldrig.",
    Proposal.Kind.KOD: "Det som går att välja i listor. En kod som tas ur bruk finns kvar där den "
    "redan är vald.",
    Proposal.Kind.RIKTLINJE: "Nämndens riktlinje och dess kriterier. En utredning bedöms efter den "
    "riktlinje som gäller.",
    Proposal.Kind.INSTALLNING: "Gränser, mål och förval som förvaltningen bestämmer.",
    Proposal.Kind.FORMULAR: "Frågorna i Initial bedömning del 2. En utredning behåller den version "
    "som gällde när den inleddes.",
}

reading = require_http_methods(["GET", "HEAD"])
writing = require_http_methods(["GET", "HEAD", "POST"])


def entries_or_404(kind: str) -> Entries:
    """The entries of the kind in the address."""
    if kind not in Proposal.Kind.values:
        raise Http404
    return ENTRIES[Proposal.Kind(kind)]


def latest_or_404(entries: Entries, key: str) -> Version:
    """The latest version of the entry in the address."""
    latest: Version | None = entries.versions(key).first()
    if latest is None:
        raise Http404
    return latest


def way(entries: Entries | None = None, version: Version | None = None) -> list[dict[str, str]]:
    """The way to a page: the rulebook, the kind, the entry."""
    found = [{"label": "Regelverk", "url": reverse("rulebook")}]
    if entries:
        url = reverse("rulebook_kind", args=[entries.kind])
        found.append({"label": entries.kind.label, "url": url})
    if entries and version and entries.keys:
        url = reverse("rulebook_entry", args=[entries.kind, entries.key_of(version)])
        found.append({"label": title(entries, version), "url": url})
    return found


def title(entries: Entries, version: Any) -> str:
    """What the entry is called on its page."""
    if entries.kind == Proposal.Kind.INSTALLNING:
        return str(version.explanation)
    if entries.kind in (Proposal.Kind.RIKTLINJE, Proposal.Kind.FORMULAR):
        return str(version.name)
    return str(version)


def heading(proposal: Proposal) -> str:
    """What the proposal is about, in a list."""
    entries = ENTRIES[Proposal.Kind(proposal.kind)]
    latest = entries.versions(proposal.key).first()
    name = title(entries, latest) if latest else proposal.key
    return f"{proposal.get_kind_display()}: {name}"


def says(entries: Entries, version: Any) -> str:
    """What the version says, in a list."""
    if entries.kind == Proposal.Kind.INSTALLNING:
        return shown(version.value)
    column = {
        Proposal.Kind.LAGRUM: "meaning",
        Proposal.Kind.BREVTEXT: "text",
        Proposal.Kind.KOD: "code",
        Proposal.Kind.RIKTLINJE: "dnr",
    }.get(entries.kind)
    if column:
        return str(getattr(version, column))
    return f"{version.questions.count()} frågor"


def listed(entries: Entries, versions: Iterable[Version], day: date) -> list[dict[str, Any]]:
    """A row for each version."""
    return [
        {
            "version": version,
            "title": title(entries, version),
            "says": says(entries, version),
            "url": reverse("rulebook_entry", args=[entries.kind, entries.key_of(version)]),
            "status": version.status(day),
        }
        for version in versions
    ]


def groups(entries: Entries, versions: Iterable[Any], letter: str) -> list[tuple[str, list[Any]]]:
    """The versions under headings: texts as they stand in the letter, codes by their list."""
    if entries.kind == Proposal.Kind.BREVTEXT:
        by_key = {version.key: version for version in versions}
        if letter == "ovriga":
            return [("", [row for key, row in by_key.items() if not letters_with(key)])]
        return [("", [by_key[key] for key in order_of(LETTERS[letter]) if key in by_key])]
    if entries.kind == Proposal.Kind.KOD:
        found: dict[str, list[Any]] = {str(label): [] for label in Code.List.labels}
        for version in versions:
            found[version.get_list_display()].append(version)
        return list(found.items())
    return [("", list(versions))]


def keepers() -> Any:
    """Who keeps the rulebook today."""
    held = Appointment.objects.on().filter(function__in=rules.KEEPERS)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def publishers(proposal: Proposal) -> list[User]:
    """Whose it is to publish the proposal."""
    return [user for user in keepers() if not list(rules.against_publisher(proposal, user))]
