"""Klagomål, avvikelser, åtgärder, information and the journal: what is done beside lex Sarah."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import JournalEntry
from cases.note_rules import NoteText
from followup import deviation_handling as handling
from followup.deviation_standing import Stage, limits, overdue, pace_of, stage_of
from followup.models import DeviationAnswer, DeviationClosing, DeviationMeasure
from jobbtorg import clock
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, text_of
from tests.followup.deviations import (
    appointed,
    cause,
    closed,
    fresh,
    measured,
    named,
    received,
    reported,
)


def url(row, step):
    return reverse(f"deviation_step_{step}", args=[row.number])


def answered(world, row, **told):
    given = {"how": "telefon", "answered_on": clock.today(), "text": "Vi bad om ursäkt."} | told
    handling.answer(row, **given, by=world.chef)
    return fresh(row)


class TestAComplaint:
    @pytest.mark.parametrize("kind", ["klagomal", "synpunkt"])
    def test_is_received_answered_and_closed(self, world, kind):
        row = received(world, kind)
        assert stage_of(row) == Stage.ANSWER
        row = answered(world, row)
        assert stage_of(row) == Stage.CLOSE
        assert stage_of(closed(world, row)) == Stage.CLOSED

    def test_is_not_closed_without_an_answer(self, world):
        row = received(world, "klagomal")
        page = text_of(get(world.chef, row.get_absolute_url()))
        assert url(row, "avsluta") not in page
        assert post(world.chef, url(row, "avsluta"), conclusion="Klart.").status_code == 409
        with refused("unanswered"):
            closed(world, row)
        with refused_by_database("Klagomålet är inte besvarat."):
            closing(row, world.chef)

    def test_that_is_raised_to_lex_sarah_is_answered_all_the_same(self, world):
        row = received(world, "klagomal")
        handling.receive(row, "lex_sarah", "Allvarligt.", "Stoppat.", by=world.chef)
        row = fresh(row)
        assert stage_of(row) == Stage.APPOINT
        assert url(row, "svara") in text_of(get(world.chef, row.get_absolute_url()))
        with in_days(14):
            assert pace_of(row, limits()).level == "danger"
        with refused("unanswered", "undecided"):
            closed(world, row)
        assert stage_of(answered(world, row)) == Stage.APPOINT

    def test_turns_yellow_and_red_by_days_since_it_came(self, world):
        came = clock.today() - timedelta(days=8)
        row = received(world, "klagomal", happened_on=came)
        page = text_of(get(world.chef, row.get_absolute_url()))
        assert "8 dagar" in page and 'data-color="warning"' in page
        with in_days(6):
            assert "Försenad, 14 dagar" in text_of(get(world.chef, row.get_absolute_url()))

    def test_is_answered_once_between_the_day_it_came_and_today(self, world):
        row = received(world, "klagomal")
        with refused("day"):
            answered(world, row, answered_on=clock.today() + timedelta(days=1))
        with refused_by_database("Svaret ligger i framtiden"):
            DeviationAnswer.objects.create(
                deviation=row, how="brev", text="x", answered_by=world.chef,
                answered_at=clock.now(), answered_on=clock.today() + timedelta(days=1),
            )  # fmt: skip
        row = answered(world, row)
        with refused("answered"):
            answered(world, row)

    def test_only_a_complaint_is(self, world):
        row = received(world, "avvikelse")
        with refused("no_complaint"):
            answered(world, row)
        with refused_by_database("Bara klagomål och synpunkter besvaras."):
            DeviationAnswer.objects.create(
                deviation=row, how="brev", text="x", answered_by=world.chef,
                answered_at=clock.now(), answered_on=clock.today(),
            )  # fmt: skip

    def test_never_by_whom_it_is_about(self, world):
        row = named(received(world, "klagomal"), world.chef, by=world.coach)
        with refused("subject"):
            answered(world, row)


def closing(row, user, **told):
    DeviationClosing.objects.create(
        deviation=row, conclusion="x", closed_by=user, closed_at=clock.now(),
        **({"no_measures": "Inga.", "cause": cause()} | told),
    )  # fmt: skip


class TestAnAvvikelse:
    def test_is_closed_with_its_cause(self, world):
        row = received(world, "avvikelse")
        response = post(
            world.chef, url(row, "avsluta"), conclusion="Vi har gått igenom det.", no_measures="x"
        )
        assert response.status_code == 422
        assert "Ange den viktigaste orsaken." in text_of(response)
        with refused("cause"):
            closed(world, row, cause=None)
        with refused_by_database("Orsaken saknas."):
            closing(row, world.chef, cause=None)
        assert closed(world, row).closing.cause == cause()

    def test_not_before_it_is_received_nor_by_another(self, world):
        row = reported(world, "avvikelse")
        with refused("unreceived"):
            closed(world, row)
        with refused_by_database("Rapporten är inte mottagen."):
            closing(row, world.chef)
        row = received(world, "avvikelse")
        with refused_by_database("Bara enhetens chefer"):
            closing(row, world.chef_city)


class TestMeasures:
    def test_say_who_and_when_and_are_followed_up_after_the_closing(self, world):
        row = closed(world, measured(world, received(world, "avvikelse"), days=2))
        assert overdue(row) == 0
        with in_days(3):
            assert overdue(row) == 1
            page = text_of(get(world.chef, "/avvikelser/?flik=avslutade"))
            assert "1 försenad" in page
            measure = row.measures.get()
            done = reverse("deviation_measure_done", args=[row.number, measure.pk])
            assert done in text_of(get(world.chef, row.get_absolute_url()))
            told = {
                "done_on": str(clock.today()),
                "done_by": world.coach.pk,
                "result": "Genomgånget.",
            }
            assert post(world.chef, done, **told).status_code == 302
            assert overdue(fresh(row)) == 0
            assert post(world.chef, done, **told).status_code == 409

    def test_are_planned_from_today_on(self, world):
        with refused("past"):
            measured(world, received(world), days=-1)

    def test_are_the_investigators_to_note_too(self, world):
        row = appointed(world, by=world.colleague)
        handling.add_measure(row, "Rutin", world.coach, clock.today(), by=world.colleague)
        with refused("handler"):
            handling.add_measure(row, "Rutin", world.coach, clock.today(), by=world.coach)
        with refused_by_database("Bara enhetens chefer"):
            DeviationMeasure.objects.create(
                deviation=row, text="x", responsible=world.coach, due_on=clock.today(),
                noted_by=world.coach, noted_at=clock.now(),
            )  # fmt: skip

    def test_are_noted_as_done_once(self, world):
        row = measured(world, received(world, "avvikelse"))
        told = (row.measures.get(), world.coach, clock.today(), "Klart.")
        handling.note_done(*told, by=world.chef)
        with refused("done"):
            handling.note_done(*told, by=world.chef)

    def test_of_another_report_are_not_there(self, world):
        row = measured(world, received(world))
        other = received(world)
        address = reverse("deviation_measure_done", args=[other.number, row.measures.get().pk])
        assert get(world.chef, address).status_code == 404


class TestThePersonConcerned:
    def test_is_told_or_it_is_said_why_not(self, world):
        row = received(world)
        handling.note_informed(row, None, "Går inte att nå.", by=world.chef)
        assert "Inte informerad" in text_of(get(world.chef, row.get_absolute_url()))
        handling.note_informed(row, clock.today(), "Ringde.", by=world.chef)
        assert fresh(row).informed.told_on == clock.today()

    def test_on_a_day_that_has_been(self, world):
        with refused("day"):
            handling.note_informed(
                received(world), clock.today() + timedelta(days=1), "Sen.", by=world.chef
            )


class TestTheJournal:
    def test_gets_the_event_only_when_somebody_chooses_it(self, world):
        case = world.started()
        before = case.journal.count()
        row = measured(world, received(world, "avvikelse", case=case))
        handling.note_informed(row, clock.today(), "Ringde.", by=world.chef)
        assert case.journal.count() == before
        told = NoteText(clock.today(), "Brev till fel adress", "Personen har fått ett nytt brev.")
        handling.note_in_journal(row, told, by=world.chef)
        entry = case.journal.latest("pk")
        assert (entry.title, entry.author) == ("Brev till fel adress", world.chef)
        assert row.number not in entry.title + entry.text
        closed(world, row)
        assert case.journal.count() == before + 1

    def test_only_of_the_linked_case_and_by_who_sees_it(self, world):
        told = NoteText(clock.today(), "Brev", "Nytt brev.")
        with refused("no_case"):
            handling.note_in_journal(received(world), told, by=world.chef)
        row = received(world, case=world.started(protection="sekretessmarkering"))
        with refused("case"):
            handling.note_in_journal(row, told, by=world.forvaltningschef)

    def test_postgresql_knows_of_no_other_journal(self, world):
        row = received(world, case=world.started())
        other = world.started("200102152392")
        entry = JournalEntry.objects.filter(case=other).first()
        with refused_by_database("Anteckningen hör till ett annat ärende."):
            row.journal_notes.create(entry=entry, noted_by=world.chef, noted_at=clock.now())


class TestBadInput:
    @pytest.mark.parametrize(
        ("step", "told", "sentence"),
        [
            ("atgard", {"text": "Rutin", "due_on": "2026-02-30"}, "finns inte i kalendern"),
            ("svara", {"text": "Hej", "how": "x", "answered_on": "igår"}, "Ange"),
            ("utse", {"user": "999999"}, "Välj"),
            ("informera", {"note": "Ringde\x00 upp."}, "osynligt tecken"),
        ],
    )
    def test_is_told_in_a_sentence_and_nothing_is_lost(self, world, step, told, sentence):
        row = received(world, "klagomal")
        response = post(world.chef, url(row, step), **told)
        assert response.status_code == 422 and sentence in text_of(response)
