"""Pågående överklaganden: the month's list to the nämnd, and what the förvaltningschef sees."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from appeals import monthly, registering
from appeals.registering import Papers
from tests.appeals.court import at_court, judged
from tests.appeals.helpers import (
    DECIDED,
    LAST,
    a_paper,
    appealed,
    handed_over,
    pages_of,
    refusal,
    told,
)  # fmt: skip
from tests.cases.helpers import every_unit, get, on, text_of

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


def lines(first, day=None):
    with on(day or first):
        return monthly.of_month(first, every_unit())


def test_shows_the_days_and_where_it_stands_but_never_whose_it_is(world):
    appeal = appealed(world, refusal(world))
    (row,) = lines(APRIL, LAST + timedelta(days=2))
    assert (row.arrived_on, row.received_on, row.days) == (LAST, date(2026, 3, 13), 2)
    assert (row.case_number, row.dnr, row.stage) == (
        appeal.case.number, "AMF 2026/412", "Ska rättidsprövas",
    )  # fmt: skip
    person = appeal.case.person
    said = " ".join(str(cell) for cell in row.cells())
    assert person.last_name not in said and person.personnummer not in said


def test_what_is_open_stays_on_the_list_from_month_to_month(world):
    appealed(world, refusal(world))
    assert len(lines(MAY, date(2026, 5, 20))) == 1


def test_what_came_to_the_court_before_the_month_is_gone_from_it(world):
    handed_over(world, appealed(world, refusal(world)))
    assert len(lines(APRIL, MAY)) == 1
    assert lines(MAY, date(2026, 5, 20)) == []


def test_what_came_later_is_not_on_it(world):
    appealed(world, refusal(world))
    assert lines(date(2026, 3, 1), MAY) == []


def test_a_protected_persons_unit_is_not_told(world):
    assert world.chef  # who is named on the case as it begins
    with on(DECIDED):
        decision = world.decided(may="avslag", protection="sekretessmarkering")
    with on(LAST):
        papers = Papers(files=[(a_paper(), "brev.pdf")])
        registering.register(decision, told(LAST), papers, by=world.chef)
    (row,) = lines(APRIL, MAY)
    assert row.unit == ""


def test_counts_what_was_sent_within_the_week(world):
    handed_over(world, appealed(world, refusal(world)))
    slow = appealed(world, refusal(world, "200102152392"), n=4)
    handed_over(world, slow, LAST + timedelta(days=9))
    appealed(world, refusal(world, "200203152390"), n=5)
    with on(LAST + timedelta(days=20)):
        counted = dict(monthly.totals(monthly.of_month(APRIL, every_unit())))
    assert counted == {
        "Överklaganden i listan": 3,
        "Skickade till rätten": 2,
        "Skickade inom en vecka": 1,
        "Öppna längre än en vecka": 1,
    }


def test_is_printed_and_made_a_spreadsheet_of(world):
    appeal = appealed(world, refusal(world))
    with on(LAST):
        printed = get(world.sekreterare, reverse("appeals_month_pdf", args=["2026-04"]))
        sheet = get(world.sekreterare, reverse("appeals_month_csv", args=["2026-04"])).content
    page = pages_of(printed.content)[0]
    assert "Pågående överklaganden april 2026" in page and appeal.case.number in page
    assert sheet.startswith(b"\xef\xbb\xbf\xc3\x84rendenummer;Diarienummer;")


@pytest.mark.parametrize("month", ["2026-13", "2031-01", "abc", "1999-01"])
def test_what_is_no_month_is_not_there(world, month):
    assert get(world.sekreterare, reverse("appeals_month", args=[month])).status_code == 404


class TestEscalated:
    def test_after_a_week_the_forvaltningschef_sees_it_without_whose_it_is(self, world):
        appeal = appealed(world, refusal(world))
        with on(LAST + timedelta(days=7)):
            page = text_of(get(world.forvaltningschef, reverse("ongoing_appeals")))
        assert appeal.case.number in page and "Har legat en vecka eller mer" in page
        assert appeal.case.person.last_name not in page

    def test_not_before_nor_what_is_done(self, world):
        appealed(world, refusal(world))
        handed_over(world, appealed(world, refusal(world, "200102152392"), n=4))
        with on(LAST + timedelta(days=6)):
            page = text_of(get(world.forvaltningschef, reverse("ongoing_appeals")))
        assert "Har legat en vecka" not in page


def test_tells_how_the_courts_have_judged_in_the_year(world):
    judged(world, at_court(world), "avslag")
    won = handed_over(world, appealed(world, refusal(world, "200102152392"), n=4))
    judged(world, won, "bifall")
    with on(date(2026, 6, 30)):
        told = dict(monthly.outcomes(date(2026, 6, 1), every_unit()))
        assert (told["Avslag"], told["Bifall"], told["Upphävt"]) == (1, 1, 0)
    with on(date(2027, 6, 30)):
        assert dict(monthly.outcomes(date(2027, 5, 1), every_unit()))["Avslag"] == 1
        assert sum(n for _, n in monthly.outcomes(date(2027, 6, 1), every_unit())) == 0
