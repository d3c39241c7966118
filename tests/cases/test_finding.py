"""Which case a paper may belong to: by numbers and names alone. Förordning 2001:637 15 §."""

import pytest

from cases.finding import found_by, suggested, terms_in
from cases.models import Paper
from tests.world import TP1

MAN = "200102152392"


class TestTheTermsInAText:
    @pytest.mark.parametrize(
        "written", ["JT 2026-0012", "JT-2026-0012", "jt2026-0012", "JT_2026_0012", "JT 2026–0012"]
    )
    def test_a_case_number_however_it_is_written(self, written):
        assert terms_in(f"Angående {written}.").cases == {"JT 2026-0012"}

    @pytest.mark.parametrize(
        "written",
        ["20020215-2385", "200202152385", "020215-2385", "0202152385", "20020215 2385"],
    )
    def test_a_personnummer_in_any_form(self, written):
        assert terms_in(f"Hälsar Tilda, {written}").persons == {TP1}

    def test_a_number_with_a_wrong_check_digit_is_none(self):
        assert not terms_in("020215-2386 och 08-508 25 000 och OCR 123456789012345")

    def test_a_decisions_number_only_beside_the_word_and_never_a_statutes(self):
        assert terms_in("beslut nr 2026:17").decisions == {"2026:17"}
        assert terms_in("ert beslut 2026:17 enligt lagen (2017:900)").decisions == {"2026:17"}
        assert not terms_in("förvaltningslagen (2017:900)")


class TestSuggestions:
    def test_come_from_the_text_and_from_the_files_name(self, world):
        case, other = world.started(), world.started(MAN)
        papers = [world.paper(b"Tilda, 020215-2385"), world.paper(name=f"{other.slug}.txt")]
        assert suggested(listed(papers), world.registrator) == [other, case]

    def test_come_from_a_decisions_number(self, world):
        decision = world.decided()
        paper = world.paper(f"Jag överklagar beslut {decision.number}".encode())
        assert suggested(listed([paper]), world.registrator) == [decision.application.case]

    def test_are_only_of_what_the_user_sees(self, world):
        hidden = world.registered(MAN, protection="fingerade")
        paper = world.paper(f"{hidden.number} {MAN}".encode())
        assert suggested(listed([paper]), world.registrator) == []

    def test_an_unscanned_paper_is_not_read(self, world):
        case = world.started()
        paper = world.paper(case.number.encode(), scanned=False)
        assert suggested(listed([paper]), world.registrator) == []


class TestSearches:
    @pytest.mark.parametrize("term", ["tilda", "Provström", "prov til", "020215-2385", TP1])
    def test_are_by_name_or_number(self, world, term):
        case = world.started()
        assert found_by(term, world.registrator) == [case]
        assert found_by(case.number.lower(), world.registrator) == [case]

    @pytest.mark.parametrize("term", ["", "%", "t", "Farsta", "butik", "avslag", "20020215-2386"])
    def test_are_by_nothing_else(self, world, term):
        world.started(own_words="Jag vill arbeta i butik.")
        assert found_by(term, world.registrator) == []


def listed(papers):
    return list(Paper.objects.listed().filter(pk__in=[paper.pk for paper in papers]))
