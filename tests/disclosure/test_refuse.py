"""Att neka: the employee's answer, the authority's decision, kammarrätten. OSL 6 kap. 3, 7–8 §§."""

import hashlib

import pytest
from django.urls import reverse

from cases.models import JournalEntry
from disclosure import refusing, rules
from disclosure.models import CourtAppeal, Disclosure, Refusal, Reply
from disclosure.standing import Standing
from jobbtorg import clock
from jobbtorg.fixture import rows
from jobbtorg.letters.readability import SAY_INSTEAD, lix
from tests.cases.helpers import get, post, refused, refused_by_database, text_of
from tests.disclosure.helpers import (
    answered,
    asked,
    copied,
    demanded,
    denied,
    given,
    refused_by_authority,
    text_in,
)
from tests.golden.structure import assert_pdf_ua_and_a

pytestmark = pytest.mark.usefixtures("empowered")
WHY = "Det står inte klart att uppgifterna kan lämnas ut utan men."
DECISION = {"outcome": "helt", "reasons": WHY, "codes": ["osl-26-1"], "how": "brev"}


def url(found, name="decide_disclosure"):
    return reverse(name, args=[found.case.slug, found.pk])


def decide(found, by, **changed):
    told = DECISION | changed
    return refusing.decide(
        found, told["outcome"], told["reasons"], told["codes"], told["how"], by=by
    )


class TestTheEmployeesAnswer:
    def test_says_that_the_authoritys_decision_can_be_asked_for(self, world):
        found = asked(world)
        with refused("told"):
            refusing.reply(found, "nekad", "Hemligt.", clock.today(), by=world.registrator)
        row = Reply(
            disclosure=found, outcome="nekad", reasons="Hemligt.", replied_on=clock.today(),
            replied_by=world.registrator, replied_at=clock.now(),
        )  # fmt: skip
        with refused_by_database("denied_is_told_of_the_decision"):
            row.save()

    def test_is_no_decision(self, world):
        found = denied(world)
        page = text_of(get(world.registrator, found.get_absolute_url()))
        assert "inte myndighetens beslut" in page
        assert not Refusal.objects.exists() and not Disclosure.objects.waiting().exists()

    def test_ends_what_is_withdrawn_or_not_there(self, world):
        found = asked(world)
        refusing.reply(found, "atertagen", "Ringde.", clock.today(), by=world.chef)
        with refused("closed", "nothing"):
            refusing.demand(found, clock.today(), by=world.chef)


class TestAskingForTheDecision:
    def test_makes_the_request_wait_again(self, world):
        found = demanded(world)
        assert list(Disclosure.objects.waiting()) == [found]
        assert Standing(found).label == "Väntar på beslut"

    def test_can_follow_a_copy_in_which_something_is_masked(self, world):
        found = asked(world)
        given(world, copied(world, found))
        assert refusing.demand(found, clock.today(), by=world.registrator).pk

    def test_needs_something_that_was_refused(self, world):
        found = asked(world)
        with refused("nothing"):
            refusing.demand(found, clock.today(), by=world.registrator)


class TestTheAuthoritysDecision:
    def test_is_a_delegates_and_has_the_way_to_kammarratten(self, world):
        row = refused_by_authority(world)
        assert row.chain and row.decided_by == world.chef
        said = " ".join(text_in(bytes(row.pdf)).split())
        for sentence in (
            "Vi lämnar inte ut det du har begärt", WHY, "26 kap. 1 § OSL",
            "Kammarrätten i Stockholm", "inom tre veckor från den dag då du fick beslutet",
            "skicka brevet till oss",
        ):  # fmt: skip
            assert sentence in said
        assert "Förvaltningsrätten" not in said
        assert JournalEntry.objects.filter(
            kind="beslut", title__startswith="Beslut om utl"
        ).exists()
        assert not Disclosure.objects.waiting().exists()

    def test_tells_a_stranger_nothing_of_who_the_case_is_about(self, world):
        row = refused_by_authority(world)
        person = row.disclosure.case.person
        said = text_in(bytes(row.pdf))
        assert person.name not in said and person.formatted not in said
        assert "Den som har begärt handlingen" in said

    def test_is_previewed_as_it_is_stored(self, world):
        found = demanded(world)
        answered(world, found.case, world.chef)
        told = DECISION | {"conflict": "nej"}
        shown = post(world.chef, url(found), do="preview", **told)
        assert shown.status_code == 200 and "Brevet" in text_of(shown)
        assert post(world.chef, url(found), do="decide", **told).status_code == 302
        row = Refusal.objects.get()
        assert hashlib.sha256(bytes(row.pdf)).hexdigest() == row.sha256
        kept = get(world.chef, url(found, "disclosure_refusal")).content
        assert kept == bytes(row.pdf)

    def test_is_an_accessible_letter(self, world):
        assert_pdf_ua_and_a(bytes(refused_by_authority(world).pdf))

    def test_of_what_is_masked_needs_a_copy_that_was_given(self, world):
        found = demanded(world)
        answered(world, found.case, world.chef)
        with refused("nothing_given"):
            decide(found, world.chef, outcome="delvis")


