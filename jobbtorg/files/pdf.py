"""What a pdf would run in the program of whoever opens it: scripts, and other programs."""

from typing import Any

import pikepdf

TRIGGERS = ("/AA", "/OpenAction", "/JS")  # what runs without being asked, and the script itself
ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition")


def disarm(document: pikepdf.Pdf) -> None:
    """Takes away all that would run, wherever it hangs; what is seen on the pages stays.

    For what the authority itself makes of others' files. What came in is kept as it came.
    """
    for item in document.objects:
        _disarm(item)


def _disarm(found: Any) -> None:
    """This object, and what lies in it; what it points at comes by itself."""
    if isinstance(found, pikepdf.Array):
        inside = list(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        runs = str(found.get("/S", "")) in ACTIONS
        names = set(found.keys())
        gone = names if runs else names & set(TRIGGERS)
        for name in gone:
            del found[name]
        inside = [found[name] for name in names - gone]
    else:
        return
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            _disarm(value)
