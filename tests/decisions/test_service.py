"""Delfående: the day the person got part of the decision, and the time to appeal from it.

FL 33 and 44 §§, delgivningslag (2010:1932), lag (1930:173). G6 and G7 of users.md.
"""

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.conflicts import declare
from cases.models import Document, Status
from decisions import serving
from decisions.models import ControlMessage, Dispatch, Service, Undelivered, governing
from decisions.service_rules import Received, appeal_until, control_day
from jobbtorg import clock
from jobbtorg.deadlines import is_working_day
from tests.cases.helpers import get, on, refused, refused_by_database, signed_in, sql, text_of

DECIDED = date(2026, 3, 2)
DESK = "Hämtade brevet i receptionen och skrev under."


@pytest.fixture
def decision(world):
    """The right refused on 2 March 2026, the may-insats granted; not yet sent."""
    with on(DECIDED):
        return world.decided()


@pytest.fixture
def refusal(world):
    """All refused on 2 March 2026; not yet sent."""
    with on(DECIDED):
        return world.decided(may="avslag")


def sent(world, decision, how="brev", day=DECIDED, **told):
    with on(day):
        return serving.dispatch(decision, how, day, by=world.registrator, **told)


def served(world, decision, day, evidence="overlamnat", note=DESK, **told):
    with on(day):
        return serving.note_service(
            decision, Received(evidence, day, note), by=world.registrator, **told
        )


def url(decision, rest=""):
    return f"{decision.application.case.get_absolute_url()}beslutet/{rest}"


class TestTheTimeToAppeal:
    @pytest.mark.parametrize(
        ("received", "last"),
        [
            (date(2026, 3, 13), date(2026, 4, 7)),
            (date(2026, 5, 29), date(2026, 6, 22)),
            (date(2026, 12, 3), date(2026, 12, 28)),
            (date(2026, 12, 15), date(2027, 1, 5)),
        ],
    )
    def test_is_three_weeks_from_the_day_on_the_swedish_calendar(
        self, world, refusal, received, last
    ):
        sent(world, refusal)
        served(world, refusal, received)
        assert appeal_until(refusal) == last
        html = text_of(get(world.registrator, url(refusal)))
        assert "Sista dag att överklaga:" in html

    def test_says_the_day_in_words(self, world, refusal):
        sent(world, refusal)
        served(world, refusal, date(2026, 3, 13))
        html = text_of(get(world.registrator, url(refusal)))
        assert "Sista dag att överklaga: tisdag 7 april 2026" in html

    def test_does_not_run_while_the_day_is_unknown(self, world, decision):
        sent(world, decision)
        assert appeal_until(decision) is None
        html = text_of(get(world.registrator, url(decision)))
        assert "Okänt." in html and "räknas ett överklagande som inkommet i rätt tid" in html

    def test_is_none_where_the_right_gives_all(self, world):
        with on(DECIDED):
            whole = world.decided(right="bifall", may="")
        sent(world, whole)
        served(world, whole, date(2026, 3, 13))
        assert appeal_until(whole) is None

    @pytest.mark.parametrize(
        ("today", "told"),
        [
            (date(2026, 4, 7), "Överklagande t.o.m. tisdag 7 april 2026"),
            (date(2026, 4, 8), "Laga kraft onsdag 8 april 2026"),
        ],
    )
    def test_ends_in_laga_kraft_the_day_after_the_last(self, world, refusal, today, told):
        sent(world, refusal)
        assert "Delfåendet är okänt." in text_of(get(world.registrator, url(refusal)))
        served(world, refusal, date(2026, 3, 13))
        with on(today):
            assert told in text_of(get(world.registrator, url(refusal)))

    def test_is_counted_from_a_receipt_before_any_other_evidence(self, world, refusal):
        sent(world, refusal)
        served(world, refusal, date(2026, 3, 20), "egen_uppgift", "Ringde och sa det.")
        assert appeal_until(refusal) == date(2026, 4, 10)
        served(world, refusal, date(2026, 3, 13))
        with on(date(2026, 3, 24)):
            received = Received("kvitto", date(2026, 3, 12))
            receipt = (BytesIO(b"Kvitto 12 mars."), "kvitto.txt")
            serving.note_service(refusal, received, by=world.registrator, receipt=receipt)
        assert appeal_until(refusal) == date(2026, 4, 2)

    def test_follows_the_row_that_puts_another_right(self, world, refusal):
        sent(world, refusal)
        wrong = served(world, refusal, date(2026, 3, 20))
        with on(date(2026, 3, 23)):
            right = Received("overlamnat", date(2026, 3, 13), DESK)
            serving.note_service(refusal, right, by=world.registrator, replaces=wrong)
        assert governing(list(refusal.services.all())).received_on == date(2026, 3, 13)
        with on(date(2026, 3, 23)), refused("replaced"):
            serving.note_service(refusal, right, by=world.registrator, replaces=wrong)


