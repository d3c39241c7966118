"""Jäv: declaring it, answering no, noting it of a colleague, and what the nämnd has found.

KL 7 kap. 4 § with 6 kap. 28–32 §§.
"""

from datetime import timedelta

import pytest

from cases import actions
from cases.conflicts import declare, lift
from cases.investigating import save_part
from cases.journal import record
from cases.models import Case, CaseUserObjectPermission, Declaration, Investigation, Part
from decisions import actions as deciding
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.organisation.models import Function
from tests.cases.helpers import (
    get,
    post,
    refused,
    refused_by_database,
    sql,
    text_of,
)
from tests.cases.jav import KIN, OTHER, PRIVATE, is_barred


@pytest.fixture
def case(world):
    """The coach's, with a chef and a colleague at the unit."""
    assert world.chef and world.colleague
    return world.registered()


class TestTheAct:
    def test_a_no_is_noted_and_changes_nothing_else(self, world, case):
        row = declare(case, world.coach, by=world.coach)
        assert (row.user, row.declared_by, row.ground) == (world.coach, world.coach, "")
        case.refresh_from_db()
        assert case.coach == world.coach
        assert case.journal.count() == 1

    @pytest.mark.parametrize("ground", Declaration.Ground.values)
    def test_with_a_ground_one_leaves_the_case_which_is_to_be_given_to_another(
        self, world, case, ground
    ):
        declare(case, world.coach, ground, PRIVATE, by=world.coach)
        case.refresh_from_db()
        assert case.coach is None
        assert is_barred(case, world.coach)
        entry = case.journal.first()
        assert entry.title == "Coach Farsta anmälde jäv"
        assert "Coach Farsta är jävig; ärendet behöver fördelas om." in entry.text
        assert Declaration.Ground(ground).label.lower() in entry.text

    def test_the_journal_tells_nothing_of_the_private_relation(self, world, case):
        row = declare(case, world.coach, OTHER, PRIVATE, by=world.coach)
        assert row.comment == PRIVATE
        assert PRIVATE not in "".join(entry.title + entry.text for entry in case.journal.all())

    def test_the_case_is_then_among_those_that_nobody_has(self, world, case):
        declare(case, world.coach, KIN, by=world.coach)
        assert case.number in text_of(get(world.chef, "/?flik=ofordelade"))
        assert case.number in text_of(get(world.chef, "/"))

    def test_who_was_not_the_coach_leaves_the_case_with_its_coach(self, world, case):
        declare(case, world.colleague, KIN, by=world.colleague)
        case.refresh_from_db()
        assert case.coach == world.coach
        assert "fördelas" not in case.journal.first().text

    def test_who_was_named_on_a_protected_case_is_so_no_more(self, world):
        assert world.chef
        case = world.registered(protection="fingerade")
        declare(case, world.coach, KIN, by=world.coach)
        named = CaseUserObjectPermission.objects.filter(content_object=case)
        assert {grant.user for grant in named} == {world.chef}

    def test_a_chef_notes_it_of_a_colleague(self, world, case):
        declare(case, world.coach, KIN, by=world.chef)
        assert is_barred(case, world.coach)
        assert case.journal.first().title == "Chef Farsta antecknade att Coach Farsta är jävig"

    def test_nobody_else_notes_it_of_another(self, world, case):
        for user in (world.colleague, world.registrator):
            with refused("noter") as rules:
                declare(case, world.coach, KIN, by=user)
            assert rules[0].kind == "forbidden"

    @pytest.mark.parametrize("who", ["coach_city", "chef_city", "granskare", "forvaltningschef"])
    def test_whoever_does_not_see_the_case_declares_nothing_in_it(self, world, case, who):
        user = getattr(world, who)
        with refused("outsider"):
            declare(case, user, KIN, by=user)

    def test_a_chef_notes_it_only_of_those_who_work_at_the_unit(self, world, case):
        with refused("not_at_unit"):
            declare(case, world.coach_city, KIN, by=world.chef)

    def test_a_chef_does_not_answer_no_for_another(self, world, case):
        with refused("own_answer"):
            declare(case, world.coach, by=world.chef)

    def test_another_circumstance_is_described(self, world, case):
        with refused("comment") as rules:
            declare(case, world.coach, OTHER, "  ", by=world.coach)
        assert rules[0].where == "comment"
        assert declare(case, world.coach, KIN, "", by=world.coach)

    def test_no_to_begin_with_and_javig_later(self, world, case):
        declare(case, world.coach, by=world.coach)
        declare(case, world.coach, KIN, by=world.coach)
        assert is_barred(case, world.coach)


