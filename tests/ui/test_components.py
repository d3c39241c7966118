"""The page and its components, rendered without a database."""

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from jobbtorg.acts import Rule

ROOT = Path(__file__).resolve().parents[2]
PAGES = [p for p in (ROOT / "templates").rglob("*.html") if "letters" not in p.parts]
OURS = [*PAGES, *(ROOT / "jobbtorg/ui/static").rglob("*.*")]
FORBIDDEN = (" style=", "onclick=", "<style", "localStorage", "sessionStorage", "indexedDB")


def page(rf, template="404.html", **context):
    request = rf.get("/")
    request.user = AnonymousUser()
    return render_to_string(template, context, request=request)


@pytest.mark.parametrize("name", ["400", "403", "404", "409", "500", "csrf"])
def test_an_error_page_has_one_heading_and_a_way_on(rf, name):
    html = page(rf, f"{name}.html")
    assert html.count("<h1 ") == 1
    assert '<html lang="sv"' in html and 'href="#innehall"' in html and 'href="/"' in html


def test_the_error_page_of_last_resort_needs_no_request():
    assert "Något gick fel hos oss" in render_to_string("500.html")


@pytest.mark.parametrize("demo", [True, False])
def test_only_the_demo_says_that_it_is_practice(rf, settings, demo):
    settings.DEMO = demo
    assert ("ÖVNING" in page(rf)) is demo


def test_a_refused_act_says_why_and_marks_the_title(rf):
    rule = Rule("first", "Rätten ska prövas först.", "11 kap. 1 § SoL")
    html = page(rf, "base.html", broken=[rule])
    assert "<title>Fel: " in html
    assert "Rätten ska prövas först." in html and "11 kap. 1 § SoL" in html


def test_reasons_are_silent_when_nothing_hinders():
    assert render_to_string("components/reasons.html", {"rules": []}).strip() == ""


def test_a_status_is_text():
    html = render_to_string("components/status_tag.html", {"text": "Klar", "tone": "quiet"})
    assert ">Klar</span>" in html


def test_the_current_step_and_the_finished_ones_are_told_in_words():
    steps = [{"label": "Aktualisera", "state": "done"}, {"label": "Utreda", "state": "current"}]
    html = render_to_string("components/stepper.html", {"steps": steps})
    assert "(klart)" in html and 'aria-current="step"' in html


def test_a_row_without_a_value_says_so_and_zero_is_a_value():
    rows = [{"label": "Telefon", "value": ""}, {"label": "Barn", "value": 0}]
    html = render_to_string("components/summary_list.html", {"rows": rows})
    assert html.count("Inte angivet") == 1 and ">0</dd>" in html


def test_the_timeline_keeps_the_day_of_the_event_and_of_writing_apart():
    entry = {
        "title": "Möte",
        "day": dt.date(2026, 2, 26),
        "written": dt.datetime(2026, 3, 2, 9, 12, tzinfo=dt.UTC),
        "late": True,
    }
    html = render_to_string("components/timeline.html", {"entries": [entry]})
    assert "26 februari 2026" in html and "Skrivet 2026-03-02" in html
    assert "Skrivet i efterhand" in html


def test_pages_keep_the_filter_of_the_address(rf):
    request = rf.get("/?vy=mina&page=2")
    pages = Paginator(range(60), 25)
    html = render_to_string("components/pagination.html", {"page": pages.page(2)}, request=request)
    assert "?vy=mina&amp;page=3" in html and "Visar 26–50 av 60 ärenden" in html


@pytest.mark.parametrize("path", OURS, ids=lambda p: p.name)
def test_no_inline_script_or_style_and_no_browser_storage(path):
    text = path.read_text()
    for forbidden in (
        " style=",
        "onclick=",
        "<style",
        "localStorage",
        "sessionStorage",
        "indexedDB",
    ):
        assert forbidden not in text or "letters" in path.parts, forbidden
