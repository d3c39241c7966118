"""Jäv: declaring it, answering no, noting it of a colleague, and what the nämnd has found.

KL 7 kap. 4 § with 6 kap. 28–32 §§.
"""

from datetime import timedelta

import pytest

from cases import actions
from cases.conflicts import declare, lift
from cases.investigating import save_part
from cases.journal import record
from cases.models import Case, CaseUserObjectPermission, Declaration, Draft, Investigation, Part
from decisions import actions as deciding
from jobbtorg import clock
from jobbtorg.organisation.models import Function
from tests.cases.helpers import (
    as_posted,
    get,
    page_of,
    post,
    refused,
    refused_by_database,
    signed_in,
    sql,
    text_of,
)

OTHER = "annan_omstandighet"
KIN = "part_eller_narstaende"
PRIVATE = "Hennes mamma är min granne sedan tjugo år."
UNANSWERED = "Svara först på frågan om du är jävig."


@pytest.fixture
def case(world):
    """The coach's, with a chef and a colleague at the unit."""
    assert world.chef and world.colleague
    return world.registered()


def url(case, rest=""):
    return f"{case.get_absolute_url()}jav/{rest}"


def is_barred(case, user):
    return Declaration.objects.barring().filter(case=case, user=user).exists()


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
        assert case.journal.first().title == "Chef Farsta noterade att Coach Farsta är jävig"

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
            deciding.dispatch(decision, "brev", clock.today(), by=world.chef)

    def test_a_new_enhetschef_who_is_javig_is_not_named_at_night(self, world):
        assert world.chef and world.bitr
        case = world.registered(protection="fingerade")
        declare(case, world.chef, KIN, by=world.chef)
        actions.name_on_case(case)
        assert not Case.objects.visible_to(world.chef).exists()


class TestTheQuestionOnThePages:
    def test_taking_asks_with_nothing_chosen(self, world, case):
        html = text_of(get(world.colleague, case.get_absolute_url()))
        assert "Är du jävig i ärendet?" in html
        assert "checked" not in html
        answer = post(
            world.colleague, f"{case.get_absolute_url()}fordela/", coach=world.colleague.pk
        )
        assert answer.status_code == 422
        assert "Svara på frågan ”Är du jävig i ärendet?”." in text_of(answer)
        case.refresh_from_db()
        assert case.coach == world.coach

    @pytest.mark.parametrize("address", ["fordela/", "inled/", "jav/svar/"])
    def test_yes_leads_to_the_page_jav_and_nothing_has_happened(self, world, case, address):
        user = world.coach if address != "fordela/" else world.colleague
        answer = post(user, case.get_absolute_url() + address, coach=user.pk, conflict="ja")
        assert (answer.status_code, answer.url) == (302, url(case))
        case.refresh_from_db()
        assert (case.coach, case.status) == (world.coach, "aktualiserad")
        assert not Declaration.objects.exists()

    def test_no_is_noted_with_the_act(self, world, case):
        root = case.get_absolute_url()
        answer = post(world.colleague, f"{root}fordela/", coach=world.colleague.pk, conflict="nej")
        assert answer.status_code == 302
        case.refresh_from_db()
        assert case.coach == world.colleague
        assert Declaration.objects.get().user == world.colleague

    def test_whoever_has_answered_is_not_asked_again(self, world, case):
        world.clear(case, world.coach)
        assert "Är du jävig i ärendet?" not in text_of(get(world.coach, case.get_absolute_url()))
        assert post(world.coach, f"{case.get_absolute_url()}inled/").status_code == 302
        assert Declaration.objects.count() == 1

    def test_beginning_asks_in_the_same_form(self, world, case):
        root = case.get_absolute_url()
        assert "Är du jävig i ärendet?" in text_of(get(world.coach, root))
        assert post(world.coach, f"{root}inled/").status_code == 422
        assert post(world.coach, f"{root}inled/", conflict="nej").status_code == 302
        case.refresh_from_db()
        assert case.status == "utreds"

    def test_an_answer_of_who_may_not_begin_is_not_noted(self, world, case):
        answer = post(world.colleague, f"{case.get_absolute_url()}inled/", conflict="nej")
        assert answer.status_code == 403
        assert not Declaration.objects.exists()

    def test_in_the_middle_the_question_is_the_next_step_and_stands_in_place_of_the_controls(
        self, world
    ):
        assert world.chef
        case = world.investigated()
        actions.assign(case, world.colleague, by=world.chef)
        root = case.get_absolute_url()
        assert "Svara på frågan om jäv" in text_of(get(world.colleague, "/"))
        for page in ("", "utredning/", "utredning/kriterier/"):
            html = text_of(get(world.colleague, root + page))
            assert "Är du jävig i ärendet?" in html, page
            assert f'action="{url(case, "svar/")}"' in html
            assert "Spara kriterier" not in html and "Lämna till beslut</button>" not in html
        sent = post(world.colleague, url(case, "svar/"), conflict="nej")
        assert (sent.status_code, sent.url) == (302, f"{root}utredning/")
        assert "Lämna till beslut</button>" in text_of(get(world.colleague, f"{root}utredning/"))

    def test_in_the_middle_the_post_says_where_to_answer_and_the_text_stays(self, world):
        assert world.chef
        case = world.investigated()
        actions.assign(case, world.colleague, by=world.chef)
        root = f"{case.get_absolute_url()}utredning/"
        values = world.values(case, "samlad-bedomning", facts="Ny fakta som jag skrev.")
        answer = post(world.colleague, f"{root}samlad-bedomning/", seen=1, **as_posted(values))
        assert answer.status_code == 422
        assert UNANSWERED in text_of(answer)
        assert page_of(answer).written("facts") == "Ny fakta som jag skrev."
        refusal = post(world.colleague, f"{root}lamna/")
        assert refusal.status_code == 422
        assert UNANSWERED in text_of(refusal)

    def test_others_are_not_asked_of_a_case_that_is_not_theirs(self, world):
        assert world.chef
        case = world.started()
        for user in (world.chef, world.registrator):
            html = text_of(get(user, case.get_absolute_url()))
            assert "Är du jävig" not in html

    def test_the_chef_is_not_offered_a_coach_who_is_javig(self, world, case):
        declare(case, world.colleague, KIN, by=world.colleague)
        html = text_of(get(world.chef, case.get_absolute_url()))
        assert ">Coach Farsta</option>" in html
        assert ">Kollega Farsta</option>" not in html


