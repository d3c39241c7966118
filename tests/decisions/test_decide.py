"""Fatta beslut: who, when, in which order, once. Each guarantee on the page, POST and database."""

import hashlib
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.actions import propose
from cases.models import Declaration, Investigation, JournalEntry, Status
from decisions import actions
from decisions.models import Decision, Letter, Ruling
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.delegation import chain_for
from jobbtorg.organisation.models import Appointment, Function
from jobbtorg.rulebook.models import Provision
from tests.world import LONG


def form_of(rulings, **changed):
    """The decision form's fields for these rulings."""
    granting = rulings.granting
    data = {"do": "decide", "conflict": "nej"}
    for prefix, ruling in (("right", rulings.right), ("may", rulings.may)):
        data |= {
            f"{prefix}_outcome": ruling.outcome,
            f"{prefix}_scope": ruling.scope if ruling.outcome == "delvis" else "",
            f"{prefix}_circumstances": ruling.circumstances,
            f"{prefix}_reasons": ruling.reasons,
        }
    if granting:
        data |= {"period_from": granting.period_from, "period_to": granting.period_to}
    if rulings.reply_met:
        data["reply_met"] = "on"
    return data | changed


def post(client, user, case, **data):
    client.force_login(user)
    return client.post(reverse("decide", args=[case.slug]), data)


def codes(refusal):
    return {rule.code for rule in refusal.value.rules}


def raw_decision(case, by, *, declared=True, **changed):
    """A decision row straight into the table, past every rule in Python."""
    appointment = Appointment.objects.filter(user=by).first()
    found = Investigation.objects.of(case)
    chain = chain_for(by, "insats_ratt", case.unit)
    delegation = chain.delegation_id if chain else 1
    values = {
        "number": "2026:999",
        "application": found.application,
        "unit": case.unit,
        "decided_on": clock.today(),
        "decided_at": clock.now(),
        "decided_by": by,
        "decider_title": "Enhetschef",
        "presented_by": found.proposed_by or found.investigator,
        "appointment": appointment,
        "delegation_id": delegation,
        "chain": "en kedja",
        "riktlinje": found.riktlinje,
    }
    with transaction.atomic():
        if declared:
            Declaration.objects.create(
                case=case, user=by, declared_by=by, declared_at=values["decided_at"]
            )
        return Decision.objects.create(**(values | changed))


class TestWhatADecisionIs:
    def test_it_says_who_when_why_and_by_which_chain(self, world):
        decision = world.decided()
        assert decision.decided_by == world.chef
        assert decision.decider_title == "Enhetschef, Jobbtorg Farsta"
        assert decision.presented_by == world.coach
        assert decision.decided_on == clock.today()
        assert "AMF 2025/211" in decision.chain
        assert [(r.basis, r.outcome, r.lagrum) for r in decision.rulings.all()] == [
            ("ratt", "avslag", "11 kap. 1 § socialtjänstlagen (2025:400)"),
            ("befogenhet", "bifall", "11 kap. 4 § socialtjänstlagen (2025:400)"),
        ]

    def test_the_case_is_decided_and_the_journal_tells(self, world):
        decision = world.decided()
        case = decision.application.case
        case.refresh_from_db()
        assert case.status == Status.BESLUTAD
        entry = JournalEntry.objects.filter(case=case).first()
        assert entry.title == f"Beslut {decision.number} fattades"
        assert entry.author == world.chef

    def test_the_stored_letter_matches_its_hash(self, world):
        letter = world.decided().letter
        assert hashlib.sha256(letter.pdf).hexdigest() == letter.sha256
        assert letter.pages >= 2

    def test_decisions_of_a_year_are_numbered_without_gaps(self, world):
        first = world.decided("200202152385").number
        case = world.proposed("200103042382")
        with pytest.raises(RuleBroken):
            world.decide(case, world.rulings(may=""))
        second = world.decide(case, world.rulings()).number
        year = clock.today().year
        assert (first, second) == (f"{year}:1", f"{year}:2")

    def test_the_law_is_that_of_the_decisions_day_not_the_applications(self, world):
        with time_machine.travel("2025-06-26 09:00+02:00", tick=False):
            case = world.proposed()
        with time_machine.travel("2025-06-30 09:00+02:00", tick=False):
            other = world.proposed("200103042382")
            old = world.decide(other, world.rulings())
        with time_machine.travel("2025-07-01 09:00+02:00", tick=False):
            new = world.decide(case, world.rulings())
        assert old.rulings.first().lagrum == "4 kap. 1 § socialtjänstlagen (2001:453)"
        assert new.rulings.first().lagrum == "11 kap. 1 § socialtjänstlagen (2025:400)"


