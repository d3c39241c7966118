"""Din kalender: an address of one's own, without names, valid as RFC 5545, revoked for good."""

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.test import Client

from cases.models import Case
from cases.summoning import cancel_summons
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.calendar import ics, sources, views
from jobbtorg.calendar.actions import make_feed, revoke_feed
from jobbtorg.calendar.models import Feed
from jobbtorg.calendar.sources import Event
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, sql, text_of


def fetched(token, **headers):
    """What a calendar without cookies gets."""
    return Client().get(f"/kalender/{token}.ics", headers=headers)


def entries(token):
    """The events, as a parser of others reads them."""
    response = fetched(token)
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def words(token):
    return [str(entry["SUMMARY"]) for entry in entries(token)]


@pytest.fixture
def token(world):
    return make_feed(by=world.coach)


class TestTheAddress:
    def test_is_shown_once_and_only_its_hash_is_kept(self, world):
        assert "Skapa adress" in text_of(get(world.coach, "/kalender/"))
        page = text_of(post(world.coach, "/kalender/", do="make"))
        (token,) = re.findall(r"http://testserver/kalender/([\w-]{43})\.ics", page)
        assert fetched(token).status_code == 200
        assert token not in text_of(get(world.coach, "/kalender/"))
        assert token not in str(sql("SELECT f::text FROM calendar_feed f"))
        assert token not in str(sql("SELECT f::text FROM calendar_historicalfeed f"))

    def test_a_new_one_revokes_the_old(self, world, token):
        other = make_feed(by=world.coach)
        assert fetched(token).status_code == 404
        assert fetched(other).status_code == 200
        assert Feed.objects.live().count() == 1

    def test_revoked_it_leads_nowhere(self, world, token):
        response = post(world.coach, "/kalender/", do="revoke")
        assert response.status_code == 302
        assert fetched(token).status_code == 404
        assert "Stäng av" not in text_of(get(world.coach, "/kalender/"))

    def test_without_one_there_is_nothing_to_revoke(self, world):
        with refused("none"):
            revoke_feed(by=world.coach)
        response = post(world.coach, "/kalender/", do="revoke")
        assert response.status_code == 409
        assert "ingen kalenderadress" in text_of(response)

    def test_the_database_opens_no_revoked_one_and_changes_none(self, world, token):
        with refused_by_database("öppnas aldrig igen"):
            sql("UPDATE calendar_feed SET token_sha256 = %s", "a" * 64)
        revoke_feed(by=world.coach)
        with refused_by_database("öppnas aldrig igen"):
            sql("UPDATE calendar_feed SET revoked_at = NULL")

    def test_an_unknown_one_is_not_there(self, world):
        assert fetched("a" * 43).status_code == 404
        assert fetched("kort").status_code == 404

    def test_ends_with_the_employment_the_same_day(self, world, token):
        held = world.coach.appointments.get()
        today = clock.today()
        with in_days(1):
            held.valid_to = today
            held.save()
            assert fetched(token).status_code == 404

    def test_ends_with_the_account(self, world, token):
        world.coach.is_active = False
        world.coach.save()
        assert fetched(token).status_code == 404


class TestWhatItHolds:
    def test_the_deadlines_of_ones_own_cases_by_number_and_next_step(self, world, token):
        case = world.started()
        other = world.registered("200102152392", by=world.registrator)
        (entry,) = entries(token)
        assert str(entry["SUMMARY"]) == f"{case.number} Utred ärendet"
        assert entry["DTSTART"].dt == Case.objects.get(pk=case.pk).due_on
        assert type(entry["DTSTART"].dt) is date
        assert other.number not in fetched(token).content.decode()

    def test_what_waits_for_the_chefs_decision(self, world):
        case = world.proposed()
        assert words(make_feed(by=world.chef)) == [f"{case.number} Fatta beslut"]
        assert words(make_feed(by=world.chef_city)) == []

    def test_the_meetings_until_they_are_called_off(self, world, token):
        case = world.started()
        summons = world.summon(case)
        meeting = next(entry for entry in entries(token) if "Möte" in entry["SUMMARY"])
        manner = summons.get_manner_display().lower()
        assert str(meeting["SUMMARY"]) == f"{case.number} Möte, {manner}"
        assert meeting["DTSTART"].dt == summons.meeting_at.replace(microsecond=0)
        assert meeting["DTEND"].dt - meeting["DTSTART"].dt == timedelta(hours=1)
        cancel_summons(summons, "Coachen är sjuk.", by=world.coach)
        assert all("Möte" not in told for told in words(token))

    def test_of_a_protected_person_only_that_there_is_a_meeting(self, world, token):
        case = world.started(protection="skyddad_folkbokforing")
        world.summon(case, how="overlamnat")
        assert words(token) == ["Möte"]
        assert case.number not in fetched(token).content.decode()

    def test_nobodys_name_number_or_place(self, world, token):
        case = world.started()
        summons = world.summon(case)
        text = fetched(token).content.decode()
        person = case.person
        hidden = [person.first_name, person.last_name, person.personnummer, person.formatted]
        for told in [*hidden, person.personnummer[2:], summons.place, summons.purpose]:
            assert told not in text

    def test_nothing_of_a_case_that_is_another_coachs_now(self, world, token):
        case = world.started()
        assert words(token)
        world.take(case, world.colleague)
        assert words(token) == []

    def test_what_an_app_above_adds(self, world, token, monkeypatch):
        added = Event("uppfoljning-1", date(2026, 3, 2), "JT 2026-0001 Följ upp")
        monkeypatch.setattr(sources, "SOURCES", [lambda user: [added]])
        assert words(token) == ["JT 2026-0001 Följ upp"]


