"""Deciding after kommunicering: the time to reply, and the reply that the reasons meet (G15)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cases import communicating
from cases.actions import propose
from cases.communicating import SendingData
from cases.models import Investigation
from decisions import referrals
from decisions.content import letter_content
from decisions.deciders import delegate_for
from decisions.models import Decision, Referral, Ruling
from jobbtorg import clock
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.staff.actions import note_absence
from jobbtorg.rulebook.models import Provision
from tests.cases.helpers import as_if_committed, get, on, refused, refused_by_database, text_of
from tests.decisions.test_decide import form_of, post, raw_decision

REFUSAL = ("avslag", "avslag")
WORDS = "Det är fel. Jag har sökt sju jobb i månaden."
TICK = "Bemött sökandens svar"


def page(world, case):
    return get(world.chef, f"{case.get_absolute_url()}beslut/")


def raw_refusal(world, case, **changed):
    """A whole refusal straight into the tables, without its letter."""
    decision = raw_decision(case, world.chef, **changed)
    for basis in ("ratt", "befogenhet"):
        Ruling.objects.create(
            decision=decision, basis=basis, lagrum="x", outcome="avslag", circumstances="a",
            reasons="b", provision=Provision.objects.on().get(key=basis),
        )  # fmt: skip


class TestTheTimeToReply:
    @pytest.fixture
    def case(self, world):
        assert world.chef
        with on(date(2026, 3, 2)):
            return world.sent()

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 3, 11), "Svarsfristen går ut 2026-03-12."),
            (date(2026, 3, 12), "Svarsfristen går ut i dag."),
        ],
    )
    def test_is_told_on_the_decision_page_of_a_case_that_still_waits(self, world, case, day, words):
        with on(day):
            answer = page(world, case)
        assert answer.status_code == 409
        assert words in text_of(answer) and "Fatta beslut</button>" not in text_of(answer)

    def test_is_not_told_when_it_is_over(self, world, case):
        with on(date(2026, 3, 13)):
            assert "Svarsfristen" not in text_of(page(world, case))

    def test_when_it_is_over_a_refusal_is_decided_without_a_reply(self, world, case):
        with on(date(2026, 3, 13)):
            propose(case, by=world.coach)
            assert TICK not in text_of(page(world, case))
            decision = world.decide(case, world.rulings(*REFUSAL, reply_met=False))
            as_if_committed()
        assert not decision.reply_met

    def test_of_a_second_sending_counts_on_all_floors(self, world, case):
        with on(date(2026, 3, 9)):
            world.reply(case)
            world.meet(case)
            world.send(case)
            world.save(case, "samlad-bedomning")
            propose(case, by=world.coach)
            with refused("reply_time") as rules:
                world.decide(case, world.rulings(*REFUSAL))
            assert rules[0].sentence == "Svarsfristen går ut 2026-03-19."
            with pytest.raises(IntegrityError, match="Avslag utan"), transaction.atomic():
                raw_refusal(world, case, reply_met=True)
                as_if_committed()


class TestTheReply:
    def test_is_met_with_a_tick_on_page_and_post(self, world, client):
        case = world.proposed(refused=True)
        assert f">{TICK}</label>" in text_of(page(world, case))
        answer = post(client, world.chef, case, **form_of(world.rulings(*REFUSAL, reply_met=False)))
        assert answer.status_code == 422
        assert "kryssa i ”Bemött sökandens svar”" in text_of(answer)
        assert not Decision.objects.exists()
        assert post(client, world.chef, case, **form_of(world.rulings(*REFUSAL))).status_code == 302
        assert Decision.objects.get().reply_met

    def test_is_met_in_a_partial_grant_too_and_not_when_all_is_granted(self, world):
        case = world.proposed(refused=True)
        with refused("reply_unmet"):
            world.decide(case, world.rulings("avslag", "delvis", reply_met=False))
        assert world.decide(case, world.rulings("avslag", "bifall", reply_met=False))

    def test_is_met_in_the_database(self, world):
        case = world.proposed(refused=True)
        assert world.chef
        with pytest.raises(IntegrityError, match="svar är inte bemött"), transaction.atomic():
            raw_refusal(world, case)
            as_if_committed()
        with pytest.raises(IntegrityError, match="saknar brev"), transaction.atomic():
            raw_refusal(world, case, reply_met=True)
            as_if_committed()

    def test_is_met_by_the_namnd_too(self, world):
        with refused("reply_unmet"):
            decide_by_namnd(world, world.referred(refused=True), reply_met=False)

    def test_that_comes_while_the_page_is_open_is_read_before_the_decision(self, world, client):
        case = world.proposed(refused=True)
        form = form_of(world.rulings(*REFUSAL)) | {"seen": 1}
        world.reply(case, text=WORDS)
        answer = post(client, world.chef, case, **form)
        assert answer.status_code == 409
        assert "Den sökande har svarat sedan du öppnade sidan" in text_of(answer)
        assert WORDS in text_of(answer)
        assert post(client, world.chef, case, **form | {"seen": 2}).status_code == 302

    def test_stands_in_the_decision_letter_with_the_day_of_the_basis(self, world):
        with on(date(2026, 3, 2)):
            case = world.proposed(refused=True)
            decision = world.decide(case, world.rulings(*REFUSAL))
        with on(date(2026, 3, 2)):
            found = Investigation.objects.of(case)
            content = letter_content(found, world.rulings(*REFUSAL), delegate_for(case, world.chef))
        assert decision.letter.pages >= 2
        assert (content.reply, content.reply_on) == (found.replies[0].text, date(2026, 3, 2))
        assert "Du fick läsa underlaget den 2\N{NO-BREAK SPACE}mars 2026." in content.steps
        assert "25 §" in [provision.ref for provision in content.provisions]


def decide_by_namnd(world, case, **changed):
    rulings = world.rulings(*REFUSAL, **changed)
    referral = Referral.objects.of(case).get()
    return referrals.decide_by_namnd(referral, rulings, world.minutes(), by=world.sekreterare)


def test_who_has_sent_the_basis_in_the_coachs_place_never_decides(world):
    """Standing in for a coach is taking part: G22."""
    case, today = world.started(), clock.today()
    for part in (
        "kriterier",
        "initial-bedomning",
        "barn",
        "arbetsformedlingen",
        "samlad-bedomning",
    ):
        world.save(case, part)
    both = world.staff("vikarie-farsta", Function.COACH)
    world.appoint(both, Function.BITRADANDE, "Farsta", since=date(2023, 1, 1))
    note_absence(world.coach, both, today, today, by=world.coach)
    world.clear(case, both)
    told = SendingData("overlamnat", today, today + timedelta(days=10))
    communicating.send_basis(case, told, by=both, seen=0)
    propose(case, by=world.coach)
    with refused("own_case"):
        world.decide(case, world.rulings(), by=both)
    with refused_by_database("Den som skrivit i utredningen beslutar inte"):
        raw_decision(case, both)