class TestTheEvidence:
    @pytest.mark.parametrize("evidence", ["overlamnat", "muntlig", "egen_uppgift"])
    def test_is_told_in_words_or_by_a_paper(self, world, refusal, evidence):
        sent(world, refusal)
        with on(date(2026, 3, 5)), refused("note"):
            received = Received(evidence, date(2026, 3, 5), " ")
            serving.note_service(refusal, received, by=world.registrator)

    def test_of_a_receipt_is_the_signed_paper_which_becomes_a_document(self, world, refusal):
        sent(world, refusal, "brev_mottagningsbevis")
        day = date(2026, 3, 5)
        with on(day):
            with refused("document"):
                serving.note_service(refusal, Received("kvitto", day), by=world.registrator)
            assert not Document.objects.exists()
            row = serving.note_service(
                refusal,
                Received("kvitto", day),
                by=world.registrator,
                receipt=(BytesIO(b"Underskrivet."), "kvitto.txt"),
            )
        assert row.document.type.code == "delgivningskvitto"
        assert row.document.received_on == day

    def test_is_not_a_day_before_the_decision_or_the_letter_nor_one_to_come(self, world, refusal):
        sent(world, refusal, day=date(2026, 3, 4))
        with on(date(2026, 3, 5)):
            for day in (date(2026, 3, 1), date(2026, 3, 6)):
                with refused("received_on"):
                    told = Received("overlamnat", day, DESK)
                    serving.note_service(refusal, told, by=world.registrator)
            with refused("received_on"):
                told = Received("digitalt_kvitto", date(2026, 3, 3), "Kvittens i brevlådan.")
                serving.note_service(refusal, told, by=world.registrator)

    def test_comes_after_the_letter_was_sent_unless_it_is_handed_over(self, world, refusal):
        with on(date(2026, 3, 5)):
            with refused("not_sent"):
                told = Received("egen_uppgift", date(2026, 3, 5), "Ringde.")
                serving.note_service(refusal, told, by=world.registrator)
            told = Received("overlamnat", date(2026, 3, 5), DESK)
            serving.note_service(refusal, told, by=world.registrator)
        assert refusal.letter.dispatches.get().how == "overlamnat"
        refusal.application.case.refresh_from_db()
        assert refusal.application.case.status == Status.AVSLUTAD

    @pytest.mark.parametrize("who", ["coach_city", "granskare", "delegationsadmin"])
    def test_is_noted_by_the_unit_and_the_registrator_alone(self, world, refusal, who):
        sent(world, refusal)
        told = Received("overlamnat", date(2026, 3, 5), DESK)
        with on(date(2026, 3, 5)), refused("sender"):
            serving.note_service(refusal, told, by=getattr(world, who))

    def test_is_not_noted_by_who_is_javig(self, world, refusal):
        sent(world, refusal)
        with on(DECIDED):
            declare(refusal.application.case, world.coach, "part_eller_narstaende", by=world.coach)
        told = Received("overlamnat", date(2026, 3, 5), DESK)
        with on(date(2026, 3, 5)), refused("barred"):
            serving.note_service(refusal, told, by=world.coach)


