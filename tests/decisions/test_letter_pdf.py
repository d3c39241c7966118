"""The file itself: deterministic, tagged, its fonts inside, and nobody's name in it."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from decisions.letters import pdf
from jobbtorg.letters.render import ForeignFile, LetterFiles
from tests.decisions.letter_samples import LAST_DAY_OF_OLD_LAW, OUTCOMES, letter

pytestmark = pytest.mark.prints

ROOT = Path(__file__).resolve().parents[2]
PERSONNUMMER = re.compile(r"\b(?:19|20)?\d{6}[-+]?\d{4}\b")


def opened(content=None) -> pikepdf.Pdf:
    """The letter's PDF, opened."""
    return pikepdf.open(io.BytesIO(pdf(content or letter())))


def pages(content=None) -> list[str]:
    """The text of each page, as pdftotext reads it."""
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf(content or letter()), capture_output=True
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.decode().replace("\xa0", " ").split("\f")[:-1]


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of the structure tree, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from elements(kid)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert pdf(letter()) == pdf(letter())
    assert pdf(letter()) != pdf(letter(case_number="JT 2026-0002"))


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    code = (
        "import sys; from hashlib import sha256; from decisions.letters import pdf\n"
        "from tests.decisions.letter_samples import letter\n"
        "print(sha256(pdf(letter(watermark='ÖVNING', children='العربية'))).hexdigest())"
    )
    mine = sha256(pdf(letter(watermark="ÖVNING", children="العربية"))).hexdigest()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
        )
        assert run.stdout.strip() == mine, run.stderr


def test_the_file_is_tagged_swedish_and_titled() -> None:
    with opened() as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "sv"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Beslut – ärende JT 2026-0001"
            assert metadata["pdfuaid:part"] == "1"


def test_the_file_tells_no_name_and_no_clock() -> None:
    with opened(letter(on=LAST_DAY_OF_OLD_LAW)) as file:
        info = {key: str(value) for key, value in file.docinfo.items()}
        assert set(info) == {"/Title", "/Producer", "/CreationDate"}
        assert info["/CreationDate"].startswith("D:20250630")
        with file.open_metadata() as metadata:
            written = str(metadata)
    for name in ("Samira", "Kim", "Robin", "20020514"):
        assert name not in written


def test_every_font_is_embedded_and_ours() -> None:
    with opened() as file:
        fonts = {
            str(font.BaseFont): font.DescendantFonts[0].FontDescriptor
            for font in file.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type0"
        }
        assert fonts
        for name, descriptor in fonts.items():
            assert "Inter" in name
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3")), name


def test_the_headings_are_headings_in_the_tags() -> None:
    with opened() as file:
        kinds = [str(element.S) for element in elements(file.Root.StructTreeRoot)]
    assert kinds.count("/H1") == 2
    assert kinds.count("/H2") == len(["provning", "skal", "arende", "best", "nu", "nej", "fr"]) + 2
    assert {"/P", "/L", "/LI", "/Lbl", "/LBody"} <= set(kinds)
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/H3") < kinds.index("/H4")


@pytest.mark.parametrize("mark", ["", "ÖVNING"])
def test_all_that_is_marked_belongs_to_the_tree_or_is_an_artifact(mark: str) -> None:
    with opened(letter(watermark=mark)) as file:
        owned = [
            (element.Pg.objgen, int(kid))
            for element in elements(file.Root.StructTreeRoot)
            for kid in element.get("/K", [])
            if isinstance(kid, int)
        ]
        shown, footers = [], 0
        for page in file.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC" and "/MCID" in operands[1]:
                    shown.append((page.obj.objgen, int(operands[1].MCID)))
                elif str(operator) == "BDC" and operands[1].get("/Subtype") == "/Footer":
                    footers += 1
        assert sorted(owned) == sorted(shown)
        assert footers >= 2 * len(file.pages)


def test_every_page_has_the_case_and_its_number_at_the_foot() -> None:
    found = pages()
    for number, page in enumerate(found, start=1):
        foot = page.strip().splitlines()[-1]
        assert re.fullmatch(rf"Ärende JT 2026-0001\s+Sida {number} \({len(found)}\)", foot.strip())


def test_the_pages_are_a4_and_the_appendix_starts_a_page_of_its_own() -> None:
    with opened() as file:
        assert {tuple(round(float(n)) for n in page.mediabox) for page in file.pages} == {
            (0, 0, 595, 842)
        }
    found = pages()
    first = next(page for page in found if "Bilaga till beslutet" in page)
    assert first.strip().startswith("Så här överklagar du")
    ways = [page for page in found if "Det kallas" in page]
    assert len(ways) == 2


@pytest.mark.parametrize(("right", "may"), OUTCOMES)
def test_the_watermark_is_on_every_page_of_the_demo_and_nowhere_else(right, may) -> None:
    def marked(mark: str) -> list[bool]:
        with opened(letter(right, may, watermark=mark)) as file:
            return [_paints(page) for page in file.pages]

    assert all(marked("ÖVNING"))
    assert not any(marked(""))


def _paints(page: pikepdf.Page) -> bool:
    """Whether a picture is painted on the page, first of all and outside the tags."""
    steps = [
        (str(operator), str(operands[0]) if operands else "")
        for operands, operator in pikepdf.parse_content_stream(page)
    ]
    names = [operator for operator, _ in steps]
    if "Do" not in names:
        return False
    assert ("BMC", "/Artifact") in steps[: names.index("Do")]
    return names.index("Do") < names.index("BDC")


def test_only_the_recipients_personnummer_is_in_the_text() -> None:
    text = " ".join(pages(letter("avslag", "avslag", watermark="ÖVNING")))
    found = set(PERSONNUMMER.findall(text)) - {"JT 2026-0001"}
    assert found == {"20020514-2391"}


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for length in range(13):
        content = letter(children="\n\n".join(["En rad om barnet."] * length))
        page = next(page for page in pages(content) if "på arbetsmarknadsnämndens vägnar" in page)
        assert "Frågor?" in page


def test_an_ordinary_letter_takes_two_pages_and_two_for_the_appendix() -> None:
    assert len(pages(letter("avslag", "bifall"))) == 4
    assert len(pages(letter("bifall", None))) == 2


@pytest.mark.parametrize("url", ["https://example.org/a.svg", "file:///etc/hostname", "data:,x"])
def test_a_letter_fetches_nothing(url: str) -> None:
    with pytest.raises(ForeignFile):
        LetterFiles({}).fetch(url)


def test_a_mark_that_refers_to_another_file_stops_the_letter() -> None:
    mark = '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/x.png"/></svg>'
    with pytest.raises(ForeignFile):
        pdf(letter(authority=replace(letter().authority, mark_svg=mark)))


def test_a_mark_is_shown_with_the_authoritys_name_as_its_text() -> None:
    mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    authority = replace(letter().authority, mark_svg=mark)
    with opened(letter(authority=authority)) as file:
        figures = [
            str(element.Alt)
            for element in elements(file.Root.StructTreeRoot)
            if element.S == "/Figure"
        ]
    assert figures == ["Arbetsmarknadsnämnden"]
