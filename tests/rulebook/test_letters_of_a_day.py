"""Which law a letter cites follows from its day; what a text holds is printed, never run."""

from datetime import date

import pytest

from jobbtorg.letters import LetterTextError, ProvisionText
from jobbtorg.publishing import samples
from jobbtorg.publishing.book import Book, Noting, blank, book_with
from jobbtorg.rulebook.models import LetterText, Provision
from tests.rulebook.helpers import change_to, proposed

OLD, NEW = "4\N{NO-BREAK SPACE}kap.\N{NO-BREAK SPACE}", "11\N{NO-BREAK SPACE}kap.\N{NO-BREAK SPACE}"


def written(proposal, slug: str) -> str:
    """The test letter with the proposal applied, as HTML."""
    return samples.BY_SLUG[slug].manuscript(book_with(proposal)).html


def letter_of(day: date, slug: str = "bifall") -> str:
    """The test letter of the day by the rulebook alone."""
    texts = dict(LetterText.objects.on(day).values_list("key", "text"))
    rows = Provision.objects.on(day)
    book = Book(day, Noting(texts), {r.key: ProvisionText(r.ref, r.law, r.meaning) for r in rows})
    return samples.BY_SLUG[slug].manuscript(book).html


@pytest.mark.parametrize(
    ("day", "cited", "law", "gone"),
    [
        (date(2025, 6, 30), OLD, "(2001:453)", "(2025:400)"),
        (date(2025, 7, 1), NEW, "(2025:400)", "(2001:453)"),
    ],
)
def test_a_decision_of_the_last_day_of_the_old_law_and_of_the_first_of_the_new(
    db, day, cited, law, gone
):
    html = letter_of(day)
    assert f"{cited}1" in html
    assert law in html
    assert gone not in html


def test_a_test_letter_holds_the_proposed_text_and_law_and_the_rest_as_it_is(world):
    text = proposed(world, change_to("brevtexter", "nu_avslag", text="Nu är det slut, {namn}."))
    law = proposed(world, change_to("lagrum", "ratt", ref="12 kap. 9 §", meaning="Ny mening."))
    assert "Nu är det slut, Prova Exempel." in written(text, "avslag")
    assert "Ny mening." not in written(text, "avslag")
    assert "12\N{NO-BREAK SPACE}kap.\N{NO-BREAK SPACE}9" in written(law, "avslag")
    assert "Ny mening." in written(law, "underlag")
    assert "Nu är det slut" not in written(law, "avslag")


def test_markup_in_a_text_is_printed_as_text(world):
    text = 'Läs <b>det här</b> & <img src="http://example.com/x.png">.'
    found = proposed(world, change_to("brevtexter", "nu_avslag", text=text))
    html = written(found, "avslag")
    assert "Läs &lt;b&gt;det här&lt;/b&gt; &amp; &lt;img src=" in html
    assert "<b>" not in html
    assert samples.BY_SLUG["avslag"].manuscript(book_with(found)).pdf().startswith(b"%PDF-")


@pytest.mark.parametrize("text", ["{{ content.recipient }}", "{% include 'letters/beslut.html' %}"])
def test_a_text_that_came_in_another_way_is_never_run(db, text):
    texts = dict(LetterText.objects.on().values_list("key", "text")) | {"nu_avslag": text}
    book = blank()
    book.texts = Noting(texts)
    with pytest.raises(LetterTextError, match="nu_avslag"):
        samples.BY_SLUG["avslag"].manuscript(book)


class TestTheTestCases:
    def test_hold_every_text_and_no_other(self, db):
        held = {key for letter in samples.PARTS for key in samples.order_of(letter)}
        assert held == set(LetterText.objects.on().values_list("key", flat=True))

    def test_each_is_a_whole_letter_today_with_its_watermark(self, world):
        found = proposed(world)
        for case in samples.CASES:
            letter = case.manuscript(book_with(found))
            assert letter.watermark == "PROV"
            assert "Prova Exempel" in letter.html

    def test_texts_stand_in_the_letters_order(self):
        order = samples.order_of(samples.DECISION)
        at = [order.index(key) for key in ("rubrik_beslut", "rubrik_provning", "rubrik_skal")]
        assert at == sorted(at)
        appendix = samples.order_of(samples.APPENDIX)
        assert appendix.index("ratten_tid") < appendix.index("lagligheten_tid")
        assert not set(appendix) & set(order)
        assert samples.letters_with("ratten_tid") == [samples.APPENDIX]

    def test_a_text_knows_its_letters_and_what_can_be_filled_in_there(self):
        own = [samples.DECISION, samples.LATER, samples.BASIS, samples.HEARING]
        assert samples.letters_with("rubrik_bestammelser") == own
        names = [name for name, _ in samples.placeholders_of("underlag_svara")]
        assert "svara_senast" in names
        assert "beslutsfattare" not in names
        assert samples.letters_with("finns_inte") == []
        assert samples.placeholders_of("finns_inte") == []
