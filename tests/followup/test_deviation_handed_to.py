"""Stand-ins, and one step up: the nämnd appoints where everyone who could handle is named."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.conflicts import declare
from followup import deviation_deciding as deciding
from followup import deviation_handling as handling
from followup.deviation_deciding import Inquiry
from followup.deviation_rules import Meeting
from followup.models import Deviation, DeviationHandler, DeviationReception
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.staff.actions import note_absence
from tests.cases.helpers import get, post, refused, refused_by_database, text_of
from tests.followup.deviations import (
    INQUIRY,
    WHAT,
    cause,
    everyone_named,
    fresh,
    handed_to,
    named,
    received,
    reported,
)


def away(user, substitute):
    """The user is away today, and the other has their work."""
    note_absence(user, substitute, clock.today(), clock.today(), by=user)


def status(user, row):
    return get(user, row.get_absolute_url()).status_code


def minutes(**changed):
    return {"held_on": str(clock.today()), "dnr": "AMF 2026/9", "paragraph": "§ 12"} | changed


def url(row):
    return reverse("deviation_hand_to", args=[row.number])


def reception(row, user):
    """Past the act."""
    DeviationReception.objects.create(
        deviation=row, track="lex_sarah", assessment="x", measures="x", received_by=user,
        received_at=clock.now(),
    )  # fmt: skip


class TestTheErsattare:
    def test_of_a_chef_who_is_away_opens_and_receives_the_report(self, world):
        row = reported(world, by=world.chef)
        assert status(world.colleague, row) == 404
        away(world.chef, world.colleague)
        assert status(world.colleague, row) == 200
        handling.receive(row, "lex_sarah", "Allvarligt.", "Stoppat.", by=world.colleague)
        assert fresh(row).reception.received_by == world.colleague

    def test_has_it_only_while_the_chef_is_away(self, world):
        row = reported(world)
        yesterday = clock.today() - timedelta(days=1)
        with clock.at(clock.now() - timedelta(days=1)):
            note_absence(world.chef, world.colleague, yesterday, yesterday, by=world.chef)
        assert status(world.colleague, row) == 404
        with refused("handler"):
            handling.receive(row, "lex_sarah", "Ja.", "Inga.", by=world.colleague)
        with refused_by_database("Bara enhetens chefer"):
            reception(row, world.colleague)

    def test_of_a_coach_who_is_away_does_not(self, world):
        away(world.coach, world.colleague)
        assert status(world.colleague, reported(world)) == 404

    def test_of_a_chef_whom_it_is_about_does_not(self, world):
        row = named(reported(world), world.chef, by=world.coach)
        away(world.chef, world.colleague)
        assert status(world.colleague, row) == 404
        with refused("handler"):
            handling.receive(row, "lex_sarah", "Ja.", "Inga.", by=world.colleague)
        with refused_by_database("Bara enhetens chefer"):
            reception(row, world.colleague)

    def test_has_no_delegation(self, world):
        row = received(world)
        away(world.chef, world.colleague)
        with refused("delegation", "uninvestigated"):
            deciding.decide(row, "inte", "Nej.", by=world.colleague)


class TestNobodyLeft:
    def test_the_secretary_sees_that_it_waits_and_not_what_it_says(self, world):
        row = everyone_named(world, reported(world))
        page = text_of(get(world.sekreterare, "/avvikelser/"))
        assert "Väntar på nämnden" in page and row.number in page and WHAT not in page
        step = text_of(get(world.sekreterare, url(row)))
        assert row.number in step and WHAT not in step
        assert status(world.sekreterare, row) == 404

    def test_the_granskare_reads_that_the_namnd_has_to_appoint(self, world):
        row = everyone_named(world, reported(world))
        assert "Nämnden behöver utse någon" in text_of(get(world.granskare, row.get_absolute_url()))

    def test_it_does_not_wait_while_one_of_them_can(self, world):
        assert world.forvaltningschef
        row = named(reported(world), world.chef, world.bitr, by=world.coach)
        assert "Väntar på nämnden" not in text_of(get(world.sekreterare, "/avvikelser/"))
        assert get(world.sekreterare, url(row)).status_code == 404
        told = Meeting(clock.today(), "AMF 2026/9", "12")
        with refused("handled"):
            handling.hand_to(row, world.chef_city, told, by=world.sekreterare)
        with refused_by_database("Någon annan kan handlägga"):
            handler(row, world.chef_city, world.sekreterare)

    def test_who_is_javig_in_its_case_counts_as_named(self, world):
        case = world.started()
        assert world.chef
        row = reported(world, case=case)
        row = named(row, world.bitr, world.forvaltningschef, by=world.coach)
        assert not Deviation.objects.unhandled().exists()
        declare(case, world.chef, "tillsyn", by=world.chef)
        assert list(Deviation.objects.unhandled()) == [row]

    def test_a_closed_report_waits_for_nobody(self, world):
        row = received(world, "avvikelse")
        handling.close(row, "Klart.", cause(), "Engångshändelse.", by=world.chef)
        everyone = (world.chef, world.bitr, world.forvaltningschef)
        with refused("closed"):
            named(row, *everyone, by=world.coach)
        assert not Deviation.objects.unhandled().exists()

    @pytest.mark.parametrize("who", ["chef", "coach", "granskare", "chef_city", "registrator"])
    def test_only_the_secretary_notes_whom(self, world, who):
        row, user = everyone_named(world, reported(world)), getattr(world, who)
        assert get(user, url(row)).status_code == 404
        assert AccessLog.objects.filter(user=user, action="nekad", what__contains=row.number)
        told = Meeting(clock.today(), "AMF 2026/9", "12")
        with refused("secretary", *(["subject"] if who == "chef" else [])):
            handling.hand_to(row, world.chef_city, told, by=user)
        with refused_by_database("Bara nämndsekreteraren"):
            handler(row, world.chef_city, user)


def handler(row, user, noted_by, **told):
    """Past the act."""
    given = {"meeting_on": clock.today(), "dnr": "1", "paragraph": "1"} | told
    DeviationHandler.objects.create(
        deviation=row, user=user, noted_by=noted_by, noted_at=clock.now(), **given
    )


class TestAppointedByTheNamnd:
    def test_is_noted_on_the_page_with_its_minutes(self, world):
        row = everyone_named(world, reported(world))
        answer = post(world.sekreterare, url(row), user=world.chef_city.pk, **minutes())
        assert answer.status_code == 302
        found = fresh(row).of_namnd
        assert (found.user, found.dnr, found.paragraph) == (world.chef_city, "AMF 2026/9", "12")
        assert "Väntar på nämnden" not in text_of(get(world.sekreterare, "/avvikelser/"))
        shown = text_of(get(world.granskare, row.get_absolute_url()))
        assert f"{world.chef_city}, utsedd av nämnden" in shown

    def test_says_what_is_missing_and_loses_nothing(self, world):
        row = everyone_named(world, reported(world))
        answer = post(world.sekreterare, url(row), **minutes(paragraph="", held_on="2019-01-01"))
        assert answer.status_code == 422 and "AMF 2026/9" in text_of(answer)

    def test_is_never_one_of_those_named(self, world):
        row = everyone_named(world, reported(world))
        answer = post(world.sekreterare, url(row), user=world.chef.pk, **minutes())
        assert answer.status_code == 403 and "är den som rapporten gäller" in text_of(answer)
        with refused_by_database("Den som rapporten gäller"):
            handler(row, world.chef, world.sekreterare)

    def test_at_a_meeting_since_the_report(self, world):
        row = everyone_named(world, reported(world))
        before = clock.today() - timedelta(days=1)
        with refused("held_on"):
            told = Meeting(before, "AMF 2026/9", "12")
            handling.hand_to(row, world.chef_city, told, by=world.sekreterare)
        with refused_by_database("Sammanträdet ligger"):
            handler(row, world.chef_city, world.sekreterare, meeting_on=before)

    def test_handles_it_from_the_reception_to_ivo(self, world):
        row = reported(world)
        by, other = world.chef_city, world.coach_city
        row = handed_to(world, row)
        assert status(by, row) == 200
        handling.receive(row, "lex_sarah", "Allvarligt.", "Stoppat.", by=by)
        handling.appoint(fresh(row), other, by=by)
        deciding.investigate(fresh(row), Inquiry(**vars(INQUIRY)), cause(), by=other)
        told = Meeting(clock.today(), "AMF 2026/11", "14")
        deciding.note_namnds_decision(fresh(row), "allvarligt", "Ja.", told, by=by)
        deciding.send_to_ivo(fresh(row), "AMF 2026/12", "post", clock.today(), by=by)
        handling.close(fresh(row), "Klart.", None, "Gjort.", by=by)
        assert fresh(row).is_closed

    def test_handles_no_other_report(self, world):
        handed_to(world, reported(world))
        other = reported(world)
        assert status(world.chef_city, other) == 404
        with refused("handler"):
            handling.receive(other, "lex_sarah", "Ja.", "Inga.", by=world.chef_city)
        with refused_by_database("Bara enhetens chefer"):
            reception(other, world.chef_city)

    def test_who_is_named_afterwards_loses_it_and_the_namnd_appoints_anew(self, world):
        row = handed_to(world, reported(world))
        row = named(row, world.chef_city, by=world.coach)
        assert status(world.chef_city, row) == 404
        assert list(Deviation.objects.unhandled()) == [row]
        told = Meeting(clock.today(), "AMF 2026/9", "13")
        handling.hand_to(row, world.coach_city, told, by=world.sekreterare)
        assert status(world.coach_city, row) == 200
        assert not Deviation.objects.unhandled().exists()

    def test_may_be_whom_the_investigator_is_chosen_from(self, world):
        row = handed_to(world, reported(world))
        handling.receive(row, "lex_sarah", "Allvarligt.", "Stoppat.", by=world.chef_city)
        page = text_of(get(world.chef_city, reverse("deviation_step_utse", args=[row.number])))
        assert f'value="{world.chef_city.pk}"' in page