class TestThePage:
    def test_the_case_page_leads_there_and_it_says_what_jav_is(self, world, case):
        assert url(case) in page_of(get(world.coach, case.get_absolute_url())).links
        html = text_of(get(world.coach, url(case)))
        for ground in Declaration.Ground:
            assert ground.label in html
        assert "uppenbart saknar betydelse" in html
        assert "Vem gäller det?" not in html

    def test_declaring_oneself_leads_to_the_worklist_with_a_message(self, world, case):
        client = signed_in(world.coach)
        answer = client.post(url(case), {"ground": KIN}, follow=True)
        assert answer.redirect_chain == [("/", 302)]
        assert f"Du har anmält jäv i ärende {case.number}." in text_of(answer)
        assert client.get(case.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, "Välj grund."),
            ({"ground": "slump"}, "slump"),
            ({"ground": OTHER, "comment": " "}, "Beskriv kort vilken omständighet det gäller."),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_written_stays(self, world, case, data, sentence):
        answer = post(world.coach, url(case), **({"comment": PRIVATE} | data))
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert page_of(answer).written("comment") == data.get("comment", PRIVATE)
        assert not Declaration.objects.exists()

    def test_a_chef_chooses_whom_it_concerns_and_stays(self, world, case):
        html = text_of(get(world.chef, url(case)))
        assert f'<option value="{world.chef.pk}" selected>' in html
        assert ">Coach Farsta</option>" in html
        answer = post(world.chef, url(case), user=world.coach.pk, ground=KIN)
        assert (answer.status_code, answer.url) == (302, url(case))
        assert is_barred(case, world.coach)

    def test_a_coach_who_names_another_declares_only_themself(self, world, case):
        post(world.colleague, url(case), user=world.coach.pk, ground=KIN)
        assert is_barred(case, world.colleague)
        assert not is_barred(case, world.coach)

    def test_only_chefs_see_what_has_been_declared(self, world, case):
        declare(case, world.colleague, OTHER, PRIVATE, by=world.colleague)
        chefs = text_of(get(world.chef, url(case)))
        assert "Annan omständighet" in chefs and "Kollega Farsta" in chefs and PRIVATE in chefs
        coachs = text_of(get(world.coach, url(case)))
        assert PRIVATE not in coachs and "<table" not in coachs

    def test_a_chef_notes_what_the_namnd_has_found(self, world, case):
        assert "Nämnden har prövat" not in text_of(get(world.chef, url(case)))
        declare(case, world.coach, KIN, by=world.coach)
        assert "Nämnden har prövat frågan" in text_of(get(world.chef, url(case)))
        told = {"user": world.coach.pk, "namnd_dnr": "AMF 2026/77", "namnd_on": "2020-01-01"}
        answer = post(world.chef, url(case, "namnden/"), **told)
        assert answer.status_code == 422
        assert "då jävet anmäldes" in text_of(answer)
        assert 'value="AMF 2026/77"' in text_of(answer)
        told["namnd_on"] = str(clock.today())
        assert post(world.chef, url(case, "namnden/"), **told).status_code == 302
        assert get(world.coach, case.get_absolute_url()).status_code == 200

    def test_the_comment_keeps_a_draft_which_is_gone_when_jav_is_declared(self, world, case):
        address = f"{case.get_absolute_url()}utkast/jav/"
        assert post(world.coach, address, revision=0, comment=PRIVATE).status_code == 200
        assert page_of(get(world.coach, url(case))).written("comment") == PRIVATE
        post(world.coach, url(case), ground=KIN, comment=PRIVATE)
        assert not Draft.objects.filter(form="jav").exists()


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