class TestSimplifiedService:
    TOLD = {"informed_on": date(2026, 2, 27)}

    def test_is_done_two_weeks_after_the_letter_when_the_control_message_was_sent(
        self, world, refusal
    ):
        row = self.simplified(world, refusal, date(2026, 12, 1))
        assert control_day(row) == date(2026, 12, 2)
        with on(date(2026, 12, 2)):
            service = serving.note_control(row, date(2026, 12, 2), by=world.registrator)
        assert service.received_on == date(2026, 12, 15)
        assert appeal_until(refusal) == date(2027, 1, 5)

    def simplified(self, world, decision, day):
        with on(day):
            return serving.dispatch(
                decision, "forenklad", day, decision.decided_on, by=world.registrator
            )

    def test_asks_that_the_person_was_told_of_it(self, world, refusal):
        for informed in (None, date(2026, 3, 1), date(2026, 3, 4)):
            with on(date(2026, 3, 3)), refused("informed_on"):
                serving.dispatch(
                    refusal, "forenklad", date(2026, 3, 3), informed, by=world.registrator
                )

    def test_is_void_when_the_control_message_comes_another_day(self, world, refusal):
        row = self.simplified(world, refusal, date(2026, 3, 6))  # a Friday
        with on(date(2026, 3, 10)):
            for day in (date(2026, 3, 7), date(2026, 3, 10), date(2026, 3, 11)):
                with refused("control_on"):
                    serving.note_control(row, day, by=world.registrator)
            serving.note_control(row, date(2026, 3, 9), by=world.registrator)
            with refused("noted"):
                serving.note_control(row, date(2026, 3, 9), by=world.registrator)

    def test_is_void_when_the_letter_comes_back_and_it_is_sent_anew(self, world, refusal):
        row = self.simplified(world, refusal, date(2026, 3, 6))
        with on(date(2026, 3, 9)):
            serving.note_control(row, date(2026, 3, 9), by=world.registrator)
        with on(date(2026, 3, 12)):
            with refused("sent"):
                serving.dispatch(refusal, "brev", date(2026, 3, 12), by=world.registrator)
            serving.note_undelivered(row, date(2026, 3, 12), "I retur.", by=world.registrator)
            assert appeal_until(refusal) is None
            serving.dispatch(refusal, "brev", date(2026, 3, 12), by=world.registrator)
        assert refusal.letter.dispatches.count() == 2

    def test_is_not_for_who_is_protected(self, world):
        assert world.chef
        with on(DECIDED):
            decision = world.decided(protection="sekretessmarkering")
            for how in ("brev", "forenklad", "digital_post"):
                informed = DECIDED if how == "forenklad" else None
                with refused("protected"):
                    serving.dispatch(decision, how, DECIDED, informed, by=world.coach)

    @given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
    def test_its_control_message_is_sent_on_the_first_working_day_after(self, day):
        found = control_day(Dispatch(sent_on=day))
        assert is_working_day(found) and found > day
        between = [day + timedelta(days=n) for n in range(1, (found - day).days)]
        assert not any(is_working_day(one) for one in between)


class TestALetterThatDidNotArrive:
    def test_is_noted_once_with_what_happened_from_when_it_was_sent(self, world, refusal):
        row = sent(world, refusal, day=date(2026, 3, 4))
        with on(date(2026, 3, 9)):
            for day, reason, code in (
                (date(2026, 3, 9), " ", "reason"),
                (date(2026, 3, 3), "I retur.", "noticed_on"),
                (date(2026, 3, 10), "I retur.", "noticed_on"),
            ):
                with refused(code):
                    serving.note_undelivered(row, day, reason, by=world.registrator)
            serving.note_undelivered(row, date(2026, 3, 9), "I retur.", by=world.registrator)
            with refused("noted"):
                serving.note_undelivered(row, date(2026, 3, 9), "Igen.", by=world.registrator)

    def test_is_not_sent_anew_before_it_came_back(self, world, refusal):
        row = sent(world, refusal)
        with on(date(2026, 3, 9)):
            serving.note_undelivered(row, date(2026, 3, 9), "I retur.", by=world.registrator)
            with refused("sent_on"):
                serving.dispatch(refusal, "brev", date(2026, 3, 6), by=world.registrator)

    def test_needs_no_control_message_when_it_was_sent_another_way(self, world, refusal):
        row = sent(world, refusal)
        with on(date(2026, 3, 3)), refused("way"):
            serving.note_control(row, date(2026, 3, 3), by=world.registrator)

    def test_is_not_served_by_choosing_simplified_service_by_hand(self, world, refusal):
        sent(world, refusal)
        told = Received("forenklad", date(2026, 3, 5), "Två veckor.")
        with on(date(2026, 3, 5)), refused("simplified"):
            serving.note_service(refusal, told, by=world.registrator)