class TestAnEmployeeIsNotTheAuthority:
    def test_sees_no_button(self, world):
        found = demanded(world)
        assert url(found) not in text_of(get(world.registrator, found.get_absolute_url()))
        assert url(found) in text_of(get(world.chef, found.get_absolute_url()))

    def test_is_refused(self, world):
        found = demanded(world)
        answer = post(world.registrator, url(found), conflict="nej", **DECISION)
        assert answer.status_code == 403 and "delegation" in text_of(answer)
        assert WHY in text_of(answer)
        with refused("delegation"):
            decide(found, world.registrator)

    def test_is_told_who_may(self, world):
        found, chef = demanded(world), str(world.chef)
        page = text_of(get(world.registrator, found.get_absolute_url()))
        told = rules.who_decides(found.case.unit)
        assert chef in told and told.endswith("får fatta beslutet.")
        assert told in page
        assert rules.against_deciding(found, world.registrator)[0].sentence.endswith(told)

    def test_nor_decides_when_nobody_has_asked(self, world):
        found = denied(world)
        answered(world, found.case, world.chef)
        with refused("not_asked"):
            decide(found, world.chef)

    def test_is_refused_by_postgresql(self, world):
        row = refused_by_authority(world)
        row.pk, row.disclosure = (
            None,
            demanded(world, denied(world, asked(world, row.disclosure.case))),
        )
        row.decided_by = world.registrator
        with refused_by_database("saknar delegation"):
            row.save(force_insert=True)
        row.decided_by, row.disclosure = (
            world.chef,
            denied(world, asked(world, row.disclosure.case)),
        )
        with refused_by_database("Ingen har begärt myndighetens beslut"):
            row.save(force_insert=True)


class TestTheAppeal:
    def test_is_noted_with_the_day_it_came_and_the_day_it_was_sent_on(self, world):
        row = refused_by_authority(world)
        told = {"arrived_on": clock.today(), "forwarded_on": clock.today(), "note": "Mål 12-26"}
        answer = post(world.registrator, url(row.disclosure, "note_disclosure_appeal"), **told)
        assert answer.status_code == 302 and CourtAppeal.objects.get().note == "Mål 12-26"
        entry = JournalEntry.objects.get(title="Beslutet om utlämnande är överklagat")
        assert "kammarrätten" in entry.text

    def test_needs_a_decision(self, world):
        found = denied(world)
        assert get(world.registrator, url(found, "note_disclosure_appeal")).status_code == 409


def test_the_sentences_are_plain():
    texts = [row["text"] for row in rows("rulebook/utlamnande_texts")]
    words = {word.strip(".,").lower() for text in texts for word in text.split()}
    assert not words & set(SAY_INSTEAD)
    assert lix(" ".join(texts)) < 40


class TestWhoDecides:
    def test_the_namnd_does_where_nobody_has_the_delegation(self, world):
        elsewhere = world.unit("Kista")
        assert rules.who_decides(elsewhere) == (
            f"Ingen har den delegationen för {elsewhere}. Då är det nämnden som beslutar."
        )

    def test_the_demo_citys_delegation_gives_it_to_the_chefer(self):
        (row,) = rows("demo/delegations")
        (point,) = (p for p in row["points"] if p["power"] == rules.REFUSES)
        assert point["passed_on"]
