"""The night's check: each breach is made past every trigger, named, somebody's, and seen to end."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from cases.models import AdviceContact, Case, DocumentCheck
from cases.standing import put_right, untrue
from cases.upcoming import upcoming
from decisions.models import Decision, LetterCheck
from decisions.serving import dispatch, note_undelivered
from integrity.checks import CHECKS
from integrity.models import Fault
from integrity.running import run
from integrity.tasks import check_integrity
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.deadlines import next_working_day
from jobbtorg.files import keeping
from tests.audit.helpers import as_owner
from tests.cases.helpers import get, in_days, on, parallel, refused_by_database, sql, text_of
from tests.decisions.reporting import decided_on, fixed

PAGE = "/att-ratta-till/"


def found():
    """What stands after a run: promise and whose."""
    return sorted((row.promise, row.answers) for row in run().standing)


def days_after(day, count):
    """The working day so many working days after the day."""
    for _ in range(count):
        day = next_working_day(day)
    return day


@pytest.fixture
def decision(world):
    """Decided today, past what its commit asks."""
    made = world.decided()
    connection.check_constraints()
    return made


@pytest.fixture
def proposed(world):
    """Waits for the chef's decision, past what its commit asks."""
    assert world.chef
    case = world.proposed()
    connection.check_constraints()
    return case


def moved(statement):
    """Past every trigger but those that keep where the cases stand."""
    as_owner(statement)
    put_right(untrue())


