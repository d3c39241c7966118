"""Så läser den sökande: long sentences, words to change, and LIX. Språklagen 11 §."""

import pytest
from django.urls import reverse

from jobbtorg.letters.readability import lix, readability, sentences
from tests.cases.helpers import get, post, text_of
from tests.decisions.test_decide import form_of
from tests.world import LONG

TANGLED = (
    "Beträffande ansökan avseende stöd har det ej framkommit några omständigheter som styrker att "
    "behovet, vilket beskrivits i utredningen som sådan, inte skulle kunna tillgodoses på annat "
    "sätt än genom den sökta insatsen."
)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("", 0),
        ("Jag är här.", 3),
        ("Du får stöd. Det är bra.", 3),
        ("Utredningen visar behov.", 3 + 33),
        ("§ 12, 2026.", 0),
    ],
)
def test_lix_is_words_in_a_sentence_and_the_share_of_long_words(text, index):
    assert lix(text) == index


def test_a_sentence_does_not_end_at_an_abbreviation():
    assert len(sentences("Enligt 11 kap. 1 § har du rätt. Det gäller t.ex. en coach.")) == 2


def test_a_line_without_full_stop_is_a_sentence():
    assert sentences("Först det här\nSedan det") == ["Först det här", "Sedan det"]


def test_a_tangled_sentence_is_told_of_with_its_words():
    found = readability(TANGLED)
    assert found.long_sentences == (TANGLED,)
    assert ("ej", "inte") in found.avoid and ("styrker", "visar") in found.avoid
    assert found.lix > 60 and found.grade == "mycket svår"


def test_a_plain_text_has_nothing_to_change():
    found = readability("Du har inte arbetat på två år. Du vill ha hjälp av en coach.")
    assert found.long_sentences == found.avoid == ()
    assert found.grade == "mycket lätt"


def test_stands_beside_the_previewed_letter(world):
    case = world.proposed()
    form = form_of(world.rulings(reasons=f"{LONG} {TANGLED}"), do="preview")
    response = post(world.chef, reverse("decide", args=[case.slug]), **form)
    page = text_of(get(world.chef, response["Location"]))
    assert "Så läser den sökande" in page and "LIX" in page
    assert "<b>inte</b> än ej" in page and "Beträffande ansökan avseende" in page
