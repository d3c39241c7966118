"""At the court: mål nr, orders to answer, inhibition, the way on to kammarrätten. FL 46 §."""

from datetime import timedelta

import pytest
from django.urls import reverse

from appeals import judging, transferring
from appeals.court_rules import EventData
from appeals.mal import mal_of
from appeals.models import Appeal, CourtEvent
from appeals.standing import Stage, next_step, pace_of, stage_of
from cases.conflicts import declare
from tests.appeals.court import (
    NUMBERED,
    at_court,
    forward,
    forwarded,
    noted,
    seen,
)
from tests.appeals.helpers import LAST, appealed, fresh, let_on, out, refusal, send
from tests.cases.helpers import get, on, post, refused, refused_by_database, sql, text_of
from tests.cases.jav import KIN

REPLY_BY = NUMBERED + timedelta(days=14)
STATED = "Vi vidhåller beslutet. Det nya intyget ändrar inte bedömningen."


def url(appeal, name="note_from_court"):
    return reverse(name, args=[appeal.case.slug, appeal.pk])


class TestTheNumber:
    def test_is_noted_and_shown_with_its_court(self, world):
        appeal = at_court(world)
        noted(world, appeal, "malnummer", case_number=" 4711-26 ")
        assert mal_of(fresh(appeal))[0].numbers == [("Förvaltningsrätten", "4711-26")]
        assert "Förvaltningsrätten: mål 4711-26" in text_of(
            get(world.coach, appeal.get_absolute_url())
        )

    def test_is_told_in_the_journal(self, world):
        appeal = at_court(world)
        noted(world, appeal, "malnummer", case_number="4711-26")
        line = appeal.case.journal.latest("pk")
        assert line.title == "Förvaltningsrätten, AMF 2026/412: målnummer"
        assert line.text == "Mål 4711-26." and line.event_on == NUMBERED

    def test_the_latest_number_counts(self, world):
        appeal = at_court(world)
        noted(world, appeal, "malnummer", case_number="4711-26")
        noted(world, appeal, "malnummer", case_number="4712-26")
        assert mal_of(fresh(appeal))[0].number == "4712-26"


class TestAnOrderToAnswer:
    @pytest.fixture
    def ordered(self, world):
        appeal = at_court(world)
        noted(world, appeal, "forelaggande", reply_by=REPLY_BY)
        return appeal

    def test_is_the_next_thing_to_do_with_its_last_day(self, world, ordered):
        appeal = seen(ordered, NUMBERED)
        assert stage_of(appeal) == Stage.ANSWER
        step = next_step(appeal, world.chef)
        assert (step.label, step.mine) == ("Skriv yttrande", True)
        with on(NUMBERED):
            assert list(Appeal.objects.waiting()) == [ordered]
            assert pace_of(appeal).due_on == REPLY_BY
            page = text_of(get(world.chef, ordered.get_absolute_url()))
        assert "Rätten vill ha yttrande senast måndag 27 april 2026." in page

    def test_is_red_past_its_last_day(self, ordered):
        for days, level in ((0, ""), (1, "danger")):
            day = REPLY_BY + timedelta(days)
            assert pace_of(seen(ordered, day), day).level == level

    def test_is_shown_late_on_the_page(self, world, ordered):
        with on(REPLY_BY + timedelta(days=1)):
            assert "Svarstiden har gått" in text_of(get(world.chef, ordered.get_absolute_url()))

    def test_is_answered_by_a_yttrande_once_that_is_sent(self, world, ordered):
        with on(NUMBERED):
            transferring.state(ordered, STATED, by=world.chef)
            assert stage_of(fresh(ordered)) == Stage.SEND_MORE
            appeal = fresh(ordered)
            send(transferring.send_more, appeal, out("efterat", NUMBERED), by=world.registrator)
            appeal = fresh(ordered)
            assert stage_of(appeal) == Stage.AT_COURT
            assert mal_of(appeal)[0].orders[0].answered_on == NUMBERED
            assert not Appeal.objects.waiting().exists()

    @pytest.mark.parametrize("told", [{}, {"reply_by": NUMBERED - timedelta(days=1)}])
    def test_has_a_last_day_after_it(self, world, told):
        with refused("reply_by"):
            noted(world, at_court(world), "forelaggande", **told)