class TestEachBreachIsFoundAndNamed:
    @pytest.mark.parametrize(
        "state", ["registered", "started", "sent", "proposed", "referred", "running", "planned"]
    )
    def test_where_all_is_as_it_ought_to_be_nothing_is(self, world, state):
        assert world.chef
        getattr(world, state)()
        assert found() == []

    def test_a_decision_without_its_letter(self, decision):
        as_owner("DELETE FROM decisions_letter WHERE decision_id = %s", decision.pk)
        assert found() == [("brev-saknas", "enhetschef")]
        assert Fault.objects.get().sentence == f"Beslut {decision.number} har inget brev."

    @pytest.mark.parametrize(
        "change",
        [
            "DELETE FROM decisions_ruling WHERE basis = 'ratt'",
            "DELETE FROM decisions_ruling WHERE basis = 'befogenhet'",
            "DELETE FROM decisions_ruling",
            "UPDATE decisions_ruling SET outcome = 'bifall', period_from = current_date,"
            " period_to = current_date WHERE basis = 'ratt'",
            "UPDATE decisions_ruling SET id = id + 100 WHERE basis = 'ratt'",
        ],
    )
    def test_rulings_out_of_order(self, decision, change):
        as_owner(change)
        assert ("ordning", "enhetschef") in found()
        assert decision.number in Fault.objects.get(promise="ordning").sentence

    def test_a_ruling_by_the_right_alone_that_gives_all_is_in_order(self, world):
        world.decided(right="bifall", may="")
        assert found() == []

    def test_a_matter_of_form_is_not_held_to_the_order_of_an_insats(self, decision):
        moved("UPDATE decisions_decision SET kind = 'avvisning', riktlinje_id = NULL")
        moved("DELETE FROM decisions_ruling WHERE basis = 'befogenhet'")
        moved("UPDATE decisions_ruling SET basis = 'formell', outcome = 'avvisas'")
        assert found() == []

    def test_a_letter_that_was_not_sent_the_day_after(self, world, decision):
        with on(next_working_day(clock.today())):
            assert found() == []
        with on(days_after(clock.today(), 2)):
            assert found() == [("brev-ej-skickat", "registrator")]

    def test_a_letter_that_came_back_and_was_not_sent_again(self, world, decision):
        sent = dispatch(decision, "brev", clock.today(), by=world.registrator)
        note_undelivered(sent, clock.today(), "I retur.", by=world.registrator)
        with on(days_after(clock.today(), 2)):
            assert ("brev-ej-skickat", "registrator") in found()

    @pytest.mark.parametrize("state", ["started", "running"])
    def test_a_case_whose_coach_has_left(self, world, state):
        case = getattr(world, state)()
        moved("UPDATE cases_case SET coach_id = NULL")
        as_owner("UPDATE cases_application SET registered_at = registered_at - interval '9 days'")
        assert ("ingen-coach", "enhetschef") in found()
        assert Fault.objects.get(promise="ingen-coach").case == case

    def test_a_case_that_stands_on_the_wrong_list_stands_right_again_at_once(self, world):
        assert world.chef
        case = world.started()
        as_owner("UPDATE cases_standing SET coach_days = '{}', coached_from = NULL")
        assert not case.is_handled
        assert found() == [("fel-lage", "granskare")]
        assert Fault.objects.get().case == case and case.is_handled
        assert found() == []

    def test_a_case_without_a_place_gets_it(self, world):
        assert world.chef
        case = world.started()
        as_owner("DELETE FROM cases_standing")
        assert found() == [("fel-lage", "granskare")]
        assert case.is_handled and untrue() == []

    def test_a_contact_that_is_not_kept_as_waiting_which_is_put_right(self, world):
        assert world.chef
        contact = world.contact(wants="ja")
        as_owner("DELETE FROM cases_unappliedcontact")
        assert found() == [("fel-vantande-kontakt", "granskare")]
        assert AdviceContact.objects.waiting().get() == contact
        assert found() == []

    def test_a_new_case_may_lie_until_the_day_after(self, world):
        world.registered()
        moved("UPDATE cases_case SET coach_id = NULL")
        assert world.chef
        assert found() == []

    def test_an_open_case_without_a_day_for_its_next_step(self, proposed):
        as_owner("UPDATE cases_case SET due_on = NULL")
        assert found() == [("ingen-frist", "enhetschef")]

    def test_a_unit_with_open_cases_and_no_chef(self, world):
        world.proposed()
        as_owner(
            "UPDATE organisation_appointment SET valid_to = valid_from"
            " WHERE function LIKE '%%enhetschef'"
        )
        assert found() == [("ingen-chef", "delegationsadministrator")]
        assert "Farsta" in Fault.objects.get().sentence

    def test_a_granted_insats_without_uppdrag(self, world):
        world.planned()
        connection.check_constraints()
        as_owner("DELETE FROM followup_assignment")
        as_owner("UPDATE decisions_decision SET decided_on = decided_on - 30")
        assert ("inget-uppdrag", "enhetschef") in found()

    def test_the_chef_has_the_days_of_the_rulebook_to_give_it(self, world):
        case = world.running()
        with on(case.due_on):
            assert found() == []
        with on(next_working_day(case.due_on)):
            assert found() == [("inget-uppdrag", "enhetschef")]

    def test_a_list_that_misses_a_decision(self, world):
        first, second = (decided_on(world, date(2026, 3, 2), n) for n in (1, 2))
        fixed(world)
        connection.check_constraints()
        as_owner("DELETE FROM decisions_reportrow WHERE decision_id = %s", second.pk)
        told = {row.promise: row for row in run().standing}
        assert second.number in told["lista-missar"].sentence
        assert told["lista-missar"].answers == "namndsekreterare"
        assert "med 2 beslut men har 1" in told["lista-ofullstandig"].sentence
        assert first.number not in told["lista-missar"].sentence

    def test_a_decision_that_is_not_kept_as_unreported_which_is_put_right(self, world):
        decision = decided_on(world, date(2026, 3, 2))
        connection.check_constraints()
        as_owner("DELETE FROM decisions_unreporteddecision")
        told = {row.promise: row for row in run().standing}
        assert told["oanmalt-beslut"].answers == "granskare"
        assert decision.number in told["oanmalt-beslut"].sentence
        assert "oanmalt-beslut" not in dict(found())
        assert fixed(world).rows.get().decision == decision

    def test_what_no_list_of_a_later_period_holds_yet_is_not_missed(self, world):
        decided_on(world, date(2026, 3, 2), 1)
        fixed(world)
        decided_on(world, date(2026, 4, 1), 2)
        assert "lista-missar" not in dict(found())

    def test_a_night_without_a_check(self, world):
        DocumentCheck.objects.create(checked_at=clock.now(), checked=1)
        LetterCheck.objects.create(checked_at=clock.now(), checked=1)
        with in_days(1):
            assert found() == []
        with in_days(3):
            assert found() == [("kontroll-utebliven", "delegationsadministrator")] * 2


class TestFilesThatAreNotAsTheyWere:
    def test_are_named_by_the_command_which_reads_them_all(self, world, decision):
        row = world.document(world.started("200102152392"))
        keeping.remove(row.key)
        connection.check_constraints()
        as_owner("ALTER TABLE decisions_letter DROP CONSTRAINT letter_bytes_match_hash")
        as_owner("UPDATE decisions_letter SET pdf = set_byte(pdf, 9, get_byte(pdf, 9) # 1)")
        said = StringIO()
        with pytest.raises(SystemExit) as end:
            call_command("check_integrity", stdout=said)
        assert end.value.code == 1
        assert f"{row.case.number}, handling 1: saknas." in said.getvalue()
        assert f"{decision.number}: ändrat." in said.getvalue()
        assert "Rättas av: Granskare" in said.getvalue()

    def test_where_all_is_well_the_command_says_so(self, world):
        said = StringIO()
        call_command("check_integrity", stdout=said)
        assert said.getvalue().startswith("0 att rätta till")


