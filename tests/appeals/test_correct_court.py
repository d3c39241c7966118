"""What was noted wrong from a court is put right in its place; the old stays, struck, with why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from appeals import correcting, judging
from appeals.court_rules import EventData, JudgmentData
from appeals.mal import Mal, mal_of
from appeals.models import CourtState, Judgment
from appeals.standing import Stage, stage_of
from cases.models import JournalEntry
from tests.appeals.court import (
    CAME,
    JUDGED,
    NUMBERED,
    RULING,
    at_court,
    judged,
    noted,
    seen,
    taken_on,
)
from tests.cases.helpers import get, on, post, refused, refused_by_database, sql, text_of

pytestmark = pytest.mark.usefixtures("empowered")
WHY = "Vi skrev av fel rad i domen."
NEXT = CAME + timedelta(days=1)
AFTER = CAME + timedelta(days=5)


def corrected(world, old, *, day=NEXT, why=WHY, by=None, **told):
    """The judgment registered anew, as a refusal unless told."""
    values = {"outcome": "avslag", "judged_on": JUDGED, "arrived_on": CAME, "text": RULING} | told
    with on(day):
        return correcting.correct_judgment(
            old, JudgmentData(**values), why, by=by or world.registrator
        )


def put_right(world, old, kind="malnummer", *, day=NEXT, event_on=NUMBERED, why=WHY, **told):
    """The note of something that came, noted anew."""
    with on(day):
        data = EventData(kind, event_on, **told)
        return correcting.correct_event(old, data, why, by=world.registrator)


def struck(world, old, *, day=NEXT, why=WHY):
    with on(day):
        return correcting.strike(old, why, by=world.registrator)


def state(appeal, day=NEXT, way="besvar"):
    return seen(appeal, day).court_state(way)


class TestAJudgment:
    def test_registered_wrong_is_followed_as_it_was_put_right(self, world):
        appeal = at_court(world)
        old = judged(world, appeal, "bifall")
        assert state(appeal) == CourtState.EXECUTE
        new = corrected(world, old)
        assert state(appeal) == CourtState.JUDGED and new.replaces == old and new.reason == WHY
        assert Mal(seen(appeal, NEXT), "besvar").judgments == [new]

    def test_put_right_says_so_in_the_journal_with_the_reason(self, world):
        appeal = at_court(world)
        corrected(world, judged(world, appeal))
        entry = JournalEntry.objects.get(title__startswith="Rättad dom")
        assert entry.title.endswith("avslag") and WHY in entry.text and RULING in entry.text

    def test_put_right_as_sent_back_is_taken_up_at_once(self, world):
        appeal = at_court(world)
        new = corrected(world, judged(world, appeal, "avslag"), outcome="aterforvisat", day=CAME)
        assert Judgment.objects.get(pk=new.pk).remission.application.remitted

    def test_put_right_twice_keeps_its_place(self, world):
        appeal = at_court(world)
        old = judged(world, appeal)
        first = corrected(world, old)
        second = corrected(world, first, outcome="bifall", day=AFTER)
        assert second.placed_at == first.placed_at == old.noted_at
        assert state(appeal, AFTER) == CourtState.EXECUTE
        with refused("corrected"):
            corrected(world, old, day=AFTER)

    def test_that_belongs_elsewhere_is_struck_with_nothing_in_its_place(self, world):
        appeal = at_court(world)
        struck(world, judged(world, appeal))
        assert state(appeal) == CourtState.AT_COURT
        assert stage_of(seen(appeal, NEXT)) == Stage.AT_COURT
        judged(world, appeal, "avslag", day=AFTER)
        assert state(appeal, AFTER) == CourtState.JUDGED

    def test_is_put_right_only_for_a_reason_and_as_lawfully_as_it_is_noted(self, world):
        old = judged(world, at_court(world))
        with refused("reason", "outcome"):
            corrected(world, old, why=" ", outcome="upphavt")

    def test_is_not_put_right_by_another_unit(self, world):
        old = judged(world, at_court(world))
        with refused("writer"):
            corrected(world, old, by=world.chef_city)

    def test_that_was_executed_stands_and_it_is_said_why(self, world):
        old = judged(world, at_court(world))
        with on(CAME):
            judging.execute(old, CAME, "Stödet började.", by=world.coach)
        old = Judgment.objects.get()
        with refused("executed"):
            corrected(world, old)
        with refused("executed"):
            struck(world, old)

    def test_that_was_taken_up_again_stands(self, world):
        old = judged(world, at_court(world), "aterforvisat")
        with refused("reopened"):
            corrected(world, Judgment.objects.get(pk=old.pk))

    def test_that_was_appealed_waits_for_that_note_to_be_struck(self, world):
        appeal = at_court(world)
        old = judged(world, appeal, "avslag")
        gone = taken_on(world, appeal)
        with refused("appealed"):
            corrected(world, old, outcome="bifall")
        struck(world, gone)
        corrected(world, old, outcome="bifall", day=AFTER)
        assert state(appeal, AFTER) == CourtState.EXECUTE

    def test_under_a_later_one_waits_for_that(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        taken_on(world, appeal)
        back = judged(world, appeal, "aterforvisat_ratten", instance="kammarratten", day=NEXT)
        judged(world, appeal, "avslag", day=AFTER)
        with refused("later"):
            corrected(world, back, day=AFTER, instance="kammarratten", outcome="avslag")


class TestAnEvent:
    def test_put_right_is_the_one_that_counts(self, world):
        appeal = at_court(world)
        old = noted(world, appeal, "malnummer", case_number="4711-25")
        put_right(world, old, case_number="4711-26")
        (mal,) = mal_of(seen(appeal, NEXT))
        assert mal.numbers == [("Förvaltningsrätten", "4711-26")]

    def test_keeps_its_place_among_the_others(self, world):
        appeal = at_court(world)
        stay = noted(world, appeal, "inhibition_beviljad")
        noted(world, appeal, "inhibition_upphavd", NUMBERED + timedelta(days=1))
        put_right(world, stay, "inhibition_beviljad", event_on=NUMBERED - timedelta(days=1))
        (mal,) = mal_of(seen(appeal, NEXT))
        assert not mal.is_stayed

    def test_asked_for_by_mistake_no_longer_waits_for_an_answer(self, world):
        appeal = at_court(world)
        old = noted(world, appeal, "forelaggande", reply_by=CAME)
        assert state(appeal) == CourtState.ANSWER
        struck(world, old)
        assert state(appeal) == CourtState.AT_COURT and not mal_of(seen(appeal, NEXT))[0].orders

    def test_that_the_judgment_was_appealed_can_be_put_right_under_what_came_of_it(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        old = taken_on(world, appeal)
        judged(world, appeal, "bifall", instance="kammarratten", day=NEXT)
        told = {"instance": "kammarratten", "by": "namnd", "event_on": CAME, "day": AFTER}
        new = put_right(world, old, "overklagat", **told)
        assert new.judgment == old.judgment and new.by == "namnd"
        assert state(appeal, AFTER) == CourtState.EXECUTE

    def test_that_what_came_from_a_higher_court_rests_on_is_not_struck(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        old = taken_on(world, appeal)
        number = noted(
            world, appeal, "malnummer", NEXT, instance="kammarratten", case_number="1-26"
        )
        with refused("rests"):
            struck(world, old, day=AFTER)
        with refused("rests"):
            put_right(world, old, case_number="2-26", event_on=CAME, day=AFTER)
        struck(world, number, day=AFTER)
        struck(world, old, day=AFTER)
        assert state(appeal, CAME) == CourtState.JUDGED

    def test_that_it_was_struck_can_be_noted_again(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        struck(world, taken_on(world, appeal))
        taken_on(world, appeal, AFTER)
        assert state(appeal, AFTER) == CourtState.AT_COURT

    def test_moved_to_nothing_that_the_rules_of_noting_refuse(self, world):
        old = noted(world, at_court(world), "malnummer", case_number="4711-26")
        with refused("case_number", "event_on"):
            put_right(world, old, event_on=AFTER + timedelta(days=9))


class TestTheDatabase:
    def again(self, table, old, **changed):
        """The old row inserted anew in its own place, with this changed."""
        names = [f.column for f in old._meta.concrete_fields if not f.primary_key]
        row = {f.column: getattr(old, f.attname) for f in old._meta.concrete_fields}
        row |= {"replaces_id": old.pk, "placed_at": old.noted_at, "reason": WHY} | changed
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join(["%s"] * len(names))
        sql(
            f"INSERT INTO appeals_{table} ({columns}) VALUES ({marks})",
            *(row[name] for name in names),
        )

    def test_takes_what_is_right_and_once(self, world):
        appeal = at_court(world)
        self.again("judgment", judged(world, appeal))
        event = noted(world, appeal, "malnummer", CAME, case_number="4711-26")
        self.again("courtevent", event)
        with refused_by_database("replaces"):
            self.again("courtevent", event)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"reason": " "}, "corrected_for_a_reason"),
            ({"placed_at": None}, "redan struket"),
            ({"replaces_id": None, "placed_at": None, "strikes": True}, "for_a_reason"),
        ],
    )
    def test_wants_a_reason_and_the_same_place(self, world, changed, words):
        appeal = at_court(world)
        event = noted(world, appeal, "malnummer", case_number="4711-26")
        with refused_by_database(words):
            self.again("courtevent", event, **changed)

    def test_refuses_another_appeals_and_what_is_struck(self, world):
        event = noted(world, at_court(world), "malnummer", case_number="4711-26")
        gone = struck(world, event)
        with refused_by_database("redan struket"):
            self.again("courtevent", gone, placed_at=gone.placed_at)

    def test_keeps_a_judgment_that_was_executed(self, world):
        old = judged(world, at_court(world))
        with on(CAME):
            judging.execute(old, CAME, "Stödet började.", by=world.coach)
        with refused_by_database("redan verkställd"):
            self.again("judgment", old, outcome="avslag")

    def test_keeps_a_judgment_that_was_taken_up_or_appealed(self, world):
        appeal = at_court(world)
        old = judged(world, appeal, "avslag")
        taken_on(world, appeal)
        with refused_by_database("bygger på domen"):
            self.again("judgment", old)

    def test_keeps_a_judgment_that_is_investigated_anew(self, world):
        old = judged(world, at_court(world), "aterforvisat")
        with refused_by_database("utreds redan på nytt"):
            self.again("judgment", old, outcome="avslag")

    def test_keeps_that_a_judgment_was_appealed_where_a_court_has_answered(self, world):
        appeal = at_court(world)
        judged(world, appeal, "avslag")
        old = taken_on(world, appeal)
        noted(world, appeal, "malnummer", NEXT, instance="kammarratten", case_number="1-26")
        with refused_by_database("bygger på anteckningen"):
            self.again("courtevent", old, strikes=True)

    def test_executes_and_takes_up_nothing_that_was_struck(self, world):
        appeal = at_court(world)
        old = judged(world, appeal)
        corrected(world, old, outcome="bifall")
        with refused_by_database("En senare dom gäller i stället"):
            sql(
                "INSERT INTO appeals_judgmentexecution (judgment_id, done_on, how, noted_by_id,"
                " noted_at) VALUES (%s, %s, 'Klart.', %s, %s)",
                old.pk, CAME, world.coach.pk, Judgment.objects.last().noted_at,
            )  # fmt: skip


class TestThePages:
    def test_show_the_old_struck_with_the_reason_and_the_new(self, world):
        appeal = at_court(world)
        old = noted(world, appeal, "malnummer", case_number="4711-25")
        way = reverse("correct_court_event", args=[appeal.case.slug, appeal.pk, old.pk])
        with on(NEXT):
            assert way in get(world.registrator, appeal.get_absolute_url()).content.decode()
            assert "4711-25" in get(world.registrator, way).content.decode()
            told = {
                "instance": "forvaltningsratten", "kind": "malnummer", "case_number": "4711-26",
                "event_on": NUMBERED.isoformat(), "reason": WHY,
            }  # fmt: skip
            assert post(world.registrator, way, do="correct", **told).status_code == 302
            page = get(world.registrator, appeal.get_absolute_url()).content.decode()
            assert post(world.registrator, way, do="correct", **told).status_code == 409
        assert "<del>Mål 4711-25.</del>" in page and WHY in page and "mål 4711-26" in page
        assert way not in page

    def test_put_a_judgment_right_and_strike_it(self, world):
        appeal = at_court(world)
        old = judged(world, appeal)
        told = {
            "instance": "forvaltningsratten", "outcome": "avslag", "text": RULING,
            "judged_on": JUDGED.isoformat(), "arrived_on": CAME.isoformat(),
        }  # fmt: skip

        def way(row):
            return reverse("correct_judgment", args=[appeal.case.slug, appeal.pk, row.pk])

        with on(NEXT):
            assert post(world.registrator, way(old), do="correct", **told).status_code == 422
            told["reason"] = WHY
            assert post(world.registrator, way(old), do="correct", **told).status_code == 302
            new = Judgment.objects.get(replaces=old)
            assert post(world.registrator, way(new), do="strike", **told).status_code == 302
            page = text_of(get(world.registrator, appeal.get_absolute_url()))
        assert page.count("Struket av") == 1 and page.count("Rättat av") == 1

    def test_are_not_offered_or_open_to_those_who_note_nothing(self, world):
        appeal = at_court(world)
        old = noted(world, appeal, "malnummer", case_number="4711-26")
        way = reverse("correct_court_event", args=[appeal.case.slug, appeal.pk, old.pk])
        assert get(world.chef_city, way).status_code == 404
        nothing = reverse("correct_judgment", args=[appeal.case.slug, appeal.pk, old.pk])
        assert get(world.registrator, nothing).status_code == 404