@pytest.mark.parametrize(
    ("right", "may"),
    [
        ("bifall", ""),
        ("avslag", "bifall"),
        ("avslag", "delvis"),
        ("avslag", "avslag"),
        ("delvis", "bifall"),
        ("delvis", "delvis"),
        ("delvis", "avslag"),
    ],
)
def test_every_lawful_outcome_has_its_way(world, right, may):
    case = world.investigated(refused=may != "bifall" and right != "bifall")
    world.save(
        case,
        "samlad-bedomning",
        may_outcome=may or "",
        right_outcome=right,
        right_scope="Coaching.",
        may_scope="Coaching.",
    )
    propose(case, by=world.coach)
    decision = world.decide(case, world.rulings(right, may))
    assert [r.outcome for r in decision.rulings.all()] == [o for o in (right, may) if o]


class TestTheRightIsTriedFirst:
    def test_the_act_refuses_the_may_insats_alone(self, world):
        with pytest.raises(RuleBroken) as refusal:
            world.decide(world.proposed(), world.rulings("", "bifall"))
        assert "right_first" in codes(refusal)

    def test_the_post_is_refused_with_a_sentence_and_the_text_stays(self, world, client):
        case = world.proposed()
        response = post(client, world.chef, case, **form_of(world.rulings("", "bifall")))
        assert response.status_code == 422
        page = response.content.decode()
        assert "ska prövas först" in page
        assert LONG[:40] in page
        assert not Decision.objects.exists()

    def test_the_database_refuses_it(self, world):
        case = world.proposed()
        decision = raw_decision(case, world.chef)
        provision = Provision.objects.on().get(key="befogenhet")
        with pytest.raises(IntegrityError, match="Rätten prövas först"), transaction.atomic():
            Ruling.objects.create(
                decision=decision,
                basis="befogenhet",
                provision=provision,
                lagrum="x",
                outcome="avslag",
                circumstances="a",
                reasons="b",
            )
        undo_raw()

    def test_what_the_right_gives_wholly_leaves_nothing_for_the_may_insats(self, world):
        with pytest.raises(RuleBroken) as refusal:
            world.decide(world.proposed(), world.rulings("bifall", "bifall"))
        assert "may_not_needed" in codes(refusal)

    def test_what_the_right_does_not_give_is_tried_under_the_may_insats(self, world):
        with pytest.raises(RuleBroken) as refusal:
            world.decide(world.proposed(), world.rulings("avslag", ""))
        assert "may_missing" in codes(refusal)


def undo_raw():
    """A raw decision without rulings never survives its commit, so the test must not keep it."""
    transaction.set_rollback(True)


