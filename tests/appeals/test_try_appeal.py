"""Rättidsprövning: let on, or turned away by a decision of its own. FL 45 §, G6."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from appeals import transferring, trying
from appeals.models import Trial
from appeals.standing import Stage, stage_of
from cases.models import Case, Status
from decisions import serving
from decisions.models import Decision, Service
from decisions.service_rules import Received
from jobbtorg import clock
from jobbtorg.deadlines import roll
from tests.appeals.helpers import (
    DESK,
    LAST,
    SERVED,
    WHY,
    appealed,
    fresh,
    let_on,
    out,
    refusal,
    scanned,
    send,
)  # fmt: skip
from tests.cases.helpers import (
    as_if_committed,
    get,
    on,
    post,
    refused,
    refused_by_database,
    sql,
    text_of,
)

LATE = LAST + timedelta(days=1)


def late(world):
    """A proven day, and an appeal the day after the last."""
    return appealed(world, refusal(world), LATE)


def url(appeal):
    return reverse("try_appeal", args=[appeal.case.slug, appeal.pk])


class TestInTime:
    def test_is_noted_with_its_ground_its_proof_and_the_chain(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        trial = appeal.trial
        assert (trial.outcome, trial.ground) == ("i_ratt_tid", "kom_i_tid")
        assert (trial.received_on, trial.last_day) == (SERVED, LAST)
        assert trial.decided_by == world.chef and "punkt 5" in trial.chain
        assert stage_of(appeal) == Stage.REVIEW
        as_if_committed()

    def test_an_unknown_day_is_in_time_however_late(self, world):
        appeal = appealed(world, refusal(world, served=None), LAST + timedelta(days=120))
        assert let_on(world, appeal).trial.ground == "okant"

    def test_lateness_by_our_own_fault_is_in_time_and_says_so(self, world):
        appeal = let_on(world, late(world), fault="Hänvisningen angav fel adress.")
        assert appeal.trial.ground == "fel_underrattelse"
        assert appeal.trial.notice_fault == "Hänvisningen angav fel adress."

    def test_nobody_lets_on_what_came_too_late(self, world):
        with refused("late"):
            let_on(world, late(world))

    def test_once(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        with refused("tried"):
            let_on(world, appeal)


class TestTooLate:
    def test_is_a_decision_with_number_chain_letter_and_hanvisning(self, world):
        appeal = late(world)
        with on(LATE):
            decision = trying.reject(appeal, WHY, by=world.chef)
        ruling = decision.rulings.get()
        assert (decision.kind, ruling.outcome) == ("avvisat_overklagande", "avvisas_for_sent")
        assert ruling.lagrum == "45 § förvaltningslagen (2017:900)"
        assert decision.letter.title.startswith("Beslut om ditt överklagande")
        assert fresh(appeal).trial.rejection == decision
        assert stage_of(fresh(appeal)) == Stage.REJECTED
        as_if_committed()

    def test_opens_the_case_until_its_letter_has_gone(self, world):
        appeal = late(world)
        assert Case.objects.get(pk=appeal.case.pk).status == Status.AVSLUTAD
        with on(LATE):
            decision = trying.reject(appeal, WHY, by=world.chef)
            assert Case.objects.get(pk=appeal.case.pk).status == Status.BESLUTAD
            serving.dispatch(decision, "brev", LATE, by=world.registrator)
        assert Case.objects.get(pk=appeal.case.pk).status == Status.AVSLUTAD

    def test_not_without_proof_of_the_day(self, world):
        appeal = appealed(world, refusal(world, served=None), LATE)
        with on(LATE), refused("unproven") as rules:
            trying.reject(appeal, WHY, by=world.chef)
        assert rules[0].sentence.startswith("Kan inte avvisas – delfåendedagen är okänd")

    @pytest.mark.parametrize("court", [None, LAST])
    def test_not_what_came_in_time_here_or_to_the_court(self, world, court):
        day = LATE if court else LAST
        appeal = appealed(world, refusal(world), day, court_arrived_on=court)
        with on(day), refused("in_time"):
            trying.reject(appeal, WHY, by=world.chef)

    def test_not_without_reasons(self, world):
        with on(LATE), refused("reasons"):
            trying.reject(late(world), "Sent.", by=world.chef)

    def test_may_be_appealed_and_that_appeal_is_tried_for_itself(self, world):
        first = late(world)
        with on(LATE):
            decision = trying.reject(first, WHY, by=world.chef)
            serving.dispatch(decision, "overlamnat", LATE, by=world.registrator)
            serving.note_service(decision, Received("overlamnat", LATE, DESK), by=world.registrator)
        second = appealed(
            world, decision, LATE + timedelta(days=5), concerns="formellt", dnr="AMF 2026/500"
        )
        assert let_on(world, second).trial.ground == "kom_i_tid"


class TestWho:
    @pytest.mark.parametrize("who", ["coach", "registrator", "chef_city", "sekreterare"])
    def test_only_who_has_the_delegation(self, world, who):
        appeal = appealed(world, refusal(world))
        with on(LAST), refused("delegation") as rules:
            trying.let_on(appeal, by=getattr(world, who))
        assert "Pröva om ett överklagande har kommit in i rätt tid" in rules[0].sentence

    def test_not_without_answering_about_jav(self, world):
        appeal = appealed(world, refusal(world))
        with on(LAST), refused("unanswered"):
            trying.let_on(appeal, by=world.bitr)


class TestLegality:
    def test_the_court_tries_the_time_itself(self, world):
        appeal = appealed(world, refusal(world), concerns="befogenhet")
        with on(LAST), refused("legality"):
            trying.let_on(appeal, by=world.chef)
        assert get(world.chef, url(appeal)).status_code == 409

    def test_both_are_tried_for_the_right(self, world):
        appeal = let_on(world, appealed(world, refusal(world), concerns="bada"))
        assert stage_of(appeal) == Stage.FORWARD  # the other part goes on at once


class TestThePage:
    def test_says_what_was_found_and_offers_both(self, world):
        page = text_of(get(world.chef, url(late(world))))
        assert "Sista dagen att överklaga var tisdag 7 april 2026" in page
        assert "För sent inkommet: avvisa</button>" in page

    def test_shuts_the_button_where_the_day_is_unknown(self, world):
        appeal = appealed(world, refusal(world, served=None), LATE)
        page = text_of(get(world.chef, url(appeal)))
        button = page.split('value="reject"')[1].split(">")[0]
        assert "disabled" in button and "delfåendedagen är okänd" in page

    def test_refuses_the_post_too(self, world):
        appeal = appealed(world, refusal(world, served=None), LATE)
        response = post(world.chef, url(appeal), do="reject", reasons=WHY, conflict="nej")
        assert response.status_code == 409
        assert not Trial.objects.exists() and "delfåendedagen är okänd" in text_of(response)
        assert WHY in text_of(response)

    def test_lets_on_by_one_button(self, world):
        appeal = appealed(world, refusal(world))
        response = post(world.chef, url(appeal), do="let_on", conflict="nej")
        assert response.status_code == 302
        assert fresh(appeal).trial.outcome == "i_ratt_tid"

    def test_turns_away_by_the_letter_that_was_previewed(self, world):
        appeal = late(world)
        shown = post(world.chef, url(appeal), do="preview", reasons=WHY)
        assert "Öppna filen (pdf)" in text_of(shown)
        response = post(world.chef, url(appeal), do="reject", reasons=WHY, conflict="nej")
        assert response.status_code == 302
        assert fresh(appeal).trial.is_late

    def test_is_not_the_coachs(self, world):
        assert get(world.coach, url(late(world))).status_code == 403


class TestPostgreSQL:
    COLUMNS = (
        "appeal_id, outcome, ground, service_id, received_on, last_day, notice_fault,"
        " rejection_id, decided_by_id, decided_at, decider_title, appointment_id, delegation_id,"
        " chain"
    )

    def insert(self, world, appeal, **changed):
        """A trial straight into the table, by a delegate who is one."""
        other = let_on(world, appealed(world, refusal(world, "200102152392"), LAST, n=9)).trial
        service = Service.objects.filter(decision=appeal.decision).first()
        values = {
            "appeal": appeal.pk,
            "outcome": "for_sent",
            "ground": "kom_for_sent",
            "service": service and service.pk,
            "received_on": SERVED,
            "last_day": LAST,
            "notice_fault": "",
            "rejection": Decision.objects.latest("pk").pk,
            "by": world.chef.pk,
            "at": clock.now(),
            "title": "Enhetschef",
            "appointment": other.appointment_id,
            "delegation": other.delegation_id,
            "chain": "x",
        }
        marks = ", ".join(["%s"] * len(values))
        sql(
            f"INSERT INTO appeals_trial ({self.COLUMNS}) VALUES ({marks})",
            *(values | changed).values(),
        )

    def test_refuses_lateness_of_an_unknown_day(self, world):
        appeal = appealed(world, refusal(world, served=None), LATE)
        stranger = refusal(world, "200203152390")
        with refused_by_database("delfåendedagen är okänd"):
            self.insert(world, appeal, service=stranger.services.get().pk)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"received_on": SERVED - timedelta(days=7)}, "en annan än den som är styrkt"),
            ({"last_day": SERVED + timedelta(days=21)}, "fel räknad"),
            ({"last_day": LAST - timedelta(days=1)}, "fel räknad"),
            ({}, "avvisas i ett beslut"),
        ],
    )
    def test_refuses_lateness_by_wrong_days_or_without_a_decision(self, world, changed, words):
        appeal = late(world)
        with refused_by_database(words):
            self.insert(world, appeal, **changed)

    def test_refuses_lateness_of_what_came_in_time(self, world):
        appeal = appealed(world, refusal(world), LAST)
        with refused_by_database("i rätt tid"):
            self.insert(world, appeal)

    def test_refuses_who_has_no_delegation(self, world):
        appeal = late(world)
        with refused_by_database("saknar delegation"):
            self.insert(
                world, appeal, by=world.coach.pk, outcome="i_ratt_tid", ground="okant",
                rejection=None, service=None, received_on=None, last_day=None,
            )  # fmt: skip

    def test_refuses_to_try_what_has_been_handed_over_elsewhere(self, world):
        appeal = late(world)
        scanned(appeal.case)
        with on(LATE):
            send(transferring.send_elsewhere, 
                appeal, out("annan_myndighet", LATE, to="Försäkringskassan", note="Deras."),
                by=world.registrator,
            )  # fmt: skip
        with refused_by_database("redan överlämnat"):
            self.insert(world, appeal)

    def test_refuses_a_decision_to_turn_away_that_has_no_trial(self, world):
        appeal = late(world)
        with on(LATE):
            decision = trying.reject(appeal, WHY, by=world.chef)
        columns = [f.column for f in Decision._meta.concrete_fields if f.column != "id"]
        taken = ", ".join("'2026:998'" if c == "number" else c for c in columns)
        with refused_by_database():
            sql(
                f"INSERT INTO decisions_decision ({', '.join(columns)})"
                f" SELECT {taken} FROM decisions_decision WHERE id = %s",
                decision.pk,
            )

    def test_computes_the_last_day_as_the_calendar_does(self, world):
        days = [date(2026, 1, 1) + timedelta(days=n) for n in range(1500)]
        rows = sql("SELECT d, statutory_day(d) FROM unnest(%s::date[]) d", days)
        assert all(roll(day) == found for day, found in rows) and len(rows) == 1500
