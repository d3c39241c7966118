"""Min arbetslista: every open case is on it for exactly those who have the next step."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import noting
from cases.models import Case, Investigation, Person
from cases.tasks import name_new_chefs
from cases.views import worklist
from decisions import actions as deciding
from decisions import formal, namnd
from decisions.formal_rules import Formal
from decisions.serving import dispatch
from followup.assigning import give_assignment
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.deadlines import next_working_day
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.staff.actions import note_absence
from tests.cases.helpers import get, in_days, on, page_of, signed_in, text_of
from tests.decisions.later import withdrawn
from tests.world import test_number

ROLES = [
    "coach",
    "colleague",
    "chef",
    "bitr",
    "coach_city",
    "chef_city",
    "coach_insatser",
    "registrator",
    "granskare",
    "sekreterare",
    "delegationsadmin",
    "forvaltningschef",
]


@pytest.fixture
def staff(world):
    return {role: getattr(world, role) for role in ROLES}


def listed(user, query=""):
    """The numbers of the cases on the list, in order."""
    return re.findall(r'<span class="hint">(JT [\d-]+)</span>', text_of(get(user, f"/{query}")))


def to_do(staff, case):
    return {role for role, user in staff.items() if case.number in listed(user)}


def many(world, count, **values):
    """So many cases at Farsta, in one go."""
    for n in range(count):
        digits = test_number(clock.today() - timedelta(days=9000 + n))
        person = Person.objects.create(personnummer=digits, first_name="Prov", last_name=f"P{n}")
        defaults = {
            "unit": world.unit(),
            "coach": world.coach,
            "status": "utreds",
            "due_on": clock.today() + timedelta(days=n % 7),
        }
        Case.objects.create(number=f"JT 2026-{n + 1:04}", person=person, **(defaults | values))


def test_a_case_that_nobody_has_taken_waits_for_the_units_chefs(world, staff):
    assert to_do(staff, world.registered(by=world.registrator)) == {"chef", "bitr"}


def test_a_registered_case_waits_for_its_coach(world, staff):
    assert to_do(staff, world.registered()) == {"coach"}


def test_a_case_under_investigation_waits_for_its_coach(world, staff):
    assert to_do(staff, world.started()) == {"coach"}


def test_a_case_with_time_to_reply_waits_for_the_applicant_until_the_reply_or_the_day(world, staff):
    case = world.sent()
    until = Investigation.objects.of(case).latest_sending.reply_by
    assert to_do(staff, case) == set()
    assert {r for r in staff if case.number in listed(staff[r], "?flik=vantar")} == {"coach"}
    row = text_of(get(world.coach, "/?flik=vantar"))
    assert "Vänta på svar" in row and f'<time datetime="{until}">' in row
    assert "Vänta på svar" in text_of(get(world.coach, case.get_absolute_url()))
    with in_days(10):
        assert to_do(staff, case) == set()
    with in_days(11):
        assert to_do(staff, case) == {"coach"}
        assert listed(world.coach, "?flik=vantar") == []
        assert "Utred ärendet" in text_of(get(world.coach, "/"))
    world.reply(case, by=world.registrator)
    assert to_do(staff, case) == {"coach"}
    assert "Bemöt svaret" in text_of(get(world.coach, "/"))
    world.meet(case)
    assert "Utred ärendet" in text_of(get(world.coach, "/"))


def test_a_new_sending_gives_new_time_and_a_waiver_ends_it(world, staff):
    case = world.sent()
    world.reply(case)
    world.send(case)
    assert to_do(staff, case) == set()
    world.waive(case)
    assert to_do(staff, case) == {"coach"}


def test_whoever_stands_in_for_the_coach_has_the_case_that_waits_for_the_applicant(world, staff):
    case = world.sent()
    today = clock.today()
    note_absence(world.coach, world.colleague, today, today, by=world.coach)
    assert case.number in listed(world.colleague, "?flik=vantar")
    assert case.number not in listed(world.colleague)


def test_with_its_coach_gone_a_case_that_waits_for_the_applicant_is_to_be_assigned(world, staff):
    gone = world.staff("gone-away", Function.COACH, until=clock.today())
    case = world.sent(by=gone)
    with in_days(1):
        assert to_do(staff, case) == {"chef", "bitr"}


def test_a_case_left_to_decision_has_left_the_coach_and_waits_for_the_chefs(world, staff):
    assert to_do(staff, world.proposed()) == {"chef", "bitr"}


def test_a_case_sent_back_is_on_top_of_the_coachs_list(world, staff):
    case = world.proposed()
    urgent = world.started("200102152392", arrived_on=clock.today() - timedelta(days=40))
    deciding.return_to_coach(case, "Skriv mer.", by=world.chef)
    assert to_do(staff, case) == {"coach"}
    assert listed(world.coach) == [case.number, urgent.number]
    assert "Återlämnad" in text_of(get(world.coach, "/"))


def test_a_decided_case_waits_for_whoever_sends_the_letter_and_then_for_its_coach(world, staff):
    decision = world.decided()
    case = decision.application.case
    assert to_do(staff, case) == {"registrator", "chef", "bitr"}
    dispatch(decision, "brev", clock.today(), by=world.registrator)
    assert to_do(staff, case) == {"chef", "bitr"}  # who give the uppdrag
    give_assignment(case, world.assignment(), by=world.chef)
    assert to_do(staff, case) == {"coach"}


def test_a_refused_and_dispatched_case_is_on_nobodys_list(world, staff):
    decision = world.decided(may="avslag")
    dispatch(decision, "brev", clock.today(), by=world.chef)
    case = decision.application.case
    assert to_do(staff, case) == set()
    queries = ["?flik=mina", "?flik=enhetens", "?flik=beslut", "?flik=brev", "?flik=ofordelade"]
    assert not any(listed(user, query) for user in staff.values() for query in queries)


def test_a_protected_case_waits_only_for_those_named_on_it(world, staff):
    assert to_do(staff, world.proposed(protection="fingerade")) == {"chef"}


def test_the_case_of_a_coach_who_has_left_is_not_forgotten(world, staff):
    gone = world.staff("gone-away", Function.COACH, until=clock.today())
    case = world.started(by=gone)
    with in_days(1):
        assert to_do(staff, case) == {"chef", "bitr"}


def test_a_protected_case_is_not_forgotten_when_the_enhetschef_is_replaced(world):
    world.staff("old-chef", Function.ENHETSCHEF, until=clock.today())
    case = world.proposed(protection="fingerade")
    new = world.staff("new-chef", Function.ENHETSCHEF, since=clock.today() + timedelta(days=1))
    with in_days(1):
        name_new_chefs.delay()  # what beat starts every night
        assert case.number in listed(new)


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("coach", ["Att göra nu", "Väntar på sökande", "Mina ärenden", "Enhetens", "Ofördelade"]),
        ("chef", ["Att göra nu", "Väntar på beslut", "Enhetens", "Ofördelade"]),
        ("forvaltningschef", ["Att göra nu", "Väntar på beslut"]),
        ("registrator", ["Att göra nu", "Ofördelade", "Brev att skicka"]),
    ],
)
def test_the_tabs_are_those_of_the_function(world, role, labels):
    html = text_of(get(getattr(world, role), "/"))
    tabs = html[html.index('class="subnav tabs"') :]
    tabs = tabs[: tabs.index("</nav>")]
    assert [label.strip() for label in re.findall(r">([^<]+)<span class=\"count\"", tabs)] == labels


@pytest.mark.parametrize("role", ["granskare", "delegationsadmin"])
def test_who_has_no_cases_is_told_so_instead_of_an_empty_list(world, role):
    world.registered()
    html = text_of(get(getattr(world, role), "/"))
    assert "Du har inga ärenden i din funktion" in html
    assert 'class="subnav tabs"' not in html


@pytest.mark.parametrize(
    ("moment", "told"),
    [("2026-03-13 16:29", False), ("2026-03-13 16:30", True), ("2026-03-14 16:30", False)],
)
def test_what_nobody_has_when_a_working_day_ends_is_told_to_who_shares_it_out(
    world, staff, moment, told
):
    world.registered(by=world.registrator)
    with clock.at(datetime.fromisoformat(moment).replace(tzinfo=clock.STOCKHOLM)):
        for user in (world.chef, world.registrator):
            assert ("1 ärende är ofördelat." in text_of(get(user, "/"))) is told
        assert "ärende är ofördelat." not in text_of(get(world.chef_city, "/"))


def test_each_tab_shows_what_its_name_says_and_its_count_agrees(world, staff):
    mine, free = world.started(), world.registered("200102152392", by=world.registrator)
    waits = world.proposed("200203152390")
    assert set(listed(world.coach, "?flik=mina")) == {mine.number, waits.number}
    assert set(listed(world.coach, "?flik=enhetens")) == {mine.number, free.number, waits.number}
    assert listed(world.coach, "?flik=ofordelade") == [free.number]
    assert listed(world.chef, "?flik=beslut") == [waits.number]
    assert listed(world.registrator, "?flik=ofordelade") == [free.number]
    counts = re.findall(r'<span class="count">(\d+)</span>', text_of(get(world.coach, "/")))
    assert counts == ["1", "0", "2", "3", "1"]


def test_a_tab_of_another_function_or_of_none_falls_back_to_the_first(world, staff):
    case = world.started()
    for query in ("?flik=beslut", "?flik=brev", "?flik=x", "?flik=%00"):
        assert listed(world.coach, query) == [case.number], query


def test_the_soonest_deadline_comes_first_and_its_words_say_how_soon(world):
    for digits, days in (("200102152392", 31), ("200203152390", 0), ("200202152385", 30)):
        world.started(digits, arrived_on=clock.today() - timedelta(days=days))
    html = text_of(get(world.coach, "/"))
    assert [n[-1] for n in listed(world.coach)] == ["1", "3", "2"]
    at = [html.index(words) for words in ("1 dag sen", "i dag", "om 30 dagar")]
    assert at == sorted(at)


def test_twentyfive_rows_make_a_page_and_a_page_too_far_is_the_last(world):
    many(world, 30)
    assert len(listed(world.coach)) == 25
    assert len(listed(world.coach, "?page=2")) == 5
    for query in ("?page=99", "?sida=2"):
        assert listed(world.coach, query) == listed(world.coach, "?page=2")
    assert len(listed(world.coach, "?page=x")) == 25
    everything = listed(world.coach) + listed(world.coach, "?page=2")
    assert len(set(everything)) == 30
    assert "flik=mina&amp;page=2" in text_of(get(world.coach, "/?flik=mina"))


def test_a_citys_list_is_counted_and_shown_to_a_thousand(world, monkeypatch):
    numbers = [test_number(date(2001, 1, day)) for day in (1, 2, 3)]
    cases = [world.registered(number, by=world.registrator) for number in numbers]
    query = "?flik=ofordelade"
    assert "Listan visar de tusen" not in text_of(get(world.registrator, f"/{query}"))
    for where in ("cases.views.worklist", "jobbtorg.counting"):
        monkeypatch.setattr(f"{where}.MOST", 2)
    monkeypatch.setattr(worklist._there, "built", {})  # as in a process that begins
    shown = text_of(get(world.registrator, f"/{query}"))
    assert "Listan visar de tusen som brådskar mest." in shown
    assert "Visar 1–2 av 2 ärenden" in shown and "2+" in shown
    of_chef = text_of(get(world.chef, f"/{query}"))  # a unit's own is counted to its end
    assert f"av {len(cases)} ärenden" in of_chef and "2+" not in of_chef


@pytest.mark.parametrize("role", ["coach", "chef", "registrator"])
def test_the_list_costs_as_many_queries_with_fifty_rows_as_with_one(world, role):
    user, counts = getattr(world, role), []
    status = {"coach": "utreds", "chef": "vantar_pa_beslut", "registrator": "beslutad"}[role]
    client = signed_in(user)
    many(world, 1, status=status)
    for rows in (1, 25):
        if rows > 1:
            many_more(world, 49, status)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/")
        assert text_of(answer).count('class="row-link"') == rows
        counts.append(len(queries))
    print(f"worklist of {role}: {counts[0]} queries with 1 row, {counts[1]} with 50")
    assert counts[0] == counts[1] <= 12  # one is of ended work, on every page


def many_more(world, count, status):
    """Fifty rows in all; the database is told at the commit, which never comes."""
    for n in range(count):
        digits = test_number(clock.today() - timedelta(days=8000 + n))
        person = Person.objects.create(personnummer=digits, first_name="Fler", last_name=f"P{n}")
        Case.objects.create(
            number=f"JT 2025-{n + 1:04}",
            person=person,
            unit=world.unit(),
            coach=world.coach,
            status=status,
        )


def test_no_personnummer_stands_in_any_list(world, staff):
    case = world.registered(by=world.registrator)
    digits = case.person.personnummer
    seen = 0
    for user in staff.values():
        for query in ("", "?flik=enhetens", "?flik=ofordelade"):
            html = text_of(get(user, f"/{query}"))
            seen += "Tilda Provström" in html
            assert not {digits, digits[2:], case.person.formatted} & set(
                re.split(r"[\s<>\"]", html)
            )
            assert digits[-4:] not in html
    assert seen > 5


def test_the_access_log_names_every_case_that_was_on_the_page(world):
    many(world, 25)
    shown = listed(world.coach)
    row = AccessLog.objects.get(user=world.coach, action="lista")
    assert [number for number in shown if number not in row.shown] == []


def test_a_row_is_one_link_to_the_case(world):
    case = world.started()
    assert case.get_absolute_url() in page_of(get(world.coach, "/")).links


class TestAWithdrawnApplication:
    """It ought to be avskriven, and no other list tells of it; closing alone stays possible."""

    def test_is_the_units_chefs_to_discontinue_though_the_case_is_closed(self, world, staff):
        case = withdrawn(world)
        assert (case.status, to_do(staff, case)) == ("avslutad", {"chef", "bitr"})
        assert "Avskriv ansökan" in text_of(get(world.chef, "/"))
        page = text_of(get(world.chef, case.get_absolute_url()))
        assert reverse("formal_decision", args=[case.slug, "avskriv"]) in page

    def test_so_it_is_while_an_earlier_insats_runs(self, world, staff):
        case = world.continued()
        noting.withdraw(case, clock.today(), "telefon", "den sökande", by=case.coach)
        assert case.status != "avslutad" and to_do(staff, case) >= {"chef", "bitr"}

    def test_and_leaves_the_list_when_it_is_decided_or_with_the_namnd(
        self, world, staff, empowered
    ):
        case = withdrawn(world)
        made = Formal("avskrivning", "Ansökan är återkallad.", "aterkallad")
        decision = formal.discontinue(case, made, by=world.chef)
        dispatch(decision, "brev", clock.today(), by=world.registrator)
        assert to_do(staff, case) == set()
        other = withdrawn(world, digits="200103042382")
        namnd.refer_formal(other, "avskrivning", "annat", "Tveksamt.", by=world.chef)
        assert to_do(staff, other) == {"sekreterare"}

    def test_nobody_is_reminded_for_more_than_thirty_days(self, world, staff):
        case = withdrawn(world)
        with in_days(30):
            assert to_do(staff, case) == {"chef", "bitr"}
        with in_days(31):
            assert to_do(staff, case) == set()

    def test_a_new_application_in_the_case_takes_over(self, world, staff):
        case = world.continued()
        noting.withdraw(case, clock.today(), "telefon", "den sökande", by=case.coach)
        again = world.continued_in(Case.objects.get(pk=case.pk))
        assert "Avskriv ansökan" not in text_of(get(world.chef, again.get_absolute_url()))

    def test_a_coach_and_a_chef_elsewhere_are_told_nothing(self, world):
        case = withdrawn(world)
        assert "Avskriv ansökan" not in text_of(get(world.coach, case.get_absolute_url()))
        assert case.number not in listed(world.chef_city)


class TestNothingLiesUnseen:
    """What nobody has had for a whole working day is red for the unit. users.md P7."""

    ARRIVED = [
        (date(2026, 3, 4), date(2026, 3, 5)),  # Wednesday, then Thursday
        (date(2026, 3, 6), date(2026, 3, 9)),  # Friday, then Monday
        (date(2026, 4, 2), date(2026, 4, 7)),  # Maundy Thursday, then after annandag påsk
        (date(2026, 6, 18), date(2026, 6, 22)),  # before midsommarafton, then Monday
    ]

    @pytest.mark.parametrize(("came", "working_day"), ARRIVED)
    def test_a_new_case_is_red_when_a_working_day_has_gone_by(self, world, came, working_day):
        assert world.chef
        with on(came):
            number = world.registered(by=world.registrator, arrived_on=came).number
        with on(working_day):
            shown = text_of(get(world.chef, "/?flik=ofordelade"))
            assert number in shown and "data-late" not in shown
            assert "ofördelat i mer än" not in text_of(get(world.chef, "/"))
        with on(working_day + timedelta(days=1)):
            assert "data-late" in text_of(get(world.chef, "/?flik=ofordelade"))
            assert "1 ärende har varit ofördelat i mer än en arbetsdag" in page_text(world.chef)

    @pytest.mark.parametrize("state", ["started", "planned"])
    def test_so_is_one_whose_coach_has_left_a_working_day_ago(self, world, state):
        getattr(world, state)()
        assert world.chef
        held = world.coach.appointments.get()
        held.valid_to = clock.today()
        held.save()
        gone = next_working_day(clock.today())
        with on(gone):
            assert "ofördelat i mer än" not in page_text(world.chef)
        with on(next_working_day(gone)):
            assert "ofördelat i mer än" in page_text(world.chef)

    def test_one_that_is_taken_is_nobodys_alarm(self, world):
        with on(date(2026, 3, 4)):
            assert world.chef
            world.registered(by=world.coach, arrived_on=date(2026, 3, 4))
        with on(date(2026, 3, 10)):
            assert "ofördelat i mer än" not in page_text(world.chef)

    def test_but_not_an_insats_that_waits_for_its_uppdrag_whatever_coach_investigated(self, world):
        world.running()
        assert world.chef
        held = world.coach.appointments.get()
        held.valid_to = clock.today()
        held.save()
        with on(next_working_day(next_working_day(clock.today()))):
            assert "ofördelat i mer än" not in page_text(world.chef)


def page_text(user):
    """The worklist's words, a space between each."""
    return " ".join(re.sub("<[^>]+>", " ", text_of(get(user, "/"))).split())