class TestADecisionIsWholeAtCommit:
    def commit(self):
        with transaction.atomic():
            connection.check_constraints()

    def test_without_a_ruling_on_the_right_it_is_refused(self, world):
        raw_decision(world.proposed(), world.chef)
        with pytest.raises(IntegrityError, match="saknar prövning av rätten"):
            self.commit()
        undo_raw()

    def rule(self, decision, basis, outcome, **period):
        Ruling.objects.create(
            decision=decision,
            basis=basis,
            provision=Provision.objects.on().get(key=basis),
            lagrum="x",
            outcome=outcome,
            circumstances="a",
            reasons="b",
            **period,
        )

    def test_without_a_letter_it_is_refused(self, world):
        decision = raw_decision(world.proposed(), world.chef)
        self.rule(decision, "ratt", "avslag")
        today = clock.today()
        self.rule(decision, "befogenhet", "bifall", period_from=today, period_to=today)
        with pytest.raises(IntegrityError, match="saknar brev"):
            self.commit()
        undo_raw()

    def test_an_avslag_that_the_person_could_not_comment_on_is_refused(self, world):
        decision = raw_decision(world.proposed(), world.chef)
        self.rule(decision, "ratt", "avslag")
        self.rule(decision, "befogenhet", "avslag")
        with pytest.raises(IntegrityError, match="Avslag utan kommunicering"):
            self.commit()
        undo_raw()

    def test_a_grant_beyond_the_right_to_who_has_forsorjningsstod_is_refused(self, world):
        case = world.investigated(refused=True)
        world.save(case, "kriterier", forsorjningsstod_answer="inte_uppfyllt")
        world.signposted(case)
        decision = raw_decision(propose(case, by=world.coach), world.chef)
        self.rule(decision, "ratt", "avslag")
        today = clock.today()
        with pytest.raises(IntegrityError, match="försörjningsstöd"), transaction.atomic():
            self.rule(decision, "befogenhet", "bifall", period_from=today, period_to=today)
        undo_raw()

    def test_a_case_is_not_closed_without_a_decision(self, world):
        case = world.proposed()
        case.status = Status.BESLUTAD
        case.save()
        with pytest.raises(IntegrityError, match="bara genom beslut"):
            self.commit()
        undo_raw()


STRANGERS = [
    "coach",
    "colleague",
    "chef_city",
    "coach_insatser",
    "registrator",
    "granskare",
    "sekreterare",
    "delegationsadmin",
]


