"""Two versions of a text, word by word."""

import time

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from jobbtorg.ui.difference import Piece, difference, shortened

TEXTS = st.text(alphabet="ab .\n", max_size=60)


def as_marked(old, new):
    """[-taken away-] and {+added+}, as people write it."""
    marks = {"del": "[-%s-]", "ins": "{+%s+}", "same": "%s", "gap": "%s"}
    return "".join(marks[piece.kind] % piece.text for piece in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Ja.", "Ja.", "Ja."),
        ("", "Ny text", "{+Ny text+}"),
        ("Bort", "", "[-Bort-]"),
        ("Du söker jobb.", "Du söker inte jobb.", "Du söker {+inte +}jobb."),
        ("Du söker jobb.", "Du söker arbete.", "Du söker [-jobb-]{+arbete+}."),
        ("en två tre", "ett tva tre", "[-en två-]{+ett tva+} tre"),
        ("A.\r\n\r\nB.", "A.\n\nB.", "A.\n\nB."),
        ("Ett.\nTvå.\nTre.", "Ett.\nTre.", "Ett.\n[-Två.\n-]Tre."),
    ],
)
def test_words_that_change_are_told_and_the_rest_stands(old, new, marked):
    assert as_marked(old, new) == marked


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_it(old, new):
    pieces = difference(old, new)
    assert "".join(p.text for p in pieces if p.kind != "ins") == old
    assert "".join(p.text for p in pieces if p.kind != "del") == new
    assert all(p.text for p in pieces)


def test_what_stands_far_from_a_change_is_left_out():
    before = "Början. " + "Samma ord igen. " * 100
    pieces = shortened(difference(before + "Slut.", before + "Nytt slut."))
    assert [piece.kind for piece in pieces][:2] == ["gap", "same"]
    assert len("".join(piece.text for piece in pieces)) < 200
    assert shortened([Piece("same", before)]) == [Piece("same", before)]


def test_a_very_long_text_takes_no_time_to_speak_of():
    words = [f"ord{n % 50}" for n in range(20_000)]
    started = time.perf_counter()
    difference(" ".join(words), " ".join(reversed(words)))
    assert time.perf_counter() - started < 2


def test_it_is_told_by_lines_and_in_words_and_nothing_in_a_text_is_markup():
    template = Template("{% load ui %}{% difference old new %}")
    html = template.render(Context({"old": "Hej <b>du</b>", "new": "Hej <i>du</i>"}))
    assert "<del>" in html and "borttaget" in html
    assert "<ins>" in html and "tillagt" in html
    assert "<b>" not in html and "<i>" not in html and "&lt;" in html
