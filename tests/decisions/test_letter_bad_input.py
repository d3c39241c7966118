"""What people type, paste and are called: shown as text, never run, never a crash."""

import re
import subprocess
import time
from dataclasses import replace

import pikepdf
import pytest

from decisions.letters import html, pdf
from jobbtorg.letters import Recipient
from jobbtorg.letters.tags import line, paragraphs, printable
from tests.decisions.letter_samples import letter
from tests.decisions.test_letter_pdf import opened, pages

pytestmark = pytest.mark.prints

MARKUP = '<script>alert(1)</script><img src="https://example.org/x.png"> {{ content }} {namn} &amp;'
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 2 + "Abcdefghij"


def with_reasons(text: str, **changes):
    """A letter whose reasons for the right are this text."""
    base = letter("avslag", "avslag", **changes)
    return replace(base, right=replace(base.right, reasons=text))


def test_markup_is_shown_as_text_everywhere_a_person_writes() -> None:
    content = with_reasons(MARKUP, reply=MARKUP, children=MARKUP, steps=(MARKUP,))
    content = replace(
        content,
        recipient=Recipient(MARKUP, MARKUP, (MARKUP,)),
        applied_for=MARKUP,
        coach=replace(content.coach, name=MARKUP, title=MARKUP, phone=MARKUP, email=MARKUP),
        decider=replace(content.decider, name=MARKUP, title=MARKUP),
        case_number=MARKUP,
        watermark=MARKUP,
    )
    written = html(content)
    assert "<script" not in written
    assert "<img" not in written
    assert "{{ content }} {namn} &amp;amp;" in written
    assert "alert(1)" in " ".join(pages(content))


def test_the_lines_a_person_wrote_become_paragraphs_and_breaks() -> None:
    assert paragraphs("a\r\nb\r\n\r\n\r\n c \n\n") == '<p dir="ltr">a<br>b</p>\n<p dir="ltr">c</p>'
    assert paragraphs(" \n ") == ""
    assert paragraphs("1. مرحبا") == '<p dir="rtl">1. مرحبا</p>'


@pytest.mark.parametrize("char", ["\0", "\x07", "\x1b", "\x7f", "\ud800", "\ufffe", "\u202e"])
def test_what_no_printer_can_show_is_left_out(char: str) -> None:
    assert printable(f"a{char}b") == "ab"
    content = with_reasons(f"före{char}efter")
    content = replace(content, recipient=Recipient(f"Sam{char}ira", "20020514-2391"))
    text = " ".join(pages(content))
    assert "föreefter" in text
    assert "Samira" in text


def test_a_name_is_kept_on_one_line() -> None:
    assert line("Anna\n\tMaria  Lind\u2028x") == "Anna Maria Lind x"


@pytest.mark.parametrize("text", ["👍🏽 tack 🎉", "مرحبا بالعالم", "Zażółć ћирилица ∑ → ✓"])
def test_every_script_is_rendered_with_its_fonts_embedded(text: str) -> None:
    with opened(with_reasons(text)) as file:
        descriptors = [
            item
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert len(descriptors) > 3
        assert all({"/FontFile2", "/FontFile3"} & set(item.keys()) for item in descriptors)


def test_arabic_can_be_read_from_the_file() -> None:
    assert "مرحبا" in " ".join(pages(with_reasons("مرحبا")))


def test_a_name_of_eighty_letters_stays_on_the_paper() -> None:
    assert len(LONG_NAME) == 80
    content = letter(recipient=Recipient(LONG_NAME, "20020514-2391", (LONG_NAME,) * 3))
    with opened(content) as file:
        assert len(file.pages) <= 6
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", "-", "-"], input=pdf(content), capture_output=True
    ).stdout.decode()
    assert "schlegelsteinhausen" in boxes
    assert max(float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)) < 595 - 25


def test_reasons_of_a_hundred_thousand_letters_are_printed_whole_in_time() -> None:
    sentence = "Du har berättat att du vill arbeta och att du behöver någon som hjälper dig. "
    text = "".join(sentence + ("\n\n" if n % 6 == 5 else "") for n in range(1300))
    assert len(text) > 100_000
    started = time.perf_counter()
    content = with_reasons(text)
    data = pdf(content)
    elapsed = time.perf_counter() - started
    print(f"\n  100 000 tecken: {elapsed:.1f} s, {len(data)} bytes")
    assert elapsed < 30
    assert " ".join(pages(content)).count("någon som hjälper") >= 1200


@pytest.mark.parametrize("text", ["x" * 100_000, "rad\n" * 5_000, "ord " * 25_000])
def test_text_that_a_layout_chokes_on_is_printed_in_time(text: str) -> None:
    started = time.perf_counter()
    with opened(with_reasons(text)) as file:
        assert len(file.pages) > 10
    assert time.perf_counter() - started < 20


def test_an_ordinary_letter_is_ready_within_two_seconds_and_fast_when_warm() -> None:
    pdf(letter())
    started = time.perf_counter()
    pdf(letter("avslag", "avslag"))
    elapsed = time.perf_counter() - started
    print(f"\n  varmt brev: {elapsed:.2f} s")
    assert elapsed < 2
