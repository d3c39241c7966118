"""Återförvisning: a new application and investigation in the same case, with a link to why."""

import uuid

import pytest
from django.urls import reverse

from appeals import remitting
from appeals.models import Appeal, Remission
from appeals.standing import Stage, next_step, stage_of
from cases import actions
from cases.models import Application, Case, Investigation, Status
from decisions.serving import dispatch
from tests.appeals.court import CAME, NUMBERED, at_court, judged, noted, seen
from tests.appeals.helpers import appealed, handed_over, refusal
from tests.cases.helpers import (
    as_if_committed,
    get,
    on,
    post,
    refused,
    refused_by_database,
    sql,
    text_of,
)

BACK = "Rätten upphäver beslutet och återförvisar ärendet till nämnden."


def remitted(world, appeal, **told):
    """The judgment that sends it back."""
    return judged(world, appeal, "aterforvisat", text=BACK, **told)


def case_of(appeal):
    return Case.objects.get(pk=appeal.case.pk)


def url(appeal):
    return reverse("reopen_appeal", args=[appeal.case.slug, appeal.pk])


class TestAClosedCase:
    @pytest.fixture
    def appeal(self, world):
        appeal = at_court(world)
        noted(world, appeal, "malnummer", case_number="4711-26")
        assert case_of(appeal).status == Status.AVSLUTAD
        remitted(world, appeal)
        as_if_committed()
        return appeal

    def test_is_taken_up_again_by_the_judgment(self, appeal):
        case = case_of(appeal)
        assert (case.status, case.due_on.isoformat()) == (Status.AKTUALISERAD, "2026-06-04")
        assert case.applications.count() == 2

    def test_has_the_application_anew_in_the_same_words_from_the_judgments_day(self, appeal):
        first, second = case_of(appeal).applications.all()
        assert second.own_words == first.own_words
        assert second.arrived_on == CAME and second.remitted
        assert second.made_by == "Återförvisat av förvaltningsrätten, mål 4711-26"
        assert Remission.objects.get().application == second

    def test_the_appeal_is_then_only_awaiting_that_nobody_appeals(self, appeal):
        assert stage_of(seen(appeal, CAME)) == Stage.REMITTED
        with on(CAME):
            assert not Appeal.objects.waiting().exists()

    def test_the_journal_and_the_application_tell_where_it_came_from(self, world, appeal):
        line = case_of(appeal).journal.latest("pk")
        assert line.title == "Återförvisat av förvaltningsrätten, mål 4711-26"
        assert f"beslut {appeal.decision.number}" in line.text
        page = text_of(get(world.coach, f"{appeal.case.get_absolute_url()}ansokan/"))
        assert "Ansökan, återförvisad" in page and appeal.get_absolute_url() in page

    def test_the_appeals_page_leads_on_to_it(self, world, appeal):
        page = text_of(get(world.coach, appeal.get_absolute_url()))
        assert f"Utreds på nytt i ärende {appeal.case.number}" in page

    def test_is_investigated_and_decided_as_any_other(self, world, appeal):
        case = case_of(appeal)
        world.begin(case)
        case = case_of(appeal)
        assert not case.application.is_continued
        world.complete(case)
        actions.propose(case, by=world.coach)
        decision = world.decide(case_of(appeal), world.rulings("bifall", ""))
        as_if_committed()
        assert decision.application == case.application
        assert Investigation.objects.count() == 2

    def test_is_taken_up_once(self, world, appeal):
        with refused("reopened") as rules:
            remitting.reopen(Remission.objects.get().judgment, by=world.registrator)
        assert rules[0].sentence == f"Det är redan upptaget på nytt, i ärende {appeal.case.number}."


class TestWhileAnInsatsRuns:
    def test_it_comes_into_the_case_that_runs(self, world):
        appeal = handed_over(world, appealed(world, refusal(world, may="bifall")))
        assert case_of(appeal).status == Status.PAGAR
        remitted(world, appeal)
        as_if_committed()
        assert case_of(appeal).status == Status.AKTUALISERAD

    def test_it_waits_for_another_application_to_be_decided(self, world):
        appeal = handed_over(world, appealed(world, refusal(world, may="bifall")))
        with on(NUMBERED):
            world.continued_in(case_of(appeal))
        judgment = remitted(world, appeal)
        assert stage_of(seen(appeal, CAME)) == Stage.REOPEN
        step = next_step(seen(appeal, CAME), world.registrator)
        assert (step.label, step.mine) == ("Ta upp ärendet igen", True)
        with on(CAME):
            assert list(Appeal.objects.waiting()) == [appeal]
            with refused("undecided") as rules:
                remitting.reopen(judgment, by=world.registrator)
            response = get(world.registrator, url(appeal))
        assert "Avgör den först." in rules[0].sentence
        assert response.status_code == 409 and "Avgör den först." in text_of(response)