class TestTheNamnd:
    @pytest.fixture
    def barred(self, world, case):
        declare(case, world.coach, KIN, by=world.coach)
        return case

    def test_who_is_javig_cannot_take_it_back_and_no_chef_can(self, world, barred):
        with refused("outsider", "lifting"):
            declare(barred, world.coach, by=world.coach)
        with refused("own_answer", "lifting"):
            declare(barred, world.coach, by=world.chef)

    def test_the_namnd_lifts_it_with_day_and_dnr(self, world, barred):
        row = lift(barred, world.coach, " AMF 2026/77 ", clock.today(), by=world.chef)
        assert (row.namnd_dnr, row.namnd_on) == ("AMF 2026/77", clock.today())
        assert not is_barred(barred, world.coach)
        entry = barred.journal.first()
        assert entry.title == "Nämnden har prövat frågan om jäv: Coach Farsta är inte jävig"
        assert "AMF 2026/77" in entry.text
        assert actions.assign(barred, world.coach, by=world.chef).coach == world.coach

    def test_it_may_be_declared_again_after_that(self, world, barred):
        lift(barred, world.coach, "AMF 2026/77", clock.today(), by=world.chef)
        declare(barred, world.coach, OTHER, PRIVATE, by=world.coach)
        assert is_barred(barred, world.coach)

    def test_without_dnr_or_with_a_day_before_the_declaration_or_after_today_it_is_not(
        self, world, barred
    ):
        with refused("namnd_dnr"):
            lift(barred, world.coach, " ", clock.today(), by=world.chef)
        for days in (-1, 1):
            with refused("namnd_on"):
                day = clock.today() + timedelta(days=days)
                lift(barred, world.coach, "AMF 1", day, by=world.chef)

    def test_only_chefs_note_it_and_only_of_someone_who_is_javig(self, world, barred):
        with refused("noter"):
            lift(barred, world.coach, "AMF 1", clock.today(), by=world.colleague)
        with refused("outsider", "noter"):
            lift(barred, world.coach, "AMF 1", clock.today(), by=world.coach)
        with refused("not_barred"):
            lift(barred, world.colleague, "AMF 1", clock.today(), by=world.chef)


class TestWhoIsAsked:
    def test_a_coach_answers_before_taking_a_case(self, world, case):
        with refused("unanswered"):
            actions.assign(case, world.colleague, by=world.colleague)
        assert world.take(case, world.colleague).coach == world.colleague

    def test_a_chef_gives_the_case_without_an_answer_and_the_coach_gives_it_later(
        self, world, case
    ):
        actions.assign(case, world.colleague, by=world.chef)
        with refused("unanswered"):
            actions.start_investigation(case, by=world.colleague)

    def test_a_chef_who_is_coach_too_gives_it_to_themself_and_answers_before_beginning(
        self, world, case
    ):
        world.appoint(world.chef, Function.COACH, "Farsta", since=clock.today())
        root = case.get_absolute_url()
        assert post(world.chef, f"{root}fordela/", coach=world.chef.pk).status_code == 302
        assert "Är du jävig i ärendet?" in text_of(get(world.chef, root))
        with refused("unanswered"):
            actions.start_investigation(case, by=world.chef)

    def test_who_gets_the_case_in_the_middle_answers_before_writing_or_proposing(self, world):
        assert world.chef
        case = world.investigated()
        actions.assign(case, world.colleague, by=world.chef)
        values = world.values(case, "samlad-bedomning")
        with refused("unanswered"):
            save_part(case, Part.Name.SUMMARY, values, by=world.colleague, seen=1)
        with refused("unanswered"):
            actions.propose(case, by=world.colleague)
        world.clear(case, world.colleague)
        assert save_part(case, Part.Name.SUMMARY, values, by=world.colleague, seen=1).version == 2
        assert actions.propose(case, by=world.colleague).status == "vantar_pa_beslut"

    def test_who_is_javig_neither_gets_nor_gives_the_case(self, world, case):
        declare(case, world.colleague, KIN, by=world.colleague)
        with refused("barred_coach"):
            actions.assign(case, world.colleague, by=world.chef)
        with refused("barred"):
            actions.assign(case, world.colleague, by=world.colleague)
        declare(case, world.chef, KIN, by=world.chef)
        with refused("barred"):
            actions.assign(case, world.coach, by=world.chef)

    def test_who_is_javig_does_nothing_more_in_the_case(self, world):
        assert world.chef and world.bitr
        case = world.proposed()
        declare(case, world.chef, KIN, by=world.chef)
        with refused("barred"):
            deciding.return_to_coach(case, "Skriv mer.", by=world.chef)
        decision = world.decide(case, world.rulings(), by=world.bitr)
        with refused("barred"):
            dispatch(decision, "brev", clock.today(), by=world.chef)

    def test_a_new_enhetschef_who_is_javig_is_not_named_at_night(self, world):
        assert world.chef and world.bitr
        case = world.registered(protection="fingerade")
        declare(case, world.chef, KIN, by=world.chef)
        actions.name_on_case(case)
        assert not Case.objects.visible_to(world.chef).exists()


