"""Lämna tillbaka: the nämnd lets the case be decided by delegation after all."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from cases.models import Case
from decisions import actions, referrals
from decisions.models import Referral, ReferralAnswer
from jobbtorg import clock
from jobbtorg.organisation.models import Function, User
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, sql, text_of
from tests.world import WHY

NOTE = "Frågan är redan prövad i § 40 från 2025."
DAY = timedelta(days=1)


def open_referral(case):
    return Referral.objects.open().of(case).get()


def back(world, case, **told):
    minutes = world.minutes(**told)
    return referrals.hand_back(open_referral(case), minutes, NOTE, by=world.sekreterare)


def raw_answer(world, case, **changed):
    values = {
        "referral": open_referral(case),
        "meeting_on": clock.today(),
        "dnr": "AMF 2026/88",
        "paragraph": "12",
        "answered_by": world.sekreterare,
        "answered_at": clock.now(),
    }
    return ReferralAnswer.objects.create(**(values | changed))


def form(**changed):
    told = {"meeting_on": str(clock.today()), "dnr": "AMF 2026/88", "paragraph": "12"}
    return told | {"note": NOTE} | changed


def url(case):
    return reverse("hand_back", args=[case.slug])


def test_it_says_when_where_and_what_and_so_does_the_journal(world):
    case = world.referred()
    answer = back(world, case, paragraph="§ 12")
    assert (answer.meeting_on, answer.dnr, answer.paragraph) == (
        clock.today(),
        "AMF 2026/88",
        "12",
    )
    entry = case.journal.first()
    assert entry.title == "Nämnden lämnade tillbaka ärendet för beslut på delegation"
    assert "§ 12, dnr AMF 2026/88" in entry.text and NOTE in entry.text
    assert entry.author == world.sekreterare


def test_after_it_a_chef_decides_as_usual_and_the_page_tells_what_the_namnd_said(world):
    case = world.referred()
    back(world, case)
    page = text_of(get(world.chef, reverse("decide", args=[case.slug])))
    assert "Nämnden lämnade tillbaka ärendet" in page and NOTE in page
    assert "Fatta beslut</button>" in page
    decision = world.decide(case, world.rulings())
    assert decision.decided_by == world.chef


def test_it_can_be_referred_again(world):
    case = world.referred()
    back(world, case)
    referrals.refer(case, "annat", WHY, by=world.chef)
    assert Referral.objects.of(case).count() == 2
    with refused("referred"):
        actions.decide(case, world.rulings(), by=world.chef)


def test_after_it_the_case_is_out_of_the_secretarys_sight(world):
    case = world.referred()
    back(world, case)
    assert not Case.objects.visible_to(world.sekreterare).contains(case)
    assert get(world.sekreterare, case.get_absolute_url()).status_code == 404


def test_a_protected_persons_case_names_them_no_longer_but_its_chef_still(world):
    world.appoint(
        world.chef, Function.NAMNDSEKRETERARE, "Arbetsmarknadsförvaltningen", since=clock.today()
    )
    case = world.referred(protection="skyddad_folkbokforing")
    assert Case.objects.visible_to(world.sekreterare).contains(case)
    back(world, case)
    assert not Case.objects.visible_to(User.objects.get(pk=world.sekreterare.pk)).contains(case)
    assert Case.objects.visible_to(User.objects.get(pk=world.chef.pk)).contains(case)


@pytest.mark.parametrize("who", ["coach", "chef", "registrator", "forvaltningschef"])
def test_only_the_namndsekreterare_says_so(world, who):
    case, user = world.referred(), getattr(world, who)
    with refused("not_secretary"):
        referrals.hand_back(open_referral(case), world.minutes(), NOTE, by=user)
    with refused_by_database("Bara nämndsekreteraren"):
        raw_answer(world, case, answered_by=user)
    assert post(user, url(case), **form()).status_code in (403, 404)
    assert open_referral(case)


def test_it_needs_day_dnr_and_paragraph(world):
    case = world.referred()
    with refused("meeting_on", "dnr", "paragraph"):
        back(world, case, meeting_on=None, dnr=" ", paragraph="§")
    for lacking in ({"meeting_on": None}, {"dnr": " "}, {"paragraph": ""}):
        with refused_by_database("answer_is_decision_or_hand_back"):
            raw_answer(world, case, **lacking)


@pytest.mark.parametrize(("days", "told"), [(-1, "efter det"), (1, "i framtiden")])
def test_the_meeting_was_after_the_hanskjutande_and_has_been_held(world, days, told):
    case = world.referred()
    day = clock.today() + days * DAY
    with refused("meeting_on") as rules:
        back(world, case, meeting_on=day)
    assert told in rules[0].sentence
    with refused_by_database("mellan hänskjutandet och svaret"):
        raw_answer(world, case, meeting_on=day)


def test_the_meeting_may_have_been_some_days_ago(world):
    case = world.referred()
    held = clock.today() + 3 * DAY
    with in_days(7):
        assert back(world, case, meeting_on=held).meeting_on == held


def test_it_is_answered_once_and_never_changed(world):
    case = world.referred()
    referral = open_referral(case)
    answer = back(world, case)
    with refused("answered"):
        referrals.hand_back(referral, world.minutes(), NOTE, by=world.sekreterare)
    with refused_by_database("unique"):
        ReferralAnswer.objects.create(
            referral=referral,
            meeting_on=clock.today(),
            dnr="1",
            paragraph="1",
            answered_by=world.sekreterare,
            answered_at=clock.now(),
        )
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        sql(f"UPDATE {ReferralAnswer._meta.db_table} SET note = 'x' WHERE id = %s", answer.pk)


class TestThePage:
    def test_from_the_page_it_is_done(self, world):
        case = world.referred()
        assert post(world.sekreterare, url(case), **form()).status_code == 302
        assert ReferralAnswer.objects.get().note == NOTE

    def test_what_is_missing_is_said_and_what_was_written_stays(self, world):
        case = world.referred()
        answer = post(world.sekreterare, url(case), **form(dnr=""))
        assert answer.status_code == 422
        page = text_of(answer)
        assert "Ange diarienumret." in page and NOTE in page
        assert 'href="#tillbaka_dnr"' in page

    def test_a_day_that_is_none_is_said(self, world):
        case = world.referred()
        answer = post(world.sekreterare, url(case), **form(meeting_on="i går"))
        assert answer.status_code == 422
        assert not ReferralAnswer.objects.exists()

    def test_of_a_case_that_was_never_referred_there_is_no_such_page(self, world):
        assert post(world.chef, url(world.proposed()), **form()).status_code == 404
