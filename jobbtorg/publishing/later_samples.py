"""The test letters of the other kinds of decision, and of the basis before a change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from decisions.letters import Meeting, Route, RulingContent
from decisions.letters.later import FORMAL, Changed, HearingContent, LaterContent
from jobbtorg.letters import Contact
from jobbtorg.publishing.book import Book

OWN = {"rattelse": "rattelse", "andring": "andring", "upphorande": "andring"}
GROUNDS = ("forbehall", "sakerhet", "oriktiga_uppgifter")
BOTH = (Route.ADMINISTRATIVE, Route.LEGALITY)


def later(
    book: Book, common: dict[str, Any], right: RulingContent | None, may: RulingContent | None,
    **changes: Any,
) -> LaterContent:  # fmt: skip
    """A letter of the kind that `changes` tells, with these rulings where it restates some."""
    kind = changes["kind"]
    content = LaterContent(
        **common,
        decided_on=book.day,
        decider=Contact("Robin Provström", "enhetschef"),
        explanation="Det här har kommit fram sedan du ansökte.",
        provisions=(book.provision(OWN.get(kind, kind)), book.provision("motivering")),
        routes=(Route.ADMINISTRATIVE,) if kind in FORMAL else (),
        earlier_on=book.day - timedelta(days=40),
        appealed_on=book.day - timedelta(days=3),
        served_on=book.day - timedelta(days=30),
        last_day=book.day - timedelta(days=9),
        ground_on=book.day - timedelta(days=2),
        right=None if kind in FORMAL else right,
        may=None if kind in FORMAL else may,
        period=(book.day, book.day + timedelta(days=90)),
        kind=kind,
    )
    return replace(content, **changes)


def hearing(book: Book, common: dict[str, Any], ground: str) -> HearingContent:
    """Underlag inför ändring, on this ground."""
    told = {k: v for k, v in common.items() if k not in ("applied_on", "applied_for")}
    return HearingContent(
        **told,
        sent_on=book.day,
        reply_by=book.day + timedelta(days=10),
        earlier_on=book.day - timedelta(days=40),
        ground=ground,
        facts="Du har berättat att du har ett arbete.",
        plan="Stödet slutar i slutet av månaden.",
        oral_right=book.provision("foretrade"),
        provisions=(book.provision("andring"), book.provision("foretrade")),
    )


def kinds() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Slug, label, outcomes "right may" and what else, of each later letter there is."""
    yield "avvisning", "avvisning", "- -", {"kind": "avvisning"}
    yield "avvisning-enheten", "avvisning, ingen coach", "- -", {"kind": "avvisning", "coach": None}
    for ground, name in (("aterkallad", "återkallad"), ("avliden", "avliden")):
        ended = {"kind": "avskrivning", "ground": ground}
        yield f"avskrivning-{ground}", f"avskrivning, {name}", "- -", ended
        more = ended | {"routes": ()}
        yield f"avskrivning-{ground}-utan", f"avskrivning, {name}, utan väg", "- -", more
    yield "avgors-inte", "avslag på begäran om avgörande", "- -", {"kind": "avslag_avgorande"}
    yield "avvisat-overklagande", "avvisat överklagande", "- -", {"kind": "avvisat_overklagande"}
    changed = (Changed("Rätten till stöd: skäl", "2042", "2024"),)
    told: dict[str, Any] = {"kind": "rattelse", "changed": changed}
    yield "rattelse", "rättelse", "avslag bifall", told
    yield (
        "rattelse-namnden",
        "rättelse av nämnden",
        "avslag bifall",
        told | {"decider": Meeting("12", "AMF 2026/88"), "routes": BOTH},
    )
    for ground in ("felaktigt", "uppenbart_felaktigt", *GROUNDS):
        for route in ((), (Route.LEGALITY,), BOTH):
            slug = f"andring-{ground}-{len(route)}"
            told = {"kind": "andring", "ground": ground, "routes": route, "reply": "Nej."}
            yield slug, f"ändring, {ground.replace('_', ' ')}, {len(route)}", "avslag bifall", told
    for ground in ("egen_begaran", *GROUNDS):
        told = {"kind": "upphorande", "ground": ground, "reply": "Nej."}
        yield f"avslut-{ground}", f"avslut, {ground.replace('_', ' ')}", "bifall -", told