class TestAnotherOpenCase:
    def opened(self, world, unit="Farsta", by=None):
        """The person has applied anew since the first case was closed."""
        with on(NUMBERED):
            return world.registered(unit=unit, by=by or world.coach)

    def test_is_where_it_is_taken_up_when_what_is_there_is_decided(self, world):
        appeal = at_court(world)
        other = self.opened(world)
        judgment = remitted(world, appeal)
        assert stage_of(seen(appeal, CAME)) == Stage.REOPEN
        with on(CAME), refused("undecided") as rules:
            remitting.reopen(judgment, by=world.coach)
        assert other.number in rules[0].sentence

    def test_goes_on_there_while_its_insats_runs(self, world):
        appeal = at_court(world)
        with on(NUMBERED):
            running = self.running_since(world)
        remitted(world, appeal)
        as_if_committed()
        row = Remission.objects.get()
        assert row.application.case == running and running != appeal.case
        assert case_of(appeal).status == Status.AVSLUTAD
        title = appeal.case.journal.latest("pk").title
        assert title == f"Det som är återförvisat utreds i ärende {running.number}"

    def running_since(self, world):
        case = world.started()
        world.complete(case)
        actions.propose(case, by=case.coach)
        case.refresh_from_db()
        decision = world.decide(case, world.rulings())
        dispatch(decision, "brev", NUMBERED, by=world.registrator)
        return Case.objects.get(pk=case.pk)

    def test_at_another_unit_is_told_by_the_units_name_only(self, world):
        appeal = at_court(world)
        self.opened(world, "City", world.coach_city)
        judgment = remitted(world, appeal, by=world.coach)
        with on(CAME), refused("other_case") as rules:
            remitting.reopen(judgment, by=world.coach)
        assert rules[0].sentence == (
            "Personen har ett öppet ärende på Jobbtorg City. Det som är återförvisat tas upp där."
        )


class TestThePage:
    def test_takes_it_up(self, world, monkeypatch):
        appeal = at_court(world)
        monkeypatch.setattr("appeals.judging.against_reopening", lambda *told: ["senare"])
        remitted(world, appeal)
        assert "Ta upp ärendet igen" in text_of(get(world.coach, appeal.get_absolute_url()))
        assert BACK in text_of(get(world.coach, url(appeal)))
        assert post(world.coach, url(appeal), do="reopen").status_code == 302
        assert case_of(appeal).status == Status.AKTUALISERAD

    def test_refuses_what_no_court_has_sent_back(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        response = post(world.registrator, url(appeal), do="reopen")
        assert response.status_code == 409
        assert "Rätten har inte återförvisat något till er." in text_of(response)

    def test_is_not_another_units(self, world, monkeypatch):
        appeal = at_court(world)
        monkeypatch.setattr("appeals.judging.against_reopening", lambda *told: ["senare"])
        judgment = remitted(world, appeal)
        with refused("writer"):
            remitting.reopen(judgment, by=world.coach_city)


class TestTheDatabase:
    def test_takes_no_application_back_without_a_judgment(self, world):
        appeal = at_court(world)
        row = appeal.decision.application
        row.pk, row.request_id, row.remitted = None, uuid.uuid4(), True
        with refused_by_database("Ingen dom har återförvisat ansökan."):
            row.save(force_insert=True)
            sql("UPDATE cases_case SET status = 'aktualiserad' WHERE id = %s", appeal.case.pk)

    def test_takes_none_into_a_closed_case_that_is_not_sent_back(self, world):
        row = at_court(world).decision.application
        row.pk, row.request_id = None, uuid.uuid4()
        with refused_by_database("Ärendet har redan en ansökan"):
            row.save(force_insert=True)

    def test_opens_no_closed_case_without_what_is_sent_back(self, world):
        appeal = at_court(world)
        with refused_by_database("tas upp bara när rätten har återförvisat det"):
            sql("UPDATE cases_case SET status = 'aktualiserad' WHERE id = %s", appeal.case.pk)

    @pytest.mark.parametrize("outcome", ["avslag", "bifall"])
    def test_links_only_to_a_judgment_that_sends_back(self, world, outcome):
        appeal = at_court(world)
        judgment = judged(world, appeal, outcome)
        with refused_by_database("Rätten har inte återförvisat ärendet till er."):
            Remission.objects.create(
                judgment=judgment, application=Application.objects.earliest("pk")
            )

    def test_links_only_to_the_application_that_came_by_it(self, world, monkeypatch):
        appeal = at_court(world)
        monkeypatch.setattr("appeals.judging.against_reopening", lambda *told: ["senare"])
        judgment = remitted(world, appeal)
        with refused_by_database("Ansökan är inte den som rätten återförvisade."):
            Remission.objects.create(judgment=judgment, application=appeal.decision.application)

    def test_never_changes_the_link(self, world):
        remitted(world, at_court(world))
        for statement in ("UPDATE appeals_remission SET judgment_id = 0",
                          "DELETE FROM appeals_remission"):  # fmt: skip
            with refused_by_database():
                sql(statement)
