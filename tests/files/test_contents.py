"""What a file really is: told by its content, and each bad one turned away in a sentence."""

import io
import struct
import zlib

import pytest

from jobbtorg.files.contents import KINDS, Unfit, clean_name, kind_of, title_from
from tests.files import samples

GOOD = {
    "pdf": ("intyg.pdf", samples.pdf()),
    "jpeg": ("foto.JPG", samples.image("JPEG")),
    "png": ("skärm.png", samples.image("PNG")),
    "webp": ("bild.webp", samples.image("WEBP")),
    "tiff": ("fax.tif", samples.image("TIFF")),
    "docx": ("brev.docx", samples.word()),
    "doc": ("brev.doc", samples.compound("WordDocument", "1Table")),
    "txt": ("mejl.txt", "Hej, här är mitt intyg.\r\n".encode()),
}


def refusal(content, name):
    """The sentence with which the file is turned away."""
    with pytest.raises(Unfit) as told:
        kind_of(io.BytesIO(content), name)
    return str(told.value)


def huge_png(side):
    """The head of a picture of so many dots each way, with nothing behind it."""

    def chunk(name, body):
        return b"".join(
            [struct.pack("!I", len(body)), name, body, struct.pack("!I", zlib.crc32(name + body))]
        )

    head = chunk(b"IHDR", struct.pack("!IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")


def test_a_pdf_that_unfolds_to_what_is_reasonable_is_taken_in():
    assert kind_of(io.BytesIO(samples.pdf_bomb(30_000)), "lång.pdf").code == "pdf"


def test_there_is_a_sample_of_each_kind():
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("code", GOOD)
def test_each_kind_is_told_by_its_content_with_or_without_a_name(code):
    name, content = GOOD[code]
    file = io.BytesIO(content)
    assert kind_of(file, name).code == code
    assert file.tell() == 0
    if code != "txt":
        assert kind_of(file, "utan ändelse").code == code


@pytest.mark.parametrize("code", [code for code in GOOD if code != "txt"])
def test_a_file_that_is_not_what_its_name_says_is_named_for_what_it_is(code):
    name = "x.png" if code != "png" else "x.pdf"
    sentence = refusal(GOOD[code][1], name)
    assert sentence.startswith(f"Filen heter {name[1:]} men är i själva verket e")
    assert KINDS[code].label in sentence


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tom.pdf", b"", "Filen är tom."),
        ("låst.pdf", samples.pdf("hemligt"), "låst med lösenord"),
        ("trasig.pdf", b"%PDF-1.7\nsluddrigt", "Pdf-filen är trasig"),
        ("utan sidor.pdf", samples.pdf(pages=0), "Pdf-filen är trasig"),
        ("bomb.pdf", samples.pdf_bomb(90_000), "Pdf-filen är trasig"),
        ("brev.pdf", b"\x01\x02\x03 inget alls", "innehållet är inte en pdf. Är den skadad?"),
        ("halv.png", samples.image("PNG", 300, 300)[:-900], "Bilden är trasig"),
        ("halv.jpg", samples.image("JPEG", 300, 300)[:-9000], "Bilden är trasig"),
        ("stor.png", huge_png(8_001), "Bilden har fler än 64 miljoner bildpunkter."),
        ("bomb.png", huge_png(40_000), "Bilden har fler än 64 miljoner bildpunkter."),
        ("iphone.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "Spara bilden som JPEG"),
        ("kalkyl.xlsx", samples.zipped({"[Content_Types].xml": b"<x/>"}), "inte ett läsbart Word"),
        ("arkiv.zip", samples.zipped({"a": b"b"}), "inte ett läsbart Word-dokument"),
        ("makro.docx", samples.word(**{"[Content_Types].xml": b"vbaProject"}), "makron"),
        ("många.docx", samples.word(**{f"p{n}": b"" for n in range(2100)}), "orimligt mycket"),
        ("bomb.docx", samples.word(stor=b"0" * 30_000_000), "orimligt mycket"),
        ("halv.docx", samples.word()[:60], "inte ett läsbart Word-dokument"),
        ("låst.docx", samples.compound("EncryptedPackage"), "låst med lösenord"),
        ("kalkyl.doc", samples.compound("Workbook", "WordDocument"), "Filtypen går inte"),
        ("program.exe", b"MZ\x90\0", "Filtypen går inte att ta emot. Skicka pdf, JPEG"),
        ("nästan.txt", b"hej\x00d\xc3\xa5", "innehållet är inte ren text"),
        ("gammal.txt", "åäö".encode("cp1252"), "Spara den som UTF-8"),
        ("sida.html", b"<script>alert(1)</script>", "Filtypen går inte att ta emot."),
        ("bild.svg", b"<svg onload='alert(1)'/>", "Filtypen går inte att ta emot."),
    ],
    ids=lambda part: part if isinstance(part, str) else "-",  # bytes differ from run to run
)  # fmt: skip
def test_what_is_not_taken_in_is_told_why(name, content, words):
    assert words in refusal(content, name)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\Vera\intyg.pdf", "intyg.pdf"),
        ("in\x00ty\ng\u202efdp.exe.pdf", "inty gfdp.exe.pdf"),
        ("  ", "namnlös fil"),
        ("...", "namnlös fil"),
        (".pdf", "pdf"),
        ("å" * 300 + ".pdf", "å" * 116 + ".pdf"),
        ("A\u030akes intyg.pdf", "Åkes intyg.pdf"),
    ],
)
def test_a_file_name_is_cleaned(given, kept):
    assert clean_name(given) == kept


def test_the_title_is_the_name_without_its_ending():
    assert title_from("Läkarintyg_2026-03-01.pdf") == "Läkarintyg 2026-03-01"
    assert title_from("\x00") == "namnlös fil"