class TestEachIsATaskForSomebody:
    def test_the_registrator_sees_the_letter_and_what_to_do(self, world, decision):
        case = decision.application.case
        with on(days_after(clock.today(), 2)):
            check_integrity.delay()
            html = text_of(get(world.registrator, PAGE))
        assert decision.number in html and case.number in html
        assert "Skicka brevet" in html and case.person.last_name not in html

    def test_a_chef_sees_the_own_units_and_among_the_frister(self, world):
        case = world.proposed()
        as_owner("UPDATE cases_case SET due_on = NULL")
        run()
        assert case.number in text_of(get(world.chef, PAGE))
        assert "Att rätta till" in [due.kind for due in upcoming(world.chef, Case.objects.all())]
        assert case.number not in text_of(get(world.chef_city, PAGE))
        assert case.number not in text_of(get(world.registrator, PAGE))

    def test_the_menu_counts_them(self, world, proposed):
        as_owner("UPDATE cases_case SET due_on = NULL")
        run()
        html = text_of(get(world.delegationsadmin, PAGE))
        assert '<span class="count">1<span class="ds-sr-only"> att rätta</span></span>' in html

    def test_the_administrator_has_them_all_but_no_protected_persons_number(self, world):
        hidden = world.proposed(protection="skyddad_folkbokforing")
        as_owner("UPDATE cases_case SET due_on = NULL")
        run()
        html = text_of(get(world.delegationsadmin, PAGE))
        assert "Skyddad" in html and hidden.number not in html
        assert hidden.number not in text_of(get(world.bitr, PAGE))

    def test_the_look_is_logged_with_the_cases_that_were_shown(self, world):
        case = world.proposed()
        as_owner("UPDATE cases_case SET due_on = NULL")
        run()
        get(world.chef, PAGE)
        assert AccessLog.objects.latest("pk").shown == [case.number]

    def test_every_promise_says_whose_and_what_to_do(self):
        for one in CHECKS.values():
            assert one.title and one.what_to_do.endswith(".")
            assert one.answers != "coach"


class TestItDisappearsWhenPutRight:
    def test_and_not_before(self, world, proposed):
        case = proposed
        as_owner("UPDATE cases_case SET due_on = NULL")
        assert (run().new, run().new) == (1, 0)
        assert Fault.objects.count() == 1
        as_owner("UPDATE cases_case SET due_on = %s", case.due_on)
        outcome = run()
        assert (outcome.standing, outcome.put_right) == ([], 1)
        assert "Inget att rätta till" in text_of(get(world.chef, PAGE))

    def test_what_comes_again_is_told_of_again(self, proposed):
        case = proposed
        for day in (None, case.due_on, None):
            as_owner("UPDATE cases_case SET due_on = %s", day)
            run()
        assert [row.put_right_at is None for row in Fault.objects.all()] == [False, True]

    def test_also_where_the_clock_was_put_back_meanwhile(self, proposed):
        case = proposed
        as_owner("UPDATE cases_case SET due_on = NULL")
        run()
        as_owner("UPDATE cases_case SET due_on = %s", case.due_on)
        with clock.at(clock.now() - timedelta(hours=5)):
            assert run().put_right == 1

    def test_two_checks_at_once_find_it_once(self, committed_world):
        assert committed_world.chef
        committed_world.proposed()
        as_owner("UPDATE cases_case SET due_on = NULL")
        outcomes = parallel(run, run)
        assert sorted(one.new for one in outcomes) == [0, 1]
        assert Fault.objects.count() == 1


class TestPostgreSqlKeepsIt:
    @pytest.fixture
    def fault(self, proposed) -> Fault:
        as_owner("UPDATE cases_case SET due_on = NULL")
        return run().standing[0]

    def test_it_stands_as_it_was_found(self, fault):
        with refused_by_database("ändras inte"):
            sql("UPDATE integrity_fault SET answers = 'coach'")
        with refused_by_database("Cannot delete"):
            sql("DELETE FROM integrity_fault")

    def test_that_it_is_put_right_is_said_once(self, fault):
        sql("UPDATE integrity_fault SET put_right_at = found_at")
        with refused_by_database("ändras inte"):
            sql("UPDATE integrity_fault SET put_right_at = NULL")

    def test_it_stands_once(self, fault):
        fault.pk = None
        with pytest.raises(IntegrityError, match="fault_stands_once"), transaction.atomic():
            fault.save(force_insert=True)


def test_no_sentence_names_a_person(world):
    world.decided()
    connection.check_constraints()
    as_owner("DELETE FROM decisions_letter")
    person = Decision.objects.get().application.case.person
    told = " ".join(row.sentence for row in run().standing)
    assert told and person.last_name not in told and person.personnummer not in told
