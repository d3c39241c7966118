"""What every page is given: the demo's mark, the authority, the menu, who is signed in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

MENU = [
    ("worklist", "Min arbetslista", ()),
    ("register", "Ny ansökan", ("coach", "enhetschef", "bitradande_enhetschef", "registrator")),
    ("inbox", "Inkorg", ("registrator",)),
    ("expediting", "Expediering", ("registrator", "enhetschef", "bitradande_enhetschef")),
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
    ("situation", "Lägesbild", ("enhetschef", "bitradande_enhetschef")),
    ("insatser", "Pågående insatser", ("coach", "enhetschef", "bitradande_enhetschef")),
    ("phrases", "Fraser", ()),
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
    ("delegations", "Delegationsregister", ()),
    ("rulebook", "Regelverk", ("delegationsadministrator", "forvaltningschef", "namndsekreterare")),
    ("letter_checks", "Kontroll av brev", ("granskare",)),
    ("document_checks", "Kontroll av handlingar", ("granskare",)),
]

COUNTS: dict[str, tuple[Callable[[], int], str]] = {}  # what waits at a menu entry, and its word


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
    nav = [
        {"label": label, "url": reverse(name), "current": name == here} | _waiting(name)
        for name, label, functions in MENU
        if not functions or held & set(functions)
    ]
    return common | {"nav": nav, "who": user.acting_as()}


def _waiting(name: str) -> dict[str, Any]:
    """How many wait there, and what to call them, where an app counts them."""
    if name not in COUNTS:
        return {}
    count, word = COUNTS[name]
    return {"count": count(), "word": word}
