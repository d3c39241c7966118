"""The text in a file: enough to find a number in, and never a reason to stop."""

import io

import pytest
from weasyprint import HTML

from jobbtorg.files.text import text_in
from tests.files import samples

LINE = "Överklagande av beslut 2026:17 i JT 2026-0012. Åsa, 20020215-2385"


def read(content, kind):
    return text_in(io.BytesIO(content), kind)


def test_a_pdf_is_read_by_what_its_fonts_say():
    assert LINE in read(HTML(string=f"<p>{LINE}</p>").write_pdf(), "pdf")


def test_lines_of_a_pdf_do_not_run_together():
    found = read(HTML(string="<p>JT 2026-0012</p><p>345</p>").write_pdf(), "pdf")
    assert "0012345" not in found


def test_a_word_documents_runs_are_joined_and_its_paragraphs_are_not():
    xml = "<w:p><w:t>JT 2026-</w:t><w:t>0012</w:t></w:p><w:p><w:t>345</w:t></w:p>"
    content = samples.word(**{"word/document.xml": xml.encode()})
    assert read(content, "docx").split() == ["JT", "2026-0012", "345"]


def test_a_text_file_is_its_text():
    assert read("Åsa".encode(), "txt") == "Åsa"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.image("PNG"), "png"),
        (samples.pdf(), "pdf"),
        (samples.pdf(password="x"), "pdf"),
        (samples.pdf_bomb(1000), "pdf"),
        (b"inget", "pdf"),
        (b"inget", "docx"),
    ],
)
def test_what_holds_no_text_or_is_broken_gives_nothing(content, kind):
    assert read(content, kind).strip() == ""
