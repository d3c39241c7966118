"""Every letter is PDF/UA-1 and PDF/A-2a at once; and each of the checks of that can fail."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from decisions.letters import pdf
from jobbtorg.publishing.samples import CASES, DECISION
from tests.decisions.letter_samples import (
    LAST_DAY_OF_OLD_LAW,
    NEW_LAW,
    OUTCOMES,
    RECIPIENT,
    letter,
)
from tests.golden.letters import book
from tests.golden.structure import assert_pdf_ua_and_a, elements

PROTECTED = replace(RECIPIENT, address=())
CHILDREN = "Du har två barn.\n\nDe bor hos dig varannan vecka."
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.mark.parametrize("on", [LAST_DAY_OF_OLD_LAW, NEW_LAW], ids=["old law", "new law"])
@pytest.mark.parametrize(("right", "may"), OUTCOMES)
def test_every_decision_letter_keeps_to_both_standards(right, may, on) -> None:
    for recipient in (RECIPIENT, PROTECTED):
        for children in ("", CHILDREN):
            assert_pdf_ua_and_a(pdf(letter(right, may, on, recipient=recipient, children=children)))


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.letter != DECISION], ids=lambda case: case.slug
)
def test_every_other_letter_keeps_to_both_standards(case) -> None:
    assert_pdf_ua_and_a(case.manuscript(book()).pdf())


@pytest.mark.parametrize("text", ["👍🏽 tack 🎉", "مرحبا بالعالم", "Zażółć ћирилица ∑ → ✓"])
def test_every_script_keeps_to_both_standards(text: str) -> None:
    assert_pdf_ua_and_a(pdf(letter(children=text)))


def test_an_item_has_all_its_paragraphs_in_a_body() -> None:
    (case,) = (case for case in CASES if case.slug == "underlag")
    with pikepdf.open(io.BytesIO(case.manuscript(book()).pdf())) as file:
        items = [item for item in elements(file.Root.StructTreeRoot) if item.S == "/LI"]
        kinds = [[str(kid.S) for kid in item.K] for item in items]
        assert ["/Lbl", "/LBody", "/LBody"] in kinds
        for item in items:
            assert all(kid.P.objgen == item.objgen for kid in item.K)


def _first(file: Pdf, kind: str) -> pikepdf.Object:
    """The first element of the kind in the tree."""
    return next(item for item in elements(file.Root.StructTreeRoot) if kind == item.S)


def _font(file: Pdf) -> pikepdf.Object:
    return next(iter(file.pages[0].Resources.Font.values()))


def _paint(file: Pdf, content: bytes) -> None:
    """Something more on the first page."""
    file.pages[0].contents_add(content)


def _drop(*path: str) -> Callable[[Pdf], None]:
    """Take away what stands at the end of the path from the root."""

    def damage(file: Pdf) -> None:
        node = file.Root
        for name in path[:-1]:
            node = node[name]
        del node[path[-1]]

    return damage


def _xmp(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    """Write something else in the metadata."""

    def damage(file: Pdf) -> None:
        written = file.Root.Metadata.read_bytes()
        assert old in written
        file.Root.Metadata.write(written.replace(old, new))

    return damage


def _as(kind: str, other: str) -> Callable[[Pdf], None]:
    """Call the first element of a kind something else."""

    def damage(file: Pdf) -> None:
        _first(file, kind).S = Name(other)

    return damage


def _set(where: Callable[[Pdf], pikepdf.Object], key: str, value: object) -> Callable[[Pdf], None]:
    return lambda file: where(file).__setitem__(key, value)


def _root(file: Pdf) -> pikepdf.Object:
    return file.Root


def _page(file: Pdf) -> pikepdf.Object:
    return file.pages[0].obj


def _unembed(file: Pdf) -> None:
    descriptor = _font(file).DescendantFonts[0].FontDescriptor
    del descriptor[next(key for key in descriptor if key.startswith("/FontFile"))]


def _deepen(file: Pdf) -> None:
    _first(file, "/H2").S = Name("/H4")


JS = Dictionary(S=Name("/JavaScript"), JS="app.alert(1)")
NOTE = Dictionary(Type=Name("/Annot"), Subtype=Name("/Link"), Rect=Array([0, 0, 9, 9]))
DAMAGE: dict[str, tuple[Callable[[Pdf], None], str]] = {
    "unmarked": (_drop("/MarkInfo"), "not marked"),
    "suspect": (_set(lambda file: file.Root.MarkInfo, "/Suspects", True), "suspect"),
    "no language": (_drop("/Lang"), "no language"),
    "title unseen": (_drop("/ViewerPreferences", "/DisplayDocTitle"), "title unseen"),
    "no metadata": (_drop("/Metadata"), "no XMP"),
    "not UA": (_xmp(b'pdfuaid:part="1"', b""), "PDF/UA-1"),
    "not A": (_xmp(b'pdfaid:conformance="A"', b'pdfaid:conformance="B"'), "PDF/A-2a"),
    "not described": (_xmp(b"pdfaExtension:schemas", b"pdfaExtension:others"), "described"),
    "two titles": (_set(lambda file: file.docinfo, "/Title", "Ett annat"), "two titles"),
    "two days": (_set(lambda file: file.docinfo, "/CreationDate", "D:20200101"), "two days"),
    "a maker": (_set(lambda file: file.docinfo, "/Author", "Kim"), "somebody"),
    "a maker in XMP": (
        _xmp(b"<dc:title>", b"<dc:creator><rdf:Seq><rdf:li>Kim</rdf:li></rdf:Seq></dc:creator>"
             b"<dc:title>"),
        "somebody",
    ),
    "no intent": (_drop("/OutputIntents"), "output intent"),
    "no profile": (
        lambda file: file.Root.OutputIntents[0].DestOutputProfile.write(b"nothing" * 20),
        "ICC profile",
    ),
    "cmyk": (lambda file: _paint(file, b"/Artifact BMC 0 0 0 1 k EMC"), "another kind"),
    "not read": (lambda file: _font(file).__delitem__("/ToUnicode"), "read as text"),
    "not embedded": (_unembed, "not embedded"),
    "a script": (_set(_root, "/OpenAction", JS), "in the file"),
    "attachments": (_set(_root, "/Names", Dictionary(EmbeddedFiles=Dictionary())), "in the file"),
    "an action": (_set(_page, "/AA", Dictionary()), "in the file"),
    "no way in": (lambda file: _page(file).__delitem__("/StructParents"), "without a way"),
    "no order": (_set(_page, "/Tabs", Name("/R")), "without order"),
    "a bare link": (_set(_page, "/Annots", Array([NOTE])), "a link"),
    "loose text": (lambda file: _paint(file, b"0 0 9 9 re f"), "outside tags"),
    "a stray mark": (
        lambda file: _paint(file, b"/Span <</MCID 999>> BDC EMC"),
        "do not agree",
    ),
    "a lost element": (lambda file: _first(file, "/P").__setitem__("/K", Array()), "not agree"),
    "no first heading": (_as("/H1", "/P"), "not H1"),
    "a skipped level": (_deepen, "skip"),
    "a list of others": (_as("/LI", "/P"), "/L holds"),
    "an item of others": (_as("/Lbl", "/P"), "/LI holds"),
    "an item of labels": (_as("/LBody", "/Lbl"), "without a body"),
    "a table of others": (_as("/L", "/Table"), "/Table holds"),
    "a heading of nothing": (_as("/P", "/TH"), "heads nothing"),
    "a silent picture": (lambda file: _first(file, "/Figure").__delitem__("/Alt"), "words"),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A letter with a mark, lists and headings of every level."""
    authority = replace(letter().authority, mark_svg=MARK)
    return pdf(letter("avslag", "avslag", authority=authority, watermark="ÖVNING"))


def _saved(data: bytes, damage: Callable[[Pdf], object], **how: object) -> bytes:
    """The letter with some damage done to it."""
    with pikepdf.open(io.BytesIO(data)) as file:
        damage(file)
        out = io.BytesIO()
        file.save(out, **how)
        return out.getvalue()


def test_a_letter_that_is_only_saved_anew_still_passes(whole) -> None:
    assert_pdf_ua_and_a(_saved(whole, lambda file: None))


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_seen(whole, name: str) -> None:
    damage, told = DAMAGE[name]
    with pytest.raises(AssertionError, match=told):
        assert_pdf_ua_and_a(_saved(whole, damage))


def test_encryption_and_another_version_are_seen(whole) -> None:
    secret = _saved(whole, lambda file: None, encryption=pikepdf.Encryption(owner="a", user=""))
    with pytest.raises(AssertionError, match="encrypted"):
        assert_pdf_ua_and_a(secret)
    with pytest.raises(AssertionError, match="header"):
        assert_pdf_ua_and_a(whole.replace(b"%PDF-1.7", b"%PDF-1.4"))