class TestWhoDecides:
    @pytest.mark.parametrize("who", STRANGERS)
    def test_who_lacks_delegation_is_refused_by_the_act_and_the_table(self, world, who):
        case, user = world.proposed(), getattr(world, who)
        with pytest.raises(RuleBroken) as refusal:
            actions.decide(case, world.rulings(), by=user)
        assert refusal.value.kind == "forbidden"
        with pytest.raises(IntegrityError, match="saknar delegation|utrett eller|skrivit|decider"):
            raw_decision(case, user)

    @pytest.mark.parametrize("who", STRANGERS)
    def test_who_lacks_delegation_gets_no_button_and_a_refused_post(self, world, client, who):
        case, user = world.proposed(), getattr(world, who)
        client.force_login(user)
        page = client.get(reverse("decide", args=[case.slug]))
        assert page.status_code in (403, 404)
        assert "Fatta beslut</button>" not in page.content.decode()
        response = post(client, user, case, **form_of(world.rulings()))
        assert response.status_code in (403, 404)
        assert not Decision.objects.exists()

    def test_a_chef_elsewhere_is_told_whose_decision_it_is_and_nothing_of_the_case(
        self, world, client
    ):
        case = world.proposed()
        client.force_login(world.chef_city)
        page = client.get(reverse("decide", args=[case.slug])).content.decode()
        assert "Du har inte delegation för Jobbtorg Farsta." in page
        assert "Provström" not in page and "20020215" not in page

    def test_a_chef_whose_appointment_ended_yesterday_gets_no_button(self, world, client):
        with time_machine.travel("2026-03-09 09:00+01:00", tick=False):
            case = world.proposed()
            bitr = world.staff("bitr3-farsta", Function.BITRADANDE, until=date(2026, 3, 9))
            world.appoint(bitr, Function.COACH, "Farsta", since=date(2026, 1, 1))
        with time_machine.travel("2026-03-10 08:00+01:00", tick=False):
            response = post(client, bitr, case, **form_of(world.rulings()))
            assert response.status_code == 403
            assert "upphörde 2026-03-09" in response.content.decode()
            with pytest.raises(IntegrityError, match="saknar delegation"):
                raw_decision(case, bitr)

    def test_yesterdays_decision_stands_when_the_delegation_ends(self, world):
        with time_machine.travel("2026-03-09 16:00+01:00", tick=False):
            case = world.proposed()
            bitr = world.staff("bitr4-farsta", Function.BITRADANDE)
            decision = world.decide(case, world.rulings(), by=bitr)
        before = decision.chain
        row = Appointment.objects.get(user=bitr)
        row.valid_to = date(2026, 3, 9)
        row.save()
        decision.refresh_from_db()
        assert decision.chain == before

    @pytest.mark.parametrize("rests_on", ["appointment", "delegation"])
    def test_nobody_takes_away_behind_a_decision_what_it_rests_on(self, world, rests_on):
        with time_machine.travel("2026-03-09 16:00+01:00", tick=False):
            decision = world.decided()
        row = getattr(decision, rests_on)
        row.valid_to = date(2026, 3, 8)
        with pytest.raises(IntegrityError, match="Beslut har fattats"):
            row.save()

    def test_the_ground_is_not_taken_away_behind_a_decision_either(self, world):
        with time_machine.travel("2026-03-09 16:00+01:00", tick=False):
            decision = world.decided()
        top = decision.delegation.ground
        top.valid_to = date(2026, 3, 8)
        with pytest.raises(IntegrityError, match="Beslut har fattats"):
            top.save()

    def test_who_investigated_never_decides_even_with_delegation(self, world, client):
        case = world.proposed()
        world.appoint(world.coach, Function.ENHETSCHEF, "Farsta", since=date(2024, 1, 1))
        with pytest.raises(RuleBroken) as refusal:
            actions.decide(case, world.rulings(), by=world.coach)
        assert codes(refusal) == {"own_case"}
        page = client.get("/") if post(client, world.coach, case).status_code == 403 else None
        assert page is not None
        shown = client.get(reverse("decide", args=[case.slug])).content.decode()
        assert "Du har utrett ärendet" in shown and "Fatta beslut</button>" not in shown
        with pytest.raises(IntegrityError):
            raw_decision(case, world.coach)

    def test_who_wrote_a_part_before_handing_over_never_decides(self, world):
        case = world.investigated()
        world.appoint(world.coach, Function.ENHETSCHEF, "Farsta", since=date(2024, 1, 1))
        case = world.take(case, world.colleague)
        case = propose(case, by=world.colleague)
        with pytest.raises(RuleBroken) as refusal:
            actions.decide(case, world.rulings(), by=world.coach)
        assert codes(refusal) == {"own_case"}
        with pytest.raises(IntegrityError, match="utrett eller|skrivit"):
            raw_decision(case, world.coach)


class TestOnce:
    def test_the_same_form_twice_gives_one_decision_and_says_so(self, world, client):
        case = world.proposed()
        data = form_of(world.rulings())
        assert post(client, world.chef, case, **data).status_code == 302
        again = post(client, world.bitr, case, **data)
        assert again.status_code == 409
        assert "Beslutad" in again.content.decode()
        assert LONG in again.content.decode(), "what the second one wrote can be copied"
        assert Decision.objects.count() == 1

    def test_a_decision_is_never_changed_or_deleted(self, world):
        decision = world.decided()
        for row in (decision, decision.rulings.first(), decision.letter):
            rows = type(row).objects.filter(pk=row.pk)
            with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
                rows.update(id=row.pk)
            with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
                rows._raw_delete("default")

    def test_a_letter_whose_bytes_do_not_match_is_refused(self, world):
        letter = world.decided().letter
        with pytest.raises(IntegrityError, match="letter_bytes_match_hash"), transaction.atomic():
            Letter.objects.create(
                decision=letter.decision,
                title="x",
                pdf=b"annat",
                sha256=letter.sha256,
                content_hash="",
                pages=1,
                made_at=clock.now(),
            )

    def test_a_decision_is_not_older_than_its_application(self, world):
        with pytest.raises(IntegrityError, match="äldre än ansökan"):
            raw_decision(world.proposed(), world.chef, decided_on=clock.today() - timedelta(days=1))