class TestTheDatabase:
    """What comes past the acts: ORM or SQL."""

    @pytest.fixture
    def barred(self, world, case):
        """The colleague is jävig."""
        declare(case, world.colleague, KIN, by=world.colleague)
        return case

    def test_a_case_is_not_given_to_who_is_javig(self, world, barred):
        barred.coach = world.colleague
        with refused_by_database("Coachen är jävig."):
            barred.save()
        with refused_by_database("Coachen är jävig."):
            sql("UPDATE cases_case SET coach_id = %s WHERE id = %s", world.colleague.pk, barred.pk)

    def test_a_part_is_not_saved_by_who_is_javig_even_the_one_who_saved_it_last(self, world):
        case = world.investigated()
        declare(case, world.coach, KIN, by=world.coach)
        part = Part.objects.get(name="kriterier")
        part.saved_at, part.version = clock.now(), part.version + 1
        with refused_by_database("Den som är jävig skriver inte i utredningen."):
            part.save()

    def test_the_investigation_is_neither_begun_nor_proposed_by_who_is_javig(self, world):
        case = world.investigated()
        assert world.chef
        declare(case, world.colleague, KIN, by=world.colleague)
        found = Investigation.objects.of(case)
        found.investigator = world.colleague
        with refused_by_database("Utredaren är jävig."):
            found.save()
        found.refresh_from_db()
        found.proposed_by = world.colleague
        with refused_by_database("Föredraganden är jävig."):
            found.save()

    def test_what_was_done_before_stays_and_others_go_on(self, world):
        assert world.chef
        case = world.investigated()
        declare(case, world.coach, KIN, by=world.coach)
        case = world.take(case, world.colleague)
        assert actions.propose(case, by=world.colleague).status == "vantar_pa_beslut"
        assert Investigation.objects.of(case).investigator == world.coach

    def test_who_is_javig_is_not_named_on_the_case(self, world, barred):
        with refused_by_database("namnges inte"):
            actions.assign_perm("open_case", world.colleague, barred)

    def test_who_is_javig_writes_nothing_in_the_journal(self, world, barred):
        with refused_by_database("skriver inte i journalen"):
            record(barred, "Samtal", by=world.colleague)

    def test_jav_is_not_taken_back_but_by_the_namnd(self, world, barred):
        row = {"case": barred, "user": world.colleague, "declared_at": clock.now()}
        with refused_by_database("Jäv hävs bara av nämnden."):
            Declaration.objects.create(**row, declared_by=world.colleague)
        with refused_by_database("namnd_lifts_with_dnr_and_day"):
            Declaration.objects.create(**row, declared_by=world.chef, namnd_dnr="AMF 1")

    def test_nobody_answers_no_for_another(self, world, case):
        row = {"case": case, "user": world.coach, "declared_at": clock.now()}
        with refused_by_database("no_conflict_is_ones_own_answer"):
            Declaration.objects.create(**row, declared_by=world.chef)

    def test_another_circumstance_without_a_word_is_refused(self, world, case):
        row = {"case": case, "user": world.colleague, "declared_at": clock.now()}
        with refused_by_database("other_ground_is_described"):
            Declaration.objects.create(**row, declared_by=world.chef, ground=OTHER, comment=" ")

    def test_who_is_javig_has_left_the_case_first(self, world, case):
        row = {"case": case, "user": world.coach, "declared_at": clock.now(), "ground": KIN}
        with refused_by_database("har kvar ärendet"):
            Declaration.objects.create(**row, declared_by=world.coach)

    def test_a_declaration_is_never_changed_or_deleted(self, world, barred):
        row = Declaration.objects.get()
        with refused_by_database("Cannot update"):
            Declaration.objects.filter(pk=row.pk).update(ground="")
        with refused_by_database("Cannot"):
            sql("DELETE FROM cases_declaration WHERE id = %s", row.pk)


def test_a_vikarie_whose_appointment_has_ended_is_not_one_of_the_units(world, case):
    gone = world.staff("gone-coach", Function.COACH, until=clock.today() - timedelta(days=1))
    with refused("not_at_unit"):
        declare(case, gone, KIN, by=world.chef)
