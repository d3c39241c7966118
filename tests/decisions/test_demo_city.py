"""manage.py load_demo and demo_accounts: a small demo city, whole, lawful and always the same."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from appeals.demo import let_them_come
from appeals.models import Appeal
from appeals.standing import Stage, stage_of
from cases.finding import suggested
from cases.models import Application, Case, Document, LetterPreview, Paper, Person, Status
from cases.personnummer import is_woman, parse
from decisions.demo import city
from decisions.demo.days import Days
from decisions.demo.people import test_number as number_of
from decisions.demo.staff import PASSWORD, Staff
from decisions.models import Decision, Execution, Letter, Referral
from followup.demo_deviations import load_deviations
from followup.deviation_standing import Stage as Point
from followup.deviation_standing import stage_of as where_it_is
from followup.models import Deviation
from jobbtorg import clock
from jobbtorg.deadlines import is_working_day
from jobbtorg.organisation.models import Function, Unit, User
from jobbtorg.rulebook.models import Proposal
from tests.cases.helpers import as_if_committed

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=clock.STOCKHOLM)
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=clock.STOCKHOLM)


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"


def loaded(moment: datetime, cases: int = 23, more: city.More | None = None) -> None:
    with clock.at(moment):
        assert city.load(cases, two_processes=False, more=more)


def appeals_and_deviations(staff: Staff, days: Days) -> None:
    let_them_come(staff, days)
    load_deviations(staff, days)


def snapshot() -> list[tuple]:
    """What identifies each case, its person and what was said."""
    return list(
        Application.objects.order_by("case__number").values_list(
            "case__number", "case__status", "case__due_on", "case__coach__username",
            "case__person__personnummer", "case__person__last_name", "own_words", "arrived_on",
        )
    )  # fmt: skip


def test_a_city_is_whole_and_lawful():
    loaded(SUNDAY, more=appeals_and_deviations)
    has_every_status_and_both_kinds_of_list_tops()
    every_personnummer_is_a_valid_test_number()
    every_case_has_journal_and_history_from_its_own_days()
    numbers_follow_the_order_in_which_things_happened()
    the_test_persons_are_there_and_the_protected_one_has_no_address()
    staff_have_acted_on_working_days_and_never_in_the_future(SUNDAY)
    the_inbox_holds_an_appeal_that_names_its_case()
    something_has_happened_after_the_decisions()
    each_appeal_came_in_time_and_the_oldest_is_at_the_court(SUNDAY)
    each_deviation_stands_where_it_should_and_the_numbers_follow_the_days(SUNDAY)
    as_if_committed()


@pytest.mark.parametrize("moment", [MONDAY_NOON, SUNDAY - timedelta(days=205)])
def test_a_city_of_another_day_too(moment):
    loaded(moment)
    staff_have_acted_on_working_days_and_never_in_the_future(moment)


def test_a_larger_city_of_another_day_has_appeals_that_nobody_has_tried_yet():
    moment = SUNDAY - timedelta(days=100)
    loaded(moment, 60, more=appeals_and_deviations)
    staff_have_acted_on_working_days_and_never_in_the_future(moment)
    each_appeal_came_in_time_and_the_oldest_is_at_the_court(moment)
    assert Appeal.objects.count() > 1
    each_deviation_stands_where_it_should_and_the_numbers_follow_the_days(moment)
    as_if_committed()


def each_appeal_came_in_time_and_the_oldest_is_at_the_court(moment: datetime) -> None:
    with clock.at(moment):
        first, *later = [stage_of(row) for row in Appeal.objects.whole().order_by("pk")]
    assert first == Stage.AT_COURT
    assert set(later) <= {Stage.TRY}


def each_deviation_stands_where_it_should_and_the_numbers_follow_the_days(
    moment: datetime,
) -> None:
    with clock.at(moment):
        rows = Deviation.objects.whole().order_by("number")
        assert [where_it_is(row) for row in rows] == [
            Point.CLOSED, Point.CLOSE, Point.CLOSE, Point.INVESTIGATE, Point.ANSWER,
            Point.RECEIVE, Point.RECEIVE,
        ]  # fmt: skip
        days = [row.reported_at for row in rows]
        assert days == sorted(days) and rows[1].decision.ivo


def has_every_status_and_both_kinds_of_list_tops() -> None:
    cases = Case.objects.all()
    assert cases.count() == 23
    assert set(cases.values_list("status", flat=True)) == set(Status.values)
    assert cases.filter(coach=None).exists()
    assert cases.filter(returned=True).exists()
    assert {d.granted is not None for d in Decision.objects.all()} == {True, False}
    assert {d.by_namnd for d in Decision.objects.all()} == {True, False}
    assert Referral.objects.open().count() == 1


def the_inbox_holds_an_appeal_that_names_its_case() -> None:
    registrator = User.objects.get(username="registrator")
    with clock.at(SUNDAY):
        papers = list(Paper.objects.waiting().listed())
        assert [paper.is_late for paper in papers] == [True, True, True]
        (case,) = suggested(papers[:1], registrator)
        assert suggested(papers[1:2], registrator) == [case]
        assert suggested(papers[2:], registrator) == []
    assert case.applications.filter(decisions__rulings__outcome="avslag").exists()


def something_has_happened_after_the_decisions() -> None:
    kinds = list(Decision.objects.exclude(changes=None).values_list("kind", flat=True))
    assert sorted(kinds) == ["andring", "rattelse"]
    assert Execution.objects.count() == 1
    assert Proposal.objects.waiting().count() == 1


def every_personnummer_is_a_valid_test_number() -> None:
    for digits in Person.objects.values_list("personnummer", flat=True):
        assert parse(digits, SUNDAY.date()) == digits
        assert digits[8:11] == ("238" if is_woman(digits) else "239")


def every_case_has_journal_and_history_from_its_own_days() -> None:
    for case in Case.objects.prefetch_related("journal"):
        entries = list(case.journal.all())
        versions = list(case.history.order_by("history_id"))
        assert entries and versions
        assert {clock.day_of(v.history_date) for v in versions} <= {
            clock.day_of(e.written_at) for e in entries
        }
        assert case.applications.get().arrived_on <= clock.day_of(entries[-1].written_at)


def staff_have_acted_on_working_days_and_never_in_the_future(moment: datetime) -> None:
    for case in Case.objects.prefetch_related("journal"):
        for entry in case.journal.all():
            assert entry.written_at < moment
            assert is_working_day(clock.day_of(entry.written_at))


def numbers_follow_the_order_in_which_things_happened() -> None:
    rows = Application.objects.order_by("registered_at").values_list("case__number", flat=True)
    assert list(rows) == sorted(rows)


def test_the_same_day_gives_the_same_city(django_db_blocker):
    from django.db import transaction

    class Undo(Exception):
        pass

    seen = []
    for _ in range(2):
        with pytest.raises(Undo), transaction.atomic():
            loaded(SUNDAY, 13)
            seen.append(snapshot())
            raise Undo
    assert seen[0] == seen[1]


def the_test_persons_are_there_and_the_protected_one_has_no_address() -> None:
    protected = Person.objects.exclude(protection="").get()
    assert protected.street == protected.postcode == protected.city == ""
    case = Case.objects.get(person=protected)
    assert Case.objects.visible_to(User.objects.get(username="coach-farsta")).contains(case)
    assert not Case.objects.visible_to(User.objects.get(username="coach2-farsta")).contains(case)
    assert Case.objects.filter(unit__name="Jobbtorg City", person__first_name="Tarik").exists()
    assert any(sum(c.isalpha() for c in p.name) == 80 for p in Person.objects.all())


def test_the_cases_that_a_demo_is_about_have_a_document_that_can_be_opened():
    loaded(SUNDAY, 5)
    found = Document.objects.with_scan()
    assert found.count() == 4
    assert all(row.is_clean and row.title == "Ansökan" for row in found)


def test_each_unit_has_two_coaches_and_both_chefs():
    loaded(SUNDAY, 1)
    for unit in Unit.objects.filter(kind=Unit.Kind.JOBBTORG):
        held = list(unit.appointments.on(SUNDAY.date()).values_list("function", flat=True))
        assert held.count(Function.COACH) >= 2
        assert Function.ENHETSCHEF in held and Function.BITRADANDE in held
    assert User.objects.get(username="coach-farsta").check_password(PASSWORD)


def test_refuses_outside_a_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="övningsmiljö"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_a_second_load_does_nothing_and_says_nothing():
    call_command("load_demo", cases=21, stdout=StringIO())
    assert not LetterPreview.objects.exists()
    letters = Letter.objects.all()
    assert letters and all(bytes(row.pdf).startswith(b"%PDF") for row in letters)
    before = snapshot()
    said = StringIO()
    call_command("load_demo", stdout=said)
    assert said.getvalue() == ""
    assert snapshot() == before


def test_a_load_that_breaks_leaves_nothing(monkeypatch):
    class Killed(Exception):
        pass

    def kill(self, step):
        raise Killed

    monkeypatch.setattr("decisions.demo.course.Course.do", kill)
    with pytest.raises(Killed):
        city.load(2, two_processes=False)
    assert not User.objects.exists()


def test_the_accounts_are_listed_in_columns():
    loaded(SUNDAY, 1)
    said = StringIO()
    call_command("demo_accounts", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0].split() == ["KONTO", "NAMN", "FUNKTION", "ENHET"]
    column = lines[0].index("FUNKTION")
    assert all(line[column - 1] == " " and line[column] != " " for line in lines)
    assert lines[1].startswith("coach-farsta")


def test_the_test_numbers_check_digit():
    assert number_of(SUNDAY.date().replace(year=2002, month=2, day=15), woman=True).endswith("2385")
