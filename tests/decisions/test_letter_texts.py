"""The rulebook's sentences: placeholders, dates, completeness."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from decisions.letters import html, values
from jobbtorg.letters import PLACEHOLDERS, MissingText, UnknownPlaceholder, check_text, swedish_date
from jobbtorg.letters.render import FOLDER
from jobbtorg.letters.texts import fill, in_force
from tests.decisions.letter_samples import MEETING, NEW_LAW, OUTCOMES, RECIPIENT, TEXTS, letter


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["key"])
def test_every_text_has_an_owner_a_first_day_and_known_placeholders(row) -> None:
    check_text(row["text"], row["key"])
    assert row["owner"]
    assert date.fromisoformat(row["valid_from"]) <= date(2023, 1, 1)


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("Hej {okand}", "{okand}"),
        ("Hej {}", "{}"),
        ("Hej {namn!r}", "{namn!r}"),
        ("Hej {namn.__class__}", "{namn.__class__}"),
        ("Hej {namn", "{"),
        ("Hej }", "}"),
        ("Hej {{ namn }}", "{ namn }"),
    ],
)
def test_a_text_with_an_unknown_placeholder_is_refused_with_its_key(text, placeholder) -> None:
    with pytest.raises(UnknownPlaceholder) as refused:
        check_text(text, "beslut_bifall")
    assert refused.value.key == "beslut_bifall"
    assert refused.value.placeholder.strip("{} ") == placeholder.strip("{} ")
    assert "beslut_bifall" in str(refused.value)


def test_what_is_filled_in_is_never_read_again() -> None:
    assert fill("Hej {namn}", {"namn": "{telefon} {{ x }}"}) == "Hej {telefon} {{ x }}"


def test_a_placeholder_that_the_case_cannot_fill_stops_the_letter() -> None:
    with pytest.raises(MissingText, match="fran"):
        fill("Från {fran}", {"fran": ""}, "beslut_bifall")


def test_a_text_that_is_not_in_force_stops_the_letter() -> None:
    texts = in_force(TEXTS, NEW_LAW)
    del texts["nu_direkt"]
    with pytest.raises(MissingText, match="nu_direkt"):
        html(letter(texts=texts))


def test_every_placeholder_on_the_list_has_a_value_and_no_other() -> None:
    assert set(values(letter())) == set(PLACEHOLDERS)


def test_in_force_takes_the_first_and_the_last_day_with_it() -> None:
    rows = [
        {"key": "a", "text": "old", "valid_from": "2025-01-01", "valid_to": "2025-06-30"},
        {"key": "a", "text": "new", "valid_from": "2025-07-01", "valid_to": None},
    ]
    assert in_force(rows, date(2024, 12, 31)) == {}
    assert in_force(rows, date(2025, 6, 30)) == {"a": "old"}
    assert in_force(rows, date(2025, 7, 1)) == {"a": "new"}


def test_a_date_is_written_out_and_kept_together() -> None:
    assert swedish_date(date(2026, 3, 1)) == "1\N{NO-BREAK SPACE}mars 2026"
    assert swedish_date(None) == ""


class Recorder(dict):
    """Texts that remember which of them were used."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(texts)
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.used.add(key)
        return super().__getitem__(key)


def test_every_text_of_the_rulebook_is_used_by_some_letter() -> None:
    used: set[str] = set()
    for right, may in OUTCOMES:
        for changes in (
            {},
            {"oral": True, "reply": "x", "children": "x"},
            {"recipient": replace(RECIPIENT, address=())},
            {"reply": "x", "reply_on": NEW_LAW},
            {"decider": MEETING},
            {"unnamed": True},
        ):
            texts = Recorder(in_force(TEXTS, NEW_LAW))
            content = letter(right, may, texts=texts, **changes)
            html(content)
            used |= texts.used
    assert {row["key"] for row in TEXTS} == used


@pytest.mark.parametrize("template", sorted(FOLDER.glob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_a_sentence_of_its_own(template: Path) -> None:
    source = re.sub(
        r"<style>.*?</style>|{%.*?%}|{{.*?}}|<[^>]+>", " ", template.read_text(encoding="utf-8")
    )
    assert re.findall(r"[A-Za-zÅÄÖåäö]{2,}", source) == []
