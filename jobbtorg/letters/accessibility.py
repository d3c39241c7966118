"""What WeasyPrint leaves undone of PDF/UA-1: a page's footer is furniture, not content.

Its text is marked as content that no part of the structure tree owns. Here it becomes an
artifact (ISO 14289-1, 7.1), so that a screen reader does not read it into a sentence that runs
over two pages. Headers and footers are all that is left outside the tree; the tests hold that.
"""

from __future__ import annotations

from typing import Any

import pydyf

Reference = bytes


def footers_as_artifacts(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher: mark what the structure tree does not own as page furniture."""
    objects = {item.reference: item for item in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    owned = _owned(objects, root["K"])
    numbers = objects[root["ParentTree"]]["Nums"]
    pages = [item for item in pdf.objects if _is_page(item)]
    for page in pages:
        parents = numbers[numbers.index(page["StructParents"]) + 1]
        loose = {mcid for mcid, parent in enumerate(parents) if parent not in owned}
        _release(objects[page["Contents"]].stream, loose)
        for mcid in loose:
            parents[mcid] = "null"


def _is_page(item: object) -> bool:
    """Whether the object is a page's dictionary."""
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page"


def _owned(objects: dict[Reference, Any], kids: list[Any]) -> set[Reference]:
    """The references of all elements that the structure tree reaches."""
    found: set[Reference] = set()
    waiting = [kid for kid in kids if kid in objects]
    while waiting:
        reference = waiting.pop()
        found.add(reference)
        children = objects[reference].get("K", ())
        waiting.extend(kid for kid in children if kid in objects and kid not in found)
    return found


def _release(stream: list[Any], loose: set[int]) -> None:
    """Turn `/Span <</MCID n>> BDC` into an artifact for each n that is loose."""
    for at, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in loose:
            stream[at - 1] = "/Artifact"
            stream[at] = pydyf.Dictionary({"Type": "/Pagination", "Subtype": "/Footer"})
