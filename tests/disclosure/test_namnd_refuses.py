"""Nämndens eget beslut att inte lämna ut: hänskjut, its meeting, its letter. OSL 6:3, KL 6:38."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case, JournalEntry
from decisions.deciders import Minutes
from disclosure import actions, namnd, refusing, rules
from disclosure.models import Disclosure, DisclosureHandedBack, DisclosureReferral, Refusal
from disclosure.rules import Asked, Told
from disclosure.standing import Standing
from jobbtorg import clock
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, text_of
from tests.cases.opening import another_namnd
from tests.disclosure.helpers import (
    asked,
    demanded,
    denied,
    refused_by_authority,
    text_in,
)

WHY = "Det står inte klart att uppgifterna kan lämnas ut utan men."
TOLD = Told("helt", WHY, ["osl-26-1"], "brev")
DECISION = {"outcome": "helt", "reasons": WHY, "codes": ["osl-26-1"], "how": "brev"}
REASONS = "Ingen har delegation för utlämnande."


@pytest.fixture
def found(world):
    """A request whose decision is asked for, with the nämnd since today; nobody is a delegate."""
    assert world.sekreterare and world.chef
    return referred(world, demanded(world))


def referred(world, found):
    namnd.refer(found, "saknar_delegat", REASONS, by=world.chef)
    return again(found)


def again(found):
    return Disclosure.objects.whole().get(pk=found.pk)


def minutes(day=None, **changed):
    told = {"meeting_on": day or clock.today(), "dnr": "AMF 2026/77", "paragraph": "§ 14"}
    return Minutes(**(told | changed))


def url(found, name):
    return reverse(name, args=[found.case.slug, found.pk])


class TestHanskjut:
    def test_is_offered_where_the_decision_is_asked_for(self, world):
        found = demanded(world)
        page = text_of(get(world.registrator, found.get_absolute_url()))
        assert "Då är det nämnden som beslutar." in page
        assert url(found, "refer_disclosure") in page
        answer = post(
            world.registrator, url(found, "refer_disclosure"), ground="principiell",
            reasons="Frågan är ny.",
        )  # fmt: skip
        assert answer.status_code == 302
        row = DisclosureReferral.objects.get()
        assert (row.referred_by, row.ground) == (world.registrator, "principiell")
        assert Standing(again(found)).label == "Väntar på nämnden"
        assert JournalEntry.objects.filter(
            title="Frågan om utlämnande hänsköts till nämnden"
        ).exists()

    def test_needs_a_demand_a_ground_and_reasons_and_is_done_once(self, world, found):
        other = denied(world, asked(world, found.case))
        with refused("not_asked"):
            namnd.refer(other, "annat", "Ny fråga.", by=world.chef)
        with refused("ground", "reasons"):
            namnd.refer(demanded(world, other), "", " ", by=world.chef)
        with refused("referred"):
            namnd.refer(found, "annat", "En gång till.", by=world.chef)

    def test_lets_the_secretary_see_the_case_until_the_namnd_has_answered(self, world, found):
        visible = Case.objects.visible_to(world.sekreterare).filter(pk=found.case.pk)
        assert visible.exists()
        namnd.decide(found, TOLD, minutes(), by=world.sekreterare)
        assert not visible.exists()

    def test_leaves_another_namnds_secretary_outside(self, world, found):
        another_namnd(world)
        other = world.staff("sekreterare-soc", "namndsekreterare", "Socialförvaltningen")
        assert get(other, found.get_absolute_url()).status_code == 404
        with refused("not_secretary"):
            namnd.decide(found, TOLD, minutes(), by=other)

    def test_names_the_secretary_on_a_protected_persons_case_meanwhile(self, world):
        assert world.sekreterare and world.chef
        case = world.started(protection="sekretessmarkering")
        told = Asked("annan", clock.today(), "epost", "Jag vill se allt.")
        row = actions.register(case, told, by=world.chef)
        refusing.reply(row, "nekad", "Hemligt.", clock.today(), True, by=world.chef)
        row = Disclosure.objects.get(pk=row.pk)
        refusing.demand(row, clock.today(), by=world.chef)
        row = referred(world, Disclosure.objects.get(pk=row.pk))
        assert case.is_seen_by(world.sekreterare)
        namnd.hand_back(row, minutes(), "Får lämnas ut.", by=world.sekreterare)
        assert not case.is_seen_by(world.sekreterare)


class TestTheNamndsDecision:
    def test_has_its_day_paragraph_and_who_and_the_way_to_kammarratten(self, world, found):
        with in_days(3):
            row = namnd.decide(found, TOLD, minutes(), by=world.sekreterare)
            assert row.by_namnd and row.decided_on == clock.today()
        assert (row.paragraph, row.dnr) == ("14", "AMF 2026/77")
        assert row.registered_by == world.sekreterare and row.chain == ""
        said = " ".join(text_in(bytes(row.pdf)).split())
        for sentence in (
            "har själv fattat beslutet", "§ 14", "AMF 2026/77", WHY, "26 kap. 1 § OSL",
            "Kammarrätten i Stockholm", "inom tre veckor från den dag då du fick beslutet",
        ):  # fmt: skip
            assert sentence in said
        line = JournalEntry.objects.filter(kind="beslut").latest("pk")
        assert line.title.startswith("Nämndens beslut om utlämnande")
        assert line.text.startswith("§ 14, dnr AMF 2026/77")
        assert row.signed in text_of(get(world.chef, found.get_absolute_url()))

    def test_is_registered_on_the_secretarys_page_after_a_look_at_the_letter(self, world, found):
        told = DECISION | {"meeting_on": str(clock.today()), "dnr": "AMF 1", "paragraph": "3"}
        page = url(found, "namnd_disclosure")
        assert page in text_of(get(world.sekreterare, found.get_absolute_url()))
        shown = post(world.sekreterare, page, do="preview", **told)
        assert shown.status_code == 200 and "Brevet" in text_of(shown)
        assert not Refusal.objects.exists()
        answer = post(world.sekreterare, page, do="decide", **told)
        assert answer.status_code == 302
        assert Refusal.objects.get().paragraph == "3"

    def test_says_what_is_missing_and_loses_nothing(self, world, found):
        told = DECISION | {"meeting_on": "", "dnr": "", "paragraph": ""}
        answer = post(world.sekreterare, url(found, "namnd_disclosure"), do="decide", **told)
        assert answer.status_code == 422
        said = text_of(answer)
        for sentence in ("Ange ett sammanträde", "Ange diarienumret.", "Ange paragrafen", WHY):
            assert sentence in said

    def test_is_of_a_meeting_since_it_was_asked(self, world, found):
        for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)):
            with refused("meeting_on"):
                namnd.decide(found, TOLD, minutes(day), by=world.sekreterare)

    def test_is_the_secretarys_alone_to_register(self, world, found):
        for user in (world.chef, world.registrator):
            with refused("not_secretary"):
                namnd.decide(found, TOLD, minutes(), by=user)
            answer = post(user, url(found, "namnd_disclosure"), do="decide", **DECISION)
            assert answer.status_code == 403
        assert url(found, "namnd_disclosure") not in text_of(
            get(world.chef, found.get_absolute_url())
        )

    def test_is_not_given_where_the_namnd_was_never_asked(self, world):
        found = demanded(world)
        with refused("not_referred"):
            namnd.decide(found, TOLD, minutes(), by=world.sekreterare)

    def test_can_be_appealed_from_the_day_of_the_meeting(self, world, found):
        with in_days(5):
            row = namnd.decide(
                found, TOLD, minutes(clock.today() - timedelta(days=2)), by=world.sekreterare
            )
            before = clock.today() - timedelta(days=3)
            codes = [r.code for r in rules.against_appealed(row, before, clock.today())]
            assert codes == ["arrived_on"]
            assert not list(rules.against_appealed(row, row.decided_on, clock.today()))


@pytest.mark.usefixtures("empowered")
class TestADelegateMeanwhile:
    def test_decides_nothing_that_the_namnd_has(self, world, found):
        with refused("with_namnd"):
            refused_by_authority(world, found)

    def test_decides_again_what_the_namnd_has_handed_back(self, world, found):
        namnd.hand_back(found, minutes(), "Beslutas på delegation.", by=world.sekreterare)
        row = refused_by_authority(world, again(found))
        assert not row.by_namnd and row.decided_by == world.chef


class TestHandedBack:
    def test_tells_what_the_namnd_said_and_ends_the_secretarys_sight(self, world, found):
        told = {"meeting_on": str(clock.today()), "dnr": "AMF 1", "paragraph": "§ 5"}
        page = url(found, "hand_back_disclosure")
        assert post(world.sekreterare, page, **told).status_code == 422  # says nothing
        answer = post(world.sekreterare, page, note="Uppgifterna får lämnas ut.", **told)
        assert answer.status_code == 302
        row = DisclosureHandedBack.objects.get()
        assert (row.paragraph, row.answered_by) == ("5", world.sekreterare)
        assert "Uppgifterna får lämnas ut." in text_of(get(world.chef, found.get_absolute_url()))
        assert get(world.sekreterare, found.get_absolute_url()).status_code == 404


class TestTheDatabase:
    def test_lets_only_the_namnds_own_secretary_speak_for_it(self, world, found):
        another_namnd(world)
        stranger = world.staff("sekreterare-soc", "namndsekreterare", "Socialförvaltningen")
        row = namnd.decide(found, TOLD, minutes(), by=world.sekreterare)
        other = referred(world, demanded(world, denied(world, asked(world, found.case))))
        row.pk, row.disclosure = None, other
        for user in (world.registrator, stranger):
            row.registered_by = user
            with refused_by_database("Bara nämndsekreteraren"):
                row.save(force_insert=True)

    def test_refuses_a_decision_of_the_namnds_that_names_no_meeting(self, world, found):
        row = namnd.decide(found, TOLD, minutes(), by=world.sekreterare)
        other = referred(world, demanded(world, denied(world, asked(world, found.case))))
        row.pk, row.disclosure = None, other
        row.paragraph = " "
        with refused_by_database("refusal_of_delegate_or_namnd"):
            row.save(force_insert=True)
        row.paragraph, row.meeting_on = "14", clock.today() - timedelta(days=1)
        with refused_by_database("Sammanträdet ligger före"):
            row.save(force_insert=True)

    def test_refuses_the_namnds_word_of_what_it_was_not_asked(self, world, found):
        row = namnd.decide(found, TOLD, minutes(), by=world.sekreterare)
        row.pk, row.disclosure = None, demanded(world, denied(world, asked(world, found.case)))
        with refused_by_database("hänskjutet till den"):
            row.save(force_insert=True)
