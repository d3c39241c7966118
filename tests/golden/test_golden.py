"""Some letters as they were when someone last looked: their words, their tags, their pages.

`GOLDEN=1 script/test tests/golden` keeps them anew; read what git shows before it is committed.
"""

import difflib
import os
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.golden.letters import LETTERS

KEPT = Path(__file__).parent / "kept"
DPI = "36"
# The grey of a square of 16 by 16 dots: another way to smooth letters changes it by less, and a
# line that has moved by two dots (1.4 mm) changes it by more.
TOLERANCE = 12
WRAPPERS = ("NonStruct", "Span")


@pytest.fixture(params=LETTERS)
def printed(request, tmp_path) -> Path:
    """The letter's file, under its own name."""
    path = tmp_path / f"{request.param}.pdf"
    path.write_bytes(LETTERS[request.param]().pdf())
    return path


def output(*command: object) -> str:
    """What the program prints."""
    run = subprocess.run([str(part) for part in command], capture_output=True, check=True)
    return run.stdout.decode()


def outline(listed: str) -> str:
    """Each tag with its words, from pdfinfo's list; those that only wrap words are left out."""
    found: list[str] = []
    for row in listed.splitlines():
        text = re.fullmatch(r'\s*"(.*)"', row)
        if text:
            found[-1] += f" {text[1].strip()}"
        elif not row.strip().startswith(WRAPPERS):
            found.append(row.replace(" (block)", "").rstrip())
    return "\n".join(found) + "\n"


def assert_kept(path: Path, now: str) -> None:
    """Fails with the lines that differ, unless the text is as it was kept."""
    if os.environ.get("GOLDEN"):
        path.write_text(now, encoding="utf-8")
    before = path.read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(before, now.splitlines(), "kept", "now", lineterm="")
    told = "\n".join(lines)
    assert not told, f"{path.name}\n{told}"


def difference(one: Image.Image, other: Image.Image) -> int:
    """How much the grey differs in the square where it differs the most, of 255."""
    return int(ImageChops.difference(one.reduce(16), other.reduce(16)).getextrema()[1])


def test_its_words(printed: Path) -> None:
    assert_kept(KEPT / f"{printed.stem}.txt", output("pdftotext", "-layout", printed, "-"))


def test_its_tags(printed: Path) -> None:
    assert_kept(KEPT / f"{printed.stem}.tags", outline(output("pdfinfo", "-struct-text", printed)))


def test_its_pages(printed: Path) -> None:
    output("pdftoppm", "-r", DPI, "-gray", "-png", printed, printed.with_suffix(""))
    pages = sorted(printed.parent.glob("*.png"))
    for page in pages if os.environ.get("GOLDEN") else []:
        Image.open(page).quantize(16).save(KEPT / page.name, optimize=True)
    assert [page.name for page in pages] == sorted(
        page.name for page in KEPT.glob(f"{printed.stem}-[0-9].png")
    )
    for page in pages:
        with Image.open(page) as now, Image.open(KEPT / page.name) as before:
            off = difference(now.convert("L"), before.convert("L"))
        assert off <= TOLERANCE, f"{page.name} looks otherwise: {off}"


def test_a_page_whose_lines_have_moved_is_seen() -> None:
    with Image.open(KEPT / "avslag-1.png") as page:
        grey = page.convert("L")
    assert difference(grey, ImageChops.offset(grey, 0, 2)) > TOLERANCE
    assert difference(grey, grey) == 0
