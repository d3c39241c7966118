"""What PDF/UA-1 and PDF/A-2a ask of a letter, as far as the file itself can tell.

Not a validator: a layout that reads well is for people to judge. See docs/letter.md.
"""

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf

PAINTS = {"Tj", "TJ", "'", '"', "Do", "f", "f*", "F", "S", "s", "B", "B*", "b", "b*"}
PAINTS |= {"sh", "INLINE"}
FORBIDDEN = re.compile(rb"/(?:JS|JavaScript|Launch|EmbeddedFiles|AA|OpenAction|AF)\b")
PERSONS = {"/Author", "/Creator", "/Subject", "/Keywords"}
# Inside these elements nothing else may stand (ISO 32000-1, 14.8.4.3).
KIDS = {
    "/L": {"/LI", "/L", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/TR": {"/TH", "/TD"},
}


def assert_pdf_ua_and_a(data: bytes) -> None:
    """Fails, saying on what, unless the file keeps to both standards."""
    assert data.startswith(b"%PDF-1.7\n%") and min(data[10:14]) > 127, "no header of PDF 1.7"
    with pikepdf.open(io.BytesIO(data)) as file:
        _the_catalog(file)
        _the_metadata(file)
        _the_colours(file)
        _the_fonts(file)
        _nothing_that_runs(file)
        for page in file.pages:
            _the_page(page)
        _all_content_is_owned(file)
        tree = list(elements(file.Root.StructTreeRoot))
        _the_headings([str(element.S) for element in tree])
        for element in tree:
            _the_element(element)


def elements(node: Object) -> Iterator[Object]:
    """Every element of the structure tree, in reading order."""
    for kid in kids_of(node):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def kids_of(node: Object) -> list[Object]:
    """What stands directly in the element: elements, marks by number, references."""
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def _the_catalog(file: Pdf) -> None:
    assert not file.is_encrypted, "encrypted"
    assert len(file.trailer.get("/ID", [])) == 2, "no file identifier"
    assert file.Root.get("/MarkInfo", {}).get("/Marked") is True, "not marked as tagged"
    assert file.Root.MarkInfo.get("/Suspects") is not True, "its tags are suspect"
    assert str(file.Root.get("/Lang")) == "sv", "no language"
    assert file.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is True, "title unseen"


def _the_metadata(file: Pdf) -> None:
    info = {key: str(value) for key, value in file.docinfo.items()}
    assert "/Metadata" in file.Root, "no XMP metadata"
    assert b"pdfaExtension:schemas" in file.Root.Metadata.read_bytes(), "pdfuaid is not described"
    names = ["pdfuaid:part", "pdfaid:part", "pdfaid:conformance"]
    names += ["dc:title", "dc:creator", "xmp:CreateDate"]
    with file.open_metadata() as metadata:
        told = {name: metadata[name] for name in names if name in metadata}
    assert told.get("pdfuaid:part") == "1", "not said to be PDF/UA-1"
    assert (told.get("pdfaid:part"), told.get("pdfaid:conformance")) == ("2", "A"), "not PDF/A-2a"
    assert info.get("/Title") and told.get("dc:title") == info["/Title"], "two titles"
    day = told.get("xmp:CreateDate", "").replace("-", "")
    assert day and info.get("/CreationDate") == f"D:{day}", "two days"
    assert "dc:creator" not in told, "somebody is named as its maker"
    assert not info.keys() & PERSONS, "somebody may be named in it"


def _the_colours(file: Pdf) -> None:
    intents = [i for i in file.Root.get("/OutputIntents", []) if i.get("/S") == "/GTS_PDFA1"]
    assert len(intents) == 1, "not one output intent"
    assert intents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp", "no ICC profile"
    steps = {
        str(step) for source in _drawn(file) for _, step in pikepdf.parse_content_stream(source)
    }
    assert not steps & {"k", "K"}, "colours of another kind"


def _the_fonts(file: Pdf) -> None:
    fonts = [item for item in file.objects if _is(item, "/Font")]
    shown = [font for font in fonts if "/DescendantFonts" in font or font.Subtype == "/Type3"]
    assert shown, "no text"
    for font in shown:
        assert "/ToUnicode" in font, f"{font.get('/BaseFont')} cannot be read as text"
    for font in fonts:
        inside = {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.get("/FontDescriptor", {}))
        embedded = inside or font.Subtype in ("/Type0", "/Type3")
        assert embedded, f"{font.get('/BaseFont')} is not embedded"


def _nothing_that_runs(file: Pdf) -> None:
    for item in file.objects:
        found = (
            FORBIDDEN.findall(item.unparse(resolved=True)) if isinstance(item, Dictionary) else []
        )
        assert not found, f"{found} in the file"


def _the_page(page: pikepdf.Page) -> None:
    assert "/StructParents" in page, "a page without a way into the tags"
    assert page.get("/Tabs") == "/S", "a page without order"
    for note in page.get("/Annots", []):
        assert "/Contents" in note and "/StructParent" in note, "a link without words or tag"


def _all_content_is_owned(file: Pdf) -> None:
    owned = sorted(
        (element.Pg.objgen, int(kid))
        for element in elements(file.Root.StructTreeRoot)
        for kid in kids_of(element)
        if isinstance(kid, int)
    )
    marked = sorted((page.obj.objgen, mark) for page in file.pages for mark in _marks(page))
    assert owned == marked, "marks and tags do not agree"


def _marks(page: pikepdf.Page) -> Iterator[int]:
    """The numbers of the page's marks; all that is painted has one or is an artifact."""
    within: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        step = str(operator)
        if step == "BDC" and "/MCID" in operands[1]:
            assert not within, "a mark within another"
            yield int(operands[1].MCID)
        if step in ("BDC", "BMC"):
            within.append(str(operands[0]))
        elif step == "EMC":
            within.pop()
        assert within or step not in PAINTS, f"{step} paints outside tags and artifacts"


def _the_headings(kinds: list[str]) -> None:
    levels = [int(kind[2]) for kind in kinds if kind[1:] in ("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels[:1] == [1], "the first heading is not H1"
    steps = zip(levels, levels[1:], strict=False)
    assert all(later <= earlier + 1 for earlier, later in steps), f"headings skip: {levels}"


def _the_element(element: Object) -> None:
    kind = str(element.S)
    inside = {str(kid.S) if isinstance(kid, Dictionary) else "text" for kid in kids_of(element)}
    assert inside <= KIDS.get(kind, inside), f"{kind} holds {inside}"
    if kind == "/LI":
        assert "/LBody" in inside, "a list item without a body"
    if kind == "/Figure":
        assert str(element.get("/Alt", "")), "a picture without words"
    if kind == "/TH":
        assert "/Scope" in element.get("/A", {}), "a table heading that heads nothing"


def _drawn(file: Pdf) -> list[pikepdf.Page | Object]:
    """All that paints: the pages, and the pictures on them."""
    forms = [item for item in file.objects if _is(item, "/XObject") and item.Subtype == "/Form"]
    return [*file.pages, *forms]


def _is(item: object, kind: str) -> bool:
    """Whether the object is of this type."""
    return isinstance(item, Dictionary | pikepdf.Stream) and item.get("/Type") == kind
