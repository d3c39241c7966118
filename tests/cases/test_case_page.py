"""Ärendet på en sida: status, next step, deadline, people and the latest events."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.journal import record
from decisions import actions as deciding
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, on, page_of, signed_in, text_of


def next_step_of(user, case):
    """What the page says is to be done, and by whom."""
    html = text_of(get(user, case.get_absolute_url()))
    panel = html[html.index("<h2>Nästa steg</h2>") :]
    cells = panel[: panel.index("</dl>")].split("<dd>")[1:3]
    return [cell.partition("</dd>")[0] for cell in cells]


def test_the_next_step_of_each_status_says_what_and_by_whom(world):
    case = world.registered(by=world.registrator)
    chefer = "Chefer, Jobbtorg Farsta"
    assert next_step_of(world.chef, case) == ["Fördela ärendet", chefer]
    case = world.started("200102152392")
    assert next_step_of(world.coach, case) == ["Utred ärendet", "Coach Farsta"]
    case = world.registered("200203152390")
    assert next_step_of(world.coach, case) == ["Inled utredning", "Coach Farsta"]
    case = world.proposed("200104172390")
    assert next_step_of(world.coach, case) == ["Fatta beslut", chefer]
    deciding.return_to_coach(case, "Skriv mer.", by=world.chef)
    assert next_step_of(world.coach, case) == ["Åtgärda återlämnat ärende", "Coach Farsta"]


def test_the_next_step_after_the_decision(world):
    decision = world.decided()
    case = decision.application.case
    sends = "Registrator eller chef, Jobbtorg Farsta"
    assert next_step_of(world.chef, case) == ["Skicka brevet", sends]
    dispatch(decision, "brev", clock.today(), by=world.registrator)
    assert next_step_of(world.chef, case) == ["Ge uppdrag", "Chefer, Jobbtorg Farsta"]


def test_a_closed_case_has_nothing_more_to_do(world):
    decision = world.decided(may="avslag")
    dispatch(decision, "brev", clock.today(), by=world.registrator)
    case = decision.application.case
    assert next_step_of(world.coach, case)[0] == "Inget mer att göra"


@pytest.mark.parametrize(
    ("who", "leads"), [("chef", True), ("bitr", True), ("coach", False), ("registrator", False)]
)
def test_the_button_at_the_top_is_for_whoever_has_the_next_step(world, who, leads):
    case = world.proposed()
    page = page_of(get(getattr(world, who), case.get_absolute_url()))
    assert (f"{case.get_absolute_url()}beslut/" in page.links) is leads


def test_the_page_shows_who_it_is_about_and_the_application_as_it_came(world):
    with on(date(2026, 3, 2)):
        case = world.registered(
            "200202152385",
            arrived_on=date(2026, 2, 27),
            street="Gatan 1",
            postcode="123 45",
            city="Farsta",
        )
        html = text_of(get(world.coach, case.get_absolute_url()))
    for shown in (
        "Tilda Provström",
        "20020215-2385",
        "24 år",
        "27 februari 2026 (muntlig)",
        "Jag vill ha hjälp att hitta ett jobb.",
        "Gatan 1",
        "Jobbtorg Farsta",
    ):
        assert shown in html, shown


def test_of_a_protected_person_the_page_has_a_banner_and_no_address(world):
    case = world.registered(protection="skyddad_folkbokforing", street="Hemliga gatan 1")
    html = text_of(get(world.coach, case.get_absolute_url()))
    assert "Skyddad folkbokföring" in html
    assert "<dt>Adress</dt>" not in html
    assert "Hemliga" not in html


@pytest.mark.parametrize(
    ("arrived", "words"), [(0, "om 30 dagar"), (30, "i dag"), (31, "1 dag sen"), (29, "om 1 dag")]
)
def test_the_deadline_stands_beside_today(world, arrived, words):
    case = world.started(arrived_on=clock.today() - timedelta(days=arrived))
    html = text_of(get(world.coach, case.get_absolute_url()))
    assert re.search(rf"</time>, (<b class=.\w+.>)?{words}<", html)


@pytest.mark.parametrize("page", ["", "journal/", "utredning/", "utredning/samlad-bedomning/"])
def test_the_page_costs_as_many_queries_with_forty_entries_as_with_one(world, page):
    case = world.started()
    client, counts = signed_in(world.coach), []
    for entries in (2, 40):
        for n in range(case.journal.count(), entries):
            record(case, f"Samtal {n}", by=world.colleague if n % 2 else world.coach)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(case.get_absolute_url() + page).status_code == 200
        counts.append(len(queries))
    print(f"{page or 'case page'}: {counts[0]} queries with 2 entries, {counts[1]} with 40")
    assert counts[0] == counts[1] <= (40 if page else 15)


def test_the_latest_five_events_are_on_the_page_and_all_in_the_journal(world):
    case = world.started()
    for n in range(60):
        record(case, f"Samtal {n:02}", by=world.coach)
    latest = text_of(get(world.coach, case.get_absolute_url()))
    assert [n for n in range(60) if f"Samtal {n:02}" in latest] == [55, 56, 57, 58, 59]
    pages = [
        text_of(get(world.coach, f"{case.get_absolute_url()}journal/{query}"))
        for query in ("", "?page=2")
    ]
    assert "Samtal 59" in pages[0]
    assert "Samtal 00" in pages[1]
    assert "Samtal 00" not in pages[0]


@pytest.mark.parametrize(("back", "late"), [(0, False), (3, False), (14, True)])
def test_what_was_written_more_than_three_working_days_after_says_so(world, back, late):
    with on(date(2026, 3, 5)):
        case = world.registered()
        record(case, "Samtal", by=world.coach, event_on=date(2026, 3, 5) - timedelta(days=back))
        html = text_of(get(world.coach, f"{case.get_absolute_url()}journal/"))
    assert ("Skrivet i efterhand" in html) is late


def test_the_journal_is_filtered_by_kind_says_how_many_and_keeps_it_in_the_address(world):
    case = world.started()
    record(case, "Samtal", by=world.coach)
    n = case.journal.filter(kind="handelse").count()
    url = f"{case.get_absolute_url()}journal/"
    whole = text_of(get(world.coach, url))
    assert f"Allt ({case.journal.count()})" in whole and f"Händelse ({n})" in whole
    chosen = text_of(get(world.coach, f"{url}?slag=ansokan"))
    assert "Ansökan kom in" in chosen and ">Samtal<" not in chosen
    assert '<option value="ansokan" selected>Ansökan (1)' in chosen


def test_the_persons_earlier_cases_are_there_for_who_may_see_them_and_are_logged(world):
    decision = world.decided(may="avslag")
    old = decision.application.case
    dispatch(decision, "brev", clock.today(), by=world.registrator)
    now = world.registered(unit="City")
    assert now.pk != old.pk
    url = now.get_absolute_url()
    here = text_of(get(world.registrator, url))
    assert "Personens andra ärenden" in here and old.number in here
    row = AccessLog.objects.get(what="Personens andra ärenden")
    assert row.shown == [old.number]
    elsewhere = text_of(get(world.coach_city, url))
    assert "Personens andra ärenden" not in elsewhere and old.number not in elsewhere


class TestTheTimeline:
    def test_shows_one_kind_of_event_as_the_address_says(self, world):
        case = world.started()
        world.note(case, sign=True, title="Samtal om jobb")
        url = case.get_absolute_url()
        shown = text_of(get(world.coach, url))
        assert "Samtal om jobb" in shown and "Utredning inleddes" in shown
        shown = text_of(get(world.coach, f"{url}?slag=anteckning"))
        assert "Samtal om jobb" in shown and "Utredning inleddes" not in shown
        assert f'href="{url}journal/?slag=anteckning">Hela journalen' in shown
        assert shown.count('aria-current="true">Anteckning<') == 1

    def test_offers_the_kinds_that_there_are(self, world):
        case = world.started()
        shown = text_of(get(world.coach, case.get_absolute_url()))
        assert "?slag=handelse" in shown and "?slag=rattelse" not in shown

    def test_shows_all_where_the_kind_is_none(self, world):
        case = world.started()
        shown = text_of(get(world.coach, f"{case.get_absolute_url()}?slag=x%00"))
        assert "Utredning inleddes" in shown