class TestInhibition:
    def test_is_asked_for_granted_and_lifted(self, world):
        appeal = at_court(world)
        for kind, stayed in (
            ("inhibition_begard", False),
            ("inhibition_beviljad", True),
            ("inhibition_upphavd", False),
            ("inhibition_avslagen", False),
        ):
            noted(world, appeal, kind)
            assert mal_of(fresh(appeal))[0].is_stayed == stayed

    def test_is_not_lifted_where_none_is_granted(self, world):
        with refused("not_stayed"):
            noted(world, at_court(world), "inhibition_upphavd")


class TestWhatIsWrong:
    def test_nothing_is_noted_before_the_court_has_it(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        with refused("not_sent") as rules:
            noted(world, appeal, "malnummer", case_number="1-26")
        assert "Lämna över det först, eller registrera domen som handling." in rules[0].sentence

    @pytest.mark.parametrize(
        ("kind", "told", "code"),
        [
            ("", {}, "kind"),
            ("malnummer", {"case_number": " "}, "case_number"),
            ("malnummer", {"case_number": "1", "instance": "tingsratten"}, "instance"),
            ("malnummer", {"case_number": "1", "way": "laglighet"}, "way"),
            ("malnummer", {"case_number": "1", "way": ""}, "way"),
        ],
    )
    def test_is_told(self, world, kind, told, code):
        with refused(code):
            noted(world, at_court(world), kind, **told)

    @pytest.mark.parametrize("days", [-1, 7])
    def test_days_are_from_the_handover_to_today(self, world, days):
        appeal = at_court(world)
        data = EventData("malnummer", LAST + timedelta(days), case_number="1-26")
        with on(NUMBERED), refused("event_on"):
            judging.note_event(appeal, data, by=world.registrator)

    def test_only_the_unit_and_the_registrator_note(self, world):
        appeal = at_court(world)
        for user in (world.coach, world.chef, world.registrator):
            assert noted(world, appeal, "malnummer", case_number="1-26", by=user)
        with refused("writer"):
            noted(world, appeal, "malnummer", case_number="1-26", by=world.chef_city)

    def test_the_paper_is_a_courts_own_in_the_case(self, world):
        appeal = at_court(world)
        with on(NUMBERED):
            other = world.document(appeal.case, b"Ett intyg.", by=world.registrator)
        with refused("document"):
            noted(world, appeal, "malnummer", case_number="1-26", document=other)


class TestBothWays:
    """Who appeals both has two mål."""

    @pytest.fixture
    def both(self, world):
        return forward(world, appealed(world, refusal(world), concerns="bada"))

    def test_what_is_forwarded_may_have_a_number_before_the_other_is_handed_over(self, world, both):
        noted(world, both, "malnummer", case_number="9-26", way="laglighet")
        with refused("way"):
            noted(world, both, "malnummer", case_number="9-26", way="besvar")
        assert stage_of(seen(both, NUMBERED)) == Stage.TRY

    def test_the_form_asks_which_only_where_there_are_two(self, world, both):
        assert 'name="way"' not in text_of(get(world.chef, url(both)))


class TestTheDatabase:
    COLUMNS = (
        "(appeal_id, way, instance, kind, event_on, case_number, text, by, noted_by_id, noted_at)"
    )

    def insert(self, appeal, user, **changed):
        told = {
            "way": "besvar", "instance": "forvaltningsratten", "kind": "malnummer",
            "event_on": NUMBERED, "number": "1-26", "by": "", "at": NUMBERED,
        } | changed  # fmt: skip
        sql(
            f"INSERT INTO appeals_courtevent {self.COLUMNS}"
            " VALUES (%s, %s, %s, %s, %s, %s, '', %s, %s, %s)",
            appeal.pk, told["way"], told["instance"], told["kind"], told["event_on"],
            told["number"], told["by"], user.pk, told["at"],
        )  # fmt: skip

    def test_takes_what_is_right(self, world):
        self.insert(at_court(world), world.registrator)
        assert CourtEvent.objects.get().case_number == "1-26"

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"way": "laglighet"}, "inte överlämnat till rätten"),
            ({"event_on": LAST - timedelta(days=1)}, "innan rätten fick överklagandet"),
            ({"event_on": NUMBERED + timedelta(days=1)}, "innan rätten fick överklagandet"),
            ({"instance": "kammarratten"}, "inte överklagat till den domstolen"),
            ({"kind": "overklagat", "instance": "kammarratten"}, "Bara den senaste domen"),
            ({"kind": "inhibition_upphavd", "number": ""}, "ingen inhibition att upphäva"),
            ({"number": ""}, "court_event_has_what_its_kind_has"),
            ({"kind": "forelaggande", "number": ""}, "court_event_has_what_its_kind_has"),
            ({"kind": "pt_nekat", "number": ""}, "leave_is_of_a_higher_court"),
            ({"kind": "annat", "number": ""}, "court_event_is_of_a_known_kind"),
        ],
    )
    def test_refuses_the_rest(self, world, changed, words):
        appeal = at_court(world)
        with refused_by_database(words):
            self.insert(appeal, world.registrator, **changed)

    def test_refuses_what_another_unit_notes(self, world):
        appeal = at_court(world)
        with refused_by_database("Bara enheten och registratorn antecknar"):
            self.insert(appeal, world.chef_city)

    def test_never_changes_what_was_noted(self, world):
        noted(world, at_court(world), "malnummer", case_number="1-26")
        with refused_by_database():
            sql("UPDATE appeals_courtevent SET case_number = '2-26'")
        with refused_by_database():
            sql("DELETE FROM appeals_courtevent")


