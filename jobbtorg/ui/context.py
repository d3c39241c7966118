"""What every page is given: the demo's mark, the authority, the menu, the user, the help."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from jobbtorg import clock
from jobbtorg.ui.glossary import words_in
from jobbtorg.ui.help import help_of
from jobbtorg.ui.waiting import waiting

MENU = [
    ("worklist", "Min arbetslista", ()),
    ("register", "Ny ansökan", ("coach", "enhetschef", "bitradande_enhetschef", "registrator")),
    ("inbox", "Inkorg", ("registrator",)),
    ("expediting", "Expediering", ("registrator", "enhetschef", "bitradande_enhetschef")),
    ("upcoming", "Frister", ("coach", "enhetschef", "bitradande_enhetschef")),
    ("insatser", "Pågående insatser", ("coach", "enhetschef", "bitradande_enhetschef")),
    ("situation", "Lägesbild", ("enhetschef", "bitradande_enhetschef")),
    (
        "ongoing_appeals",
        "Överklaganden",
        (
            "coach",
            "enhetschef",
            "bitradande_enhetschef",
            "registrator",
            "forvaltningschef",
            "namndsekreterare",
            "granskare",
        ),
    ),
    (
        "waiting_disclosures",
        "Utlämnanden",
        (
            "enhetschef",
            "bitradande_enhetschef",
            "registrator",
            "forvaltningschef",
            "namndsekreterare",
        ),
    ),
    (
        "advice",
        "Råd och stöd",
        (
            "coach",
            "enhetschef",
            "bitradande_enhetschef",
            "registrator",
            "granskare",
            "forvaltningschef",
        ),
    ),
    (
        "figures",
        "Statistik",
        (
            "coach",
            "enhetschef",
            "bitradande_enhetschef",
            "namndsekreterare",
            "granskare",
            "forvaltningschef",
        ),
    ),
    ("deviations", "Avvikelser", ()),
    (
        "reports",
        "Anmälan av delegationsbeslut",
        ("namndsekreterare", "registrator", "granskare", "forvaltningschef"),
    ),
    (
        "unexecuted",
        "Ej verkställda beslut",
        (
            "coach",
            "enhetschef",
            "bitradande_enhetschef",
            "namndsekreterare",
            "granskare",
            "forvaltningschef",
        ),
    ),
    (
        "open_with_reason",
        "Öppna med skäl",
        ("coach", "enhetschef", "bitradande_enhetschef", "registrator"),
    ),
    ("phrases", "Fraser", ()),
    (
        "log_reviews",
        "Logguppföljning",
        ("enhetschef", "bitradande_enhetschef", "forvaltningschef", "granskare"),
    ),
    ("selfcheck", "Egenkontroll", ("granskare", "forvaltningschef")),
    ("delegations", "Delegationsregister", ()),
    ("rulebook", "Regelverk", ("delegationsadministrator", "forvaltningschef", "namndsekreterare")),
    (
        "faults",
        "Att rätta till",
        (
            "enhetschef",
            "bitradande_enhetschef",
            "registrator",
            "namndsekreterare",
            "granskare",
            "delegationsadministrator",
        ),
    ),
    ("letter_checks", "Kontroll av brev", ("granskare",)),
    ("document_checks", "Kontroll av handlingar", ("granskare",)),
    (
        "audit_checks",
        "Kontroll av historik och logg",
        ("granskare", "delegationsadministrator"),
    ),
]

MOST = 10  # entries in one row of the menu; where there are more, the last stand under Mer

# Whose work is with single cases, and who therefore looks for them.
SEARCHERS = {
    "coach",
    "enhetschef",
    "bitradande_enhetschef",
    "registrator",
    "forvaltningschef",
    "namndsekreterare",
}

# What waits at a menu entry, of the user and what `waiting` has told, and its word.
COUNTS: dict[str, tuple[Callable[[Any, dict[str, int]], int], str]] = {}


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html."""
    common = {
        "demo": settings.DEMO,
        "authority": f"{settings.AUTHORITY['name']}, {settings.AUTHORITY['city']}",
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return common
    held = {role.function for role in user.roles()}
    here = request.resolver_match.url_name if request.resolver_match else ""
    there: Any = SimpleLazyObject(lambda: waiting(user))
    nav = [
        {"label": label, "url": reverse(name), "current": name == here}
        | _waiting(name, user, there)
        for name, label, functions in MENU
        if not functions or held & set(functions)
    ]
    shown = MOST if len(nav) <= MOST else MOST - 1
    menu = {"nav": nav, "menu": nav[:shown], "more": nav[shown:]}
    searches = bool(held & SEARCHERS)
    lines = help_of(request.resolver_match)
    helps = {"help_lines": lines, "help_words": words_in(lines)}
    told = {"who": user.acting_as(), "searches": searches, "printed_at": clock.now()}
    return common | menu | told | helps | {"waiting": there}


def _waiting(name: str, user: Any, there: dict[str, int]) -> dict[str, Any]:
    """How many wait there for the user, and what to call them, where an app counts them."""
    if name not in COUNTS:
        return {}
    count, word = COUNTS[name]
    return {"count": count(user, there), "word": word}
