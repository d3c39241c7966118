"""The pages: who sees which units and which cases, what is in the address, what is logged."""

import re
from datetime import date

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case
from followup.figures.periods import Period, offered, period_of
from followup.figures.registry import FIGURES
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, on, sql, text_of
from tests.followup.figures.fifty import FIFTY
from tests.followup.figures.rows import FIRST, write_table

DAY = date(2026, 12, 31)


@pytest.fixture
def fifty(world):
    write_table(FIFTY)
    with on(DAY):
        yield world


def page(user, key="resultat", **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return get(user, f"{reverse('figure', args=[key])}?{query}")


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split())


@pytest.fixture
def in_sight(monkeypatch):
    """Also what was closed long ago, which the unit else opens with a reason."""
    monkeypatch.setattr("cases.models.seeing.live", lambda day: Q(pk__isnull=False))


class TestWhoSeesWhat:
    @pytest.mark.usefixtures("in_sight")
    def test_the_unit_sees_its_own_in_full_with_the_cases_behind(self, fifty):
        found = words(page(fifty.coach))
        assert "Kvinnor 12 5 3 4 66,7" in found and "dold" not in found
        assert "Visar 1–22 av 22 rader" in found

    def test_the_unit_sees_no_other_unit(self, fifty):
        response = page(fifty.coach, enhet=fifty.unit("City").pk)
        assert response.status_code == 422 and "Jobbtorg City" not in text_of(response)

    def test_nor_all_of_them_where_none_is_chosen(self, fifty):
        found = words(page(fifty.chef, enhet="", delat="unit"))
        assert "Jobbtorg Farsta, 2026" in found and "Jobbtorg City" not in found

    @pytest.mark.parametrize("role", ["granskare", "sekreterare", "forvaltningschef"])
    def test_the_rest_see_all_units_with_small_numbers_hidden_and_no_cases(self, fifty, role):
        found = words(page(getattr(fifty, role), delat="unit"))
        assert "Jobbtorg City" in found and "dold" in found
        assert "Ärendena bakom" not in found and "JT 2026" not in found

    def test_others_are_refused_in_words(self, fifty):
        for user in (fifty.registrator, fifty.delegationsadmin):
            response = page(user)
            assert response.status_code == 403
            assert "ser statistiken" in text_of(response)

    def test_the_menu_offers_it_to_those_who_may_read_it(self, fifty):
        assert 'href="/statistik/"' in text_of(get(fifty.coach, reverse("shortcuts")))
        assert 'href="/statistik/"' not in text_of(get(fifty.registrator, reverse("shortcuts")))


@pytest.mark.usefixtures("in_sight")
class TestTheCasesBehind:
    def test_are_those_that_the_reader_may_see_and_the_rest_are_told_of(self, fifty):
        sql("SET LOCAL session_replication_role = replica")
        sql("UPDATE cases_person SET protection = 'sekretessmarkering' WHERE id = %s", FIRST)
        sql("SET LOCAL session_replication_role = origin")
        found = words(page(fifty.coach))
        assert "Kvinnor 12" in found and "Visar 1–21 av 21 rader" in found
        assert "1 rad till räknas med men visas inte" in found
        assert f"JT 2026-{FIRST} " not in found

    def test_are_paged_and_logged(self, fifty, monkeypatch):
        monkeypatch.setattr("followup.figures.views.ROWS", 10)
        found = words(page(fifty.coach, page=3))
        assert "Visar 21–22 av 22 rader" in found
        logged = AccessLog.objects.filter(action=AccessLog.Action.LIST).first()
        assert logged.what == "Statistik: Avslutade till arbete eller studier"
        assert len(logged.shown) == 2

    def test_lead_to_the_case(self, fifty):
        case = Case.objects.get(pk=FIRST)
        assert f'href="{case.get_absolute_url()}"' in text_of(page(fifty.coach))


class TestTheChoice:
    @pytest.mark.parametrize(
        "asked",
        [
            {"period": "2026-T4"},
            {"period": "2027"},
            {"period": "x"},
            {"per": "2027-01-01"},
            {"per": "2022-12-31"},
            {"per": "i går"},
            {"delat": "personnummer"},
        ],
    )
    def test_what_cannot_be_chosen_is_told_beside_the_field(self, fifty, asked):
        response = page(fifty.chef, **asked)
        assert response.status_code == 422 and "Ärendena bakom" not in text_of(response)
        assert get(fifty.chef, f"/statistik/?{'&'.join(map('='.join, asked.items()))}").status_code

    def test_an_unknown_figure_is_not_there(self, fifty):
        assert page(fifty.chef, "okand").status_code == 404

    def test_the_definition_stands_on_the_page_also_where_there_is_nothing_to_count(self, fifty):
        found = words(page(fifty.chef, "overklagandetid"))
        assert FIGURES["overklagandetid"].definition in found
        assert "Inget att räkna" in found and "Välj en annan period" in found

    @pytest.mark.parametrize(
        ("code", "first", "last"),
        [
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-T1", "2026-01-01", "2026-04-30"),
            ("2026-T3", "2026-09-01", "2026-12-31"),
            ("2026-K2", "2026-04-01", "2026-06-30"),
            ("2024-M2", "2024-02-01", "2024-02-29"),
        ],
    )
    def test_a_period_has_its_days(self, code, first, last):
        with on(DAY):
            period = period_of(code)
        assert (str(period.first), str(period.last), period.code) == (first, last, code)

    def test_only_periods_that_have_begun_are_offered(self):
        with on(date(2026, 5, 2)):
            assert next(offered("T")) == Period(2026, "T", 2)
            assert next(offered("M")) == Period(2026, "M", 5)


class TestTheChart:
    def test_is_drawn_in_the_page_with_patterns_and_without_style_or_script(self, fifty):
        html = text_of(page(fifty.chef, delat="age"))
        chart = html[html.index('<svg class="bars"') : html.index("</svg>", html.index("bars"))]
        assert "style" not in chart and "script" not in chart and 'aria-hidden="true"' in chart
        assert chart.count('class="bar solid"') == chart.count('class="bar striped"') == 4

    def test_no_bar_is_drawn_of_what_is_hidden(self, fifty):
        html = text_of(page(fifty.granskare, "inskrivningstid", period="2026-T1"))
        bars = re.findall(r'class="bar \w+" x="\d+" y="\d+" width="([\d.]+)"', html)
        assert bars and set(bars) == {"0.0"}


class TestHowMuchItAsks:
    def queries(self, user, url):
        """How many more than a page that shows no rows."""
        return self._queries(user, url) - self._queries(user, reverse("shortcuts"))

    def _queries(self, user, url):
        get(user, url)
        with CaptureQueriesContext(connection) as seen:
            assert get(user, url).status_code == 200
        return len(seen)

    @pytest.mark.parametrize("role", ["chef", "granskare"])
    def test_a_figures_page_asks_the_same_whatever_it_is_divided_by(self, fifty, role):
        # the table; outside, what is hidden; inside, the facts, their cases and the log
        user, url = getattr(fifty, role), reverse("figure", args=["resultat"])
        asked = {self.queries(user, f"{url}?delat={name}") for name in ("", "unit", "month")}
        assert len(asked) == 1 and asked.pop() <= 6

    def test_the_index_asks_once_for_each_figure_inside_and_twice_outside(self, fifty):
        # and once whether all is counted
        assert self.queries(fifty.chef, reverse("figures")) <= len(FIGURES) + 3
        assert self.queries(fifty.granskare, reverse("figures")) <= 2 * len(FIGURES) + 3
