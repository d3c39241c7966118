"""Grey paper: letters and lists tell nothing by colour alone, and nothing fades. WCAG 1.4.1."""

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from PIL import Image, ImageFilter
from weasyprint import HTML

from decisions.report_print import printed
from jobbtorg.publishing.samples import BY_SLUG
from tests.golden.letters import book

LEAST = 4.5  # the contrast of text: WCAG 1.4.3
TEMPLATES = Path("templates")
WORDS = {"Tj", "TJ", "'", '"'}
SQUARE, PAPER = 15, 255  # 5 mm at 72 dots to the inch: what is dark all over it is no line
SLUGS = [
    "bifall", "avslag", "namnden", "svar", "skyddad", "underlag-barn", "kvittens-utan", "kallelse",
    "avvisning",
    "avskrivning-avliden", "andring-oriktiga_uppgifter-0", "avslut-sakerhet",
    "underlag-andring-sakerhet", "foljebrev",
]  # fmt: skip
WHITE = (1.0, 1.0, 1.0)


def grey(colour: tuple[float, ...]) -> float:
    """The luminance, which is all that a printer without colours keeps."""
    if len(colour) == 1:
        colour = colour * 3
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return float(sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))


def contrast(one: tuple[float, ...], other: tuple[float, ...] = WHITE) -> float:
    """Between two colours printed in grey."""
    dark, light = sorted((grey(one), grey(other)))
    return (light + 0.05) / (dark + 0.05)


def colours(page: Any, resources: Any) -> Iterator[tuple[float, ...]]:
    """The colour of each run of words, also of those that the page draws as one."""
    colour: tuple[float, ...] = (0.0,)
    kept = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            kept.append(colour)
        elif name == "Q":
            colour = kept.pop()
        elif name in ("rg", "g", "sc", "scn"):
            colour = tuple(float(n) for n in operands)
        elif name in WORDS:
            yield colour
        elif name == "Do" and resources.XObject[str(operands[0])].Subtype == "/Form":
            drawn = resources.XObject[str(operands[0])]
            yield from colours(drawn, drawn.get("/Resources", resources))


def grounds(data: bytes) -> list[int]:
    """The grey of the lightest dot in each page's darkest square of five millimetres."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "72", "-gray", "-png", "-", f"{folder}/page"]
        subprocess.run(command, input=data, check=True)
        pages = [Image.open(path).convert("L") for path in Path(folder).iterdir()]
        return [page.filter(ImageFilter.MaxFilter(SQUARE)).getextrema()[0] for page in pages]


def assert_reads_in_grey(data: bytes) -> None:
    """Fails on words that are too pale, and on a ground that is not white."""
    with pikepdf.open(io.BytesIO(data)) as file:
        found = {colour for page in file.pages for colour in colours(page, page.Resources)}
    assert found, "no words at all"
    pale = {colour for colour in found if contrast(colour) < LEAST}
    assert not pale, f"too pale: {pale}"
    assert min(grounds(data)) == PAPER, "on a ground"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_letter_of_every_kind_is_dark_on_white_in_grey(slug) -> None:
    letter = BY_SLUG[slug].manuscript(book())
    html = re.sub("<style>@page { background: url.letter:watermark.*?</style>", "", letter.html)
    assert html != letter.html  # a test letter says PROV, pale on purpose
    assert_reads_in_grey(replace(letter, html=html, watermark="").pdf())


def test_so_is_the_list_of_delegated_decisions() -> None:
    made = printed("2026:1", (date(2026, 3, 1), date(2026, 3, 31)), [], on=date(2026, 4, 1))
    assert_reads_in_grey(bytes(made.pdf))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('<p style="color: #999">Blekt</p>', "too pale"),
        ('<p style="color: #e8a33d">Gult</p>', "too pale"),
        ('<p style="background: #b3d9c8; padding: 5mm">Grönt</p>', "on a ground"),
    ],
)
def test_what_would_fade_is_found(words, told) -> None:
    with pytest.raises(AssertionError, match=told):
        assert_reads_in_grey(HTML(string=f"<p>Text</p>{words}").write_pdf())


class TestTheStylesOfPaper:
    """What no test letter happens to hold: every colour that a style for paper gives to words."""

    @pytest.mark.parametrize("name", ["letters/letter.css", "decisions/report_print.css"])
    def test_gives_words_no_pale_colour_and_no_ground(self, name):
        css = (TEMPLATES / name).read_text(encoding="utf-8")
        for told in re.findall(r"(?<![-\w])color:\s*(#\w+)", css):
            assert contrast(rgb(told)) >= LEAST, told
        assert "background" not in css and "opacity" not in css

    def test_the_screens_style_for_print_leaves_out_and_never_paints(self):
        folder = Path(finders.find("ui/css/documents.css")).parent
        for path in folder.glob("*.css"):
            for block in re.findall(r"@media print\s*{(.*?)\n}", path.read_text("utf-8"), re.S):
                assert not re.search(r"(?<![-\w])(color|background|opacity)", block), path.name


def rgb(hexadecimal: str) -> tuple[float, ...]:
    """#444 or #444444 as parts of one."""
    digits = hexadecimal[1:]
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    return tuple(int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))