class TestTheFormat:
    def test_lines_end_with_crlf_and_are_at_most_75_octets(self, world, token):
        world.summon(world.started())
        body = fetched(token).content
        assert body.startswith(b"BEGIN:VCALENDAR\r\n")
        assert body.endswith(b"END:VCALENDAR\r\n")
        assert body.count(b"\n") == body.count(b"\r\n")
        assert max(len(line) for line in body.split(b"\r\n")) <= 75

    def test_long_and_odd_words_are_folded_and_escaped(self):
        told = "Möte; å, ä\\ö " * 20
        body = ics.written([Event("a", date(2026, 3, 2), told)])
        assert max(len(line) for line in body.split(b"\r\n")) <= 75
        assert rb"M\xc3" not in body
        (entry,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
        assert str(entry["SUMMARY"]) == told

    def test_a_moment_is_told_in_utc_and_a_day_as_a_day(self):
        at = datetime(2026, 7, 1, 9, 30, tzinfo=clock.STOCKHOLM)
        moment = Event("a", at, "Möte", at + timedelta(hours=1))
        lines = ics.written([moment, Event("b", date(2026, 7, 1), "Frist")]).split(b"\r\n")
        assert b"DTSTART:20260701T073000Z" in lines
        assert b"DTEND:20260701T083000Z" in lines
        assert b"DTSTART;VALUE=DATE:20260701" in lines
        assert b"DTEND;VALUE=DATE:20260702" in lines

    def test_each_event_keeps_its_uid_which_tells_nothing(self, world, token):
        case = world.started()
        (first,) = entries(token)
        with in_days(1):
            (later,) = entries(token)
        assert first["UID"] == later["UID"]
        assert re.fullmatch(r"[0-9a-f]{64}@jobbtorg", first["UID"])
        assert first["DTSTAMP"].dt <= datetime.now(UTC)  # noqa: TID251
        assert case.number.replace(" ", "") not in first["UID"]


class TestFetching:
    def test_each_is_logged_and_the_page_says_when(self, world, token):
        assert "Inte än" in text_of(get(world.coach, "/kalender/"))
        fetched(token)
        fetched(token)
        rows = AccessLog.objects.filter(user=world.coach, what="Kalenderflödet")
        assert rows.count() == 2
        assert f"{rows.first().at.astimezone(clock.STOCKHOLM):%Y-%m-%d %H:%M}" in text_of(
            get(world.coach, "/kalender/")
        )

    def test_needs_no_cookie_and_sets_none(self, world, token):
        response = fetched(token)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Cache-Control"] == "private, no-cache"
        assert not response.cookies

    def test_what_has_not_changed_is_not_sent_again(self, world, token):
        case = world.started()
        etag = fetched(token)["ETag"]
        same = fetched(token, if_none_match=etag)
        assert (same.status_code, same.content) == (304, b"")
        world.summon(case)
        assert fetched(token, if_none_match=etag).status_code == 200

    def test_too_often_waits_an_hour(self, world, token, monkeypatch):
        monkeypatch.setattr(views, "MOST_AN_HOUR", 2)
        assert [fetched(token).status_code for _ in range(3)] == [200, 200, 429]
        assert fetched(token)["Retry-After"] == "3600"
        assert AccessLog.objects.filter(what="Kalenderflödet").count() == 2

    def test_is_only_read(self, world, token):
        assert Client().post(f"/kalender/{token}.ics").status_code == 405
