"""Plain Swedish, measured on our own sentences (users.md 5.2 and 9.7, språklagen 11 §)."""

import re

import pytest

from decisions.letters import values
from jobbtorg.letters.readability import SAY_INSTEAD
from jobbtorg.letters.texts import fill
from tests.decisions.letter_samples import MEETING, PROVISIONS, TEXTS, letter

HEADINGS = ("rubrik_", "etikett_", "fraga_", "bilaga_fraga_")


def own_sentences() -> list[str]:
    """Every sentence of ours, filled in; headings and labels aside."""
    told = {"reply_on": letter().decided_on}
    namnds = values(letter("delvis", "delvis", **told, decider=MEETING))
    filled = {k: v or namnds[k] for k, v in values(letter("delvis", "delvis", **told)).items()}
    blocks = [
        fill(row["text"], filled, row["key"])
        for row in TEXTS
        if not row["key"].startswith(HEADINGS)
    ]
    blocks += [row["meaning"] for row in PROVISIONS]
    plain = [re.sub(r"(\d) kap\. ", r"\1 kap ", block.replace("\xa0", " ")) for block in blocks]
    return [part for block in plain for part in re.split(r"(?<=[.?:!])\s+", block) if part]


def words(text: str) -> list[str]:
    """The words; a number or a paragraph sign is not read as a long word."""
    return re.findall(r"[\w-]+", text)


def lix(sentences: list[str]) -> float:
    """Läsbarhetsindex: words per sentence plus the share in percent of words over six letters."""
    found = [word for sentence in sentences for word in words(sentence)]
    long = [word for word in found if len(word) > 6]
    return len(found) / len(sentences) + 100 * len(long) / len(found)


@pytest.mark.parametrize("word", SAY_INSTEAD)
def test_no_text_holds_a_word_to_avoid(word: str) -> None:
    for row in [*TEXTS, *({"key": r["key"], "text": r["meaning"]} for r in PROVISIONS)]:
        text = re.sub(r"\{[^}]*\}", "", row["text"]).lower()
        assert word not in words(text), row["key"]


def test_the_sentences_are_short(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = [len(words(sentence)) for sentence in own_sentences()]
    mean = sum(lengths) / len(lengths)
    with capsys.disabled():
        print(f"\n  Brevet: {len(lengths)} meningar, medel {mean:.1f} ord, längst {max(lengths)}")
    assert mean <= 17
    assert max(lengths) <= 28


def test_the_letter_is_easy_by_lix(capsys: pytest.CaptureFixture[str]) -> None:
    measured = lix(own_sentences())
    with capsys.disabled():
        print(f"\n  Brevet: LIX {measured:.0f} (under 30 mycket lätt, 30–40 lätt)")
    assert measured < 40