class TestThePage:
    def test_notes(self, world):
        appeal = at_court(world)
        told = {
            "kind": "malnummer", "instance": "forvaltningsratten", "event_on": LAST.isoformat(),
            "case_number": "4711-26",
        }  # fmt: skip
        assert "Anteckna från rätten" in text_of(get(world.registrator, appeal.get_absolute_url()))
        assert post(world.registrator, url(appeal), do="note", **told).status_code == 302
        assert CourtEvent.objects.get().case_number == "4711-26"

    def test_says_what_is_missing_and_keeps_what_was_written(self, world):
        appeal = at_court(world)
        told = {"kind": "forelaggande", "instance": "forvaltningsratten", "text": "Om intyget."}
        response = post(
            world.registrator, url(appeal), do="note", event_on=LAST.isoformat(), **told
        )
        assert response.status_code == 422
        assert "Ange när rätten senast vill ha ert yttrande." in text_of(response)
        assert "Om intyget." in text_of(response)

    def test_is_not_there_for_others(self, world):
        appeal = at_court(world)
        assert get(world.chef_city, url(appeal)).status_code == 404

    def test_a_post_is_refused_before_the_court_has_it(self, world):
        appeal = appealed(world, refusal(world))
        page = text_of(get(world.registrator, appeal.get_absolute_url()))
        assert "Hos rätten" not in page and "Anteckna från rätten" not in page
        assert post(world.registrator, url(appeal), do="note").status_code == 409

    def test_a_forwarded_one_has_its_panel_too(self, world):
        appeal = forwarded(world)
        assert "Inget har kommit från rätten än." in text_of(
            get(world.chef, appeal.get_absolute_url())
        )


def test_who_is_javig_notes_nothing(world):
    appeal = at_court(world)
    declare(appeal.case, world.colleague, KIN, by=world.colleague)
    with refused("barred"):
        noted(world, appeal, "malnummer", case_number="1-26", by=world.colleague)
