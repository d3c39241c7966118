"""What WeasyPrint leaves undone of PDF/UA-1.

A page's footer is furniture, not content. Its text is marked as content that no part of the
structure tree owns. Here it becomes an artifact (ISO 14289-1, 7.1), so that a screen reader does
not read it into a sentence that runs over two pages. Headers and footers are all that is left
outside the tree; the tests hold that.

A list item holds its label and its body (7.2), also where a paragraph follows its first line.
"""

from __future__ import annotations

from typing import Any

import pydyf

Reference = bytes


def footers_as_artifacts(pdf: pydyf.PDF) -> None:
    """Mark what the structure tree does not own as page furniture."""
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


def paragraphs_in_items(pdf: pydyf.PDF) -> None:
    """Give each paragraph that stands directly in a list item a body to stand in."""
    objects = {item.reference: item for item in pdf.objects}
    items = [item for item in pdf.objects if _is_item(item)]
    for item in items:
        item["K"] = pydyf.Array([_in_body(pdf, item, objects[kid]) for kid in item["K"]])


def _in_body(pdf: pydyf.PDF, item: pydyf.Dictionary, kid: pydyf.Dictionary) -> Reference:
    """What stands in the item for this kid of it: itself, or a new body around it."""
    if kid["S"] in ("/Lbl", "/LBody"):
        return bytes(kid.reference)
    about = {"Type": "/StructElem", "S": "/LBody", "Pg": kid["Pg"], "P": item.reference}
    body = pydyf.Dictionary(about | {"K": pydyf.Array([kid.reference])})
    pdf.add_object(body)
    kid["P"] = body.reference
    return bytes(body.reference)


def _is_item(item: object) -> bool:
    """Whether the object is a list item among the tags."""
    return isinstance(item, pydyf.Dictionary) and item.get("S") == "/LI"


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
