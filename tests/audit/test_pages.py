"""Verifiera on a case, and the page of the nightly checks."""

from urllib.parse import urlencode

import pytest

from cases.models import Document
from decisions.models import Decision
from jobbtorg.audit import sealing
from jobbtorg.audit.models import AccessLog
from jobbtorg.audit.tasks import seal, verify_audit
from tests.audit.helpers import as_owner
from tests.audit.test_chain import flip, flip_letter
from tests.cases.helpers import get, text_of

CHECKS = "/kontroll/historik/"


@pytest.fixture
def case(world):
    """A decided case with a document, sealed."""
    found = world.decided().application.case
    world.document(found)
    sealing.seal()
    return found


def verified(user, case):
    return text_of(get(user, f"{case.get_absolute_url()}historik/verifiera/"))


def test_the_history_leads_to_verifiera(world, case):
    address = f"{case.get_absolute_url()}historik/"
    assert f'href="{address}verifiera/">Verifiera<' in text_of(get(world.coach, address))


def test_what_is_as_it_was_written_is_ok(world, case):
    page = verified(world.coach, case)
    decision = Decision.objects.get(application__case=case)
    assert page.count(">OK<") >= 5
    assert "AVVIKELSE" not in page
    assert decision.chain in page
    assert decision.letter.sha256 in page


def test_a_flipped_byte_shows_as_avvikelse(world, case):
    flip(Document.objects.get(case=case).key)
    page = verified(world.coach, case)
    assert page.count("AVVIKELSE") == 1
    assert "Filen är ändrad." in page


def test_a_flipped_byte_of_the_letter_shows_as_avvikelse(world, case):
    flip_letter(Decision.objects.get(application__case=case).letter)
    page = verified(world.coach, case)
    assert page.count("AVVIKELSE") == 1
    assert "Brevets innehåll stämmer inte med kontrollsumman." in page


def test_a_value_changed_past_the_product_shows_as_avvikelse(world, case):
    as_owner("UPDATE cases_case SET status = 'utreds' WHERE id = %s", case.pk)
    assert "status är inte som historiken säger" in verified(world.coach, case)


def test_to_verify_is_to_read_and_is_logged(world, case):
    verified(world.coach, case)
    assert AccessLog.objects.first().what == "Historiken: verifiering"


class TestTheGranskare:
    def test_verifies_a_case_by_its_number_and_sees_nothing_of_it(self, world, case):
        page = text_of(get(world.granskare, f"{CHECKS}?arende={case.slug}"))
        assert page.count(">OK<") >= 5
        assert case.person.last_name not in page
        row = AccessLog.objects.first()
        assert (row.user, row.what, row.case_number) == (
            world.granskare, "Verifiering av ärendet", case.number
        )  # fmt: skip

    def test_is_told_when_there_is_no_such_case(self, world):
        page = text_of(get(world.granskare, f"{CHECKS}?arende=JT 1999-0001"))
        assert "Det finns inget ärende med numret JT 1999-0001." in page

    def test_sees_what_the_night_has_found_in_words_and_in_the_menu(self, world, case):
        as_owner("UPDATE cases_case SET status = 'utreds' WHERE id = %s", case.pk)
        verify_audit()
        page = text_of(get(world.granskare, CHECKS))
        assert f"cases_case, rad {case.pk}: status är inte som historiken säger." in page
        assert "Den senaste kontrollen fann 1 avvikelse." in page
        menu = text_of(get(world.granskare, "/"))
        assert "avvikelser" in menu

    def test_fetches_the_heads_which_is_logged(self, world, case):
        (head,) = sealing.heads(1)
        answer = get(world.granskare, f"{CHECKS}kontrollvarden.txt")
        assert head.head in text_of(answer)
        assert AccessLog.objects.first().action == "export"


class TestAPrintedLine:
    def asked(self, world, line):
        return text_of(get(world.granskare, f"{CHECKS}?{urlencode({'rad': line})}"))

    def test_still_stands(self, world, case):
        (head,) = sealing.heads(1)
        page = self.asked(world, f"  {head.head} ")
        assert "Raden stämmer." in page and f'value="{head.head}"' in page

    def test_does_not_when_the_chain_was_made_anew(self, world, case):
        (head,) = sealing.heads(1)
        line = head.head
        as_owner("UPDATE audit_seal SET hash = %s WHERE id = %s", "0" * 64, head.pk)
        page = self.asked(world, line)
        assert "Raden stämmer inte" in page and "har ett annat kontrollvärde" in page

    def test_does_not_when_what_was_sealed_is_changed(self, world, case):
        (head,) = sealing.heads(1)
        as_owner("UPDATE audit_seal SET told = 'x' WHERE id = %s", head.pk)
        assert f"förseglingen {head.number}" in self.asked(world, head.head)

    def test_does_not_when_the_chain_was_shortened(self, world, case):
        line = f"2026-01-01 12:00 999999 {'a' * 64}"
        assert "försegling 999999, som har skrivits ut, finns inte längre" in self.asked(
            world, line
        )

    @pytest.mark.parametrize("line", ["nej", "12", "1 2 3", "x" * 900, f"{'9' * 40} {'a' * 64}"])
    def test_that_is_no_line_is_said(self, world, case, line):
        assert "Raden går inte att läsa." in self.asked(world, line)


def test_what_deviates_stands_in_a_list_of_sentences(world, case):
    as_owner("UPDATE cases_case SET status = 'utreds' WHERE id = %s", case.pk)
    as_owner("UPDATE cases_person SET first_name = 'Ann' WHERE id = %s", case.person_id)
    verify_audit()
    page = text_of(get(world.granskare, CHECKS))
    assert "historiken säger.</li><li>" in page and ".," not in page


def test_the_administrator_sees_the_checks_and_verifies_no_case(world, case):
    page = text_of(get(world.delegationsadmin, f"{CHECKS}?arende={case.slug}"))
    assert "Nattens kontroller" in page
    assert "Verifiera ett ärende" not in page and ">OK<" not in page


def test_the_tasks_of_the_worker_find_nothing_wrong(world, case):
    seal()
    verify_audit()
    assert "Alla stämmer" in text_of(get(world.granskare, CHECKS))