class TestTheDatabase:
    def test_refuses_a_day_to_come_and_one_before_the_decision(self, world, refusal):
        sent(world, refusal)
        for day in (clock.today() + timedelta(days=1), DECIDED - timedelta(days=1)):
            with refused_by_database("Delfåendedagen ligger"):
                self.write(world, refusal, received_on=day)

    def write(self, world, decision, **told):
        values = {
            "decision": decision,
            "evidence": "overlamnat",
            "note": DESK,
            "received_on": DECIDED,
            "noted_by": world.registrator,
            "noted_at": clock.now(),
        }
        return Service.objects.create(**(values | told))

    def test_refuses_what_lacks_its_evidence(self, world, refusal):
        sent(world, refusal)
        for told in ({"note": " "}, {"evidence": "kvitto"}, {"evidence": "forenklad"}):
            with refused_by_database("service_has_its_evidence"):
                self.write(world, refusal, **told)
        with refused_by_database("service_has_its_evidence"):
            self.write(world, refusal, evidence="kungorelse")

    def test_refuses_simplified_service_without_control_message(self, world, refusal):
        row = sent(world, refusal, "forenklad", informed_on=DECIDED)
        with refused_by_database("kontrollmeddelande"):
            self.write(
                world, refusal, evidence="forenklad", dispatch=row, received_on=row.served_on
            )

    def test_refuses_the_hand_of_others(self, world, refusal):
        sent(world, refusal)
        for user in (world.coach_city, world.granskare):
            with refused_by_database("inte den här personens"):
                self.write(world, refusal, noted_by=user)
        with on(DECIDED):
            declare(refusal.application.case, world.chef, "part_eller_narstaende", by=world.chef)
        with refused_by_database("jävig"):
            self.write(world, refusal, noted_by=world.chef)

    def test_refuses_a_second_letter_while_the_first_stands_and_a_barred_way(self, world, refusal):
        sent(world, refusal)
        values = {
            "letter": refusal.letter,
            "how": "brev",
            "sent_on": DECIDED,
            "recorded_by": world.registrator,
            "recorded_at": clock.now(),
        }
        with refused_by_database("redan skickat"):
            Dispatch.objects.create(**values)
        row = refusal.letter.dispatch
        Undelivered.objects.create(
            dispatch=row, noticed_on=DECIDED, reason="I retur.", noted_by=world.registrator,
            noted_at=clock.now(),
        )  # fmt: skip
        with refused_by_database("lawful_way"):
            Dispatch.objects.create(**(values | {"how": "kungorelse"}))
        with refused_by_database("told_of"):
            Dispatch.objects.create(**(values | {"how": "forenklad"}))
        assert Dispatch.objects.create(**values)

    def test_refuses_a_receipt_of_another_case(self, world, refusal):
        sent(world, refusal)
        with on(DECIDED):
            other = world.document(world.registered("200102152392"))
        with refused_by_database("annat ärende"):
            self.write(world, refusal, evidence="kvitto", document=other)

    def test_changes_nothing_that_stands(self, world, refusal):
        sent(world, refusal)
        self.write(world, refusal)
        for statement in (
            "UPDATE decisions_service SET received_on = '2026-01-01'",
            "DELETE FROM decisions_service",
            "UPDATE decisions_dispatch SET sent_on = '2026-01-01'",
        ):
            with refused_by_database("Cannot"):
                sql(statement)


class TestThePage:
    def test_takes_the_receipt_and_shows_the_last_day(self, world, refusal):
        sent(world, refusal)
        with on(date(2026, 3, 13)):
            client = signed_in(world.registrator)
            paper = BytesIO(b"Underskrivet kvitto.")
            paper.name = "kvitto.txt"
            told = {"received_on": "2026-03-13", "evidence": "kvitto", "document": paper}
            answer = client.post(url(refusal, "delfaende/"), told)
            assert answer.status_code == 302
            html = text_of(client.get(url(refusal)))
        assert "Sista dag att överklaga: tisdag 7 april 2026" in html
        assert ">Delgivningskvitto</a>" in html

    def test_says_what_is_missing_beside_its_field_and_keeps_what_was_written(self, world, refusal):
        sent(world, refusal)
        with on(date(2026, 3, 13)):
            answer = signed_in(world.registrator).post(
                url(refusal, "delfaende/"),
                {"received_on": "2026-03-14", "evidence": "muntlig", "note": ""},
            )
        assert answer.status_code == 422
        html = text_of(answer)
        assert "Ange en dag från 2026-03-02 till i dag." in html
        assert "Skriv hur det gick till" in html
        assert 'value="2026-03-14"' in html

    def test_asks_for_the_control_message_and_then_for_nothing(self, world, refusal):
        row = sent(world, refusal, "forenklad", date(2026, 3, 6), informed_on=DECIDED)
        with on(date(2026, 3, 9)):
            client = signed_in(world.registrator)
            html = text_of(client.get(url(refusal)))
            assert "Skicka kontrollmeddelandet <b>måndag 9 mars 2026</b>" in html
            told = {"control_on": "2026-03-09"}
            client.post(url(refusal, f"kontrollmeddelande/{row.pk}/"), told)
            html = text_of(client.get(url(refusal)))
        assert ControlMessage.objects.exists()
        assert "20 mars 2026: förenklad delgivning" in html

    def test_has_no_buttons_for_who_only_reads(self, world, decision):
        sent(world, decision)
        html = text_of(get(world.coach, url(decision)))
        assert "Registrera delfående" in html
        declare(decision.application.case, world.bitr, "part_eller_narstaende", by=world.bitr)
        assert get(world.bitr, url(decision)).status_code == 404
        for rest in ("delfaende/", f"kom-inte-fram/{decision.letter.dispatch.pk}/"):
            assert signed_in(world.coach_city).post(url(decision, rest)).status_code == 404
