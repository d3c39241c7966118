"""Underlag inför ändring: what has come up, what is planned, and time to reply. FL 25 §."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.conflicts import declare
from decisions import changing
from decisions.hearing import hear, note_hearing_reply
from decisions.hearing_rules import Heard, against_hearer
from decisions.models import Hearing, HearingReply
from jobbtorg import clock
from tests.cases.helpers import (
    as_if_committed,
    get,
    in_days,
    post,
    refused,
    refused_by_database,
    text_of,
)
from tests.cases.jav import OTHER, PRIVATE
from tests.decisions.later import FALSE, SLIP, heard, put_right

DAY = timedelta(days=1)
FACTS = "Du har berättat att du har haft ett arbete hela tiden."
PLAN = "Vi tänker besluta att stödet slutar."


def data(**changed):
    today = clock.today()
    told = {"ground": FALSE, "facts": FACTS, "plan": PLAN, "how": "overlamnat"}
    return told | {"sent_on": today, "reply_by": today + 10 * DAY} | changed


def url(decision):
    return reverse("hearing", args=[decision.application.case.slug, decision.pk])


class TestWhoAndWhen:
    def test_who_is_javig_sends_none(self, world):
        decision = world.decided()
        declare(decision.application.case, world.coach, OTHER, PRIVATE, by=world.coach)
        assert "barred" in {rule.code for rule in against_hearer(decision, world.coach)}

    def test_none_about_a_decision_that_another_has_replaced(self, world, empowered):
        old = world.decided()
        changing.correct(old, put_right(old), SLIP, by=world.chef)
        assert [rule.code for rule in against_hearer(old, world.coach)] == ["replaced"]
        with refused("replaced"):
            hear(old, Heard(**data()), by=world.coach)


class TestTheLetter:
    def test_says_what_when_and_that_the_person_may_speak_before_the_namnd(self, world):
        row = hear(world.decided(), Heard(**data()), by=world.coach)
        assert row.title.startswith("Underlag inför ändring av beslut")
        assert row.pages >= 1 and row.sha256
        as_if_committed()

    def test_stands_in_the_journal_and_on_the_decision_page(self, world):
        decision = world.decided()
        hear(decision, Heard(**data()), by=world.coach)
        case = decision.application.case
        assert f"Underlag inför ändring av beslut {decision.number}" in case.journal.first().title
        page = text_of(get(world.chef, f"{case.get_absolute_url()}beslutet/"))
        assert "Underlag inför ändring" in page and "Inget svar än." in page

    def test_is_opened_as_it_was_sent(self, world):
        row = heard(world, world.decided(), ago=0)
        slug = row.decision.application.case.slug
        shown = get(world.chef, reverse("hearing_letter", args=[slug, row.pk]))
        assert shown.content == bytes(row.pdf)
        assert (
            get(world.chef_city, reverse("hearing_letter", args=[slug, row.pk])).status_code == 404
        )


class TestWhatItNeeds:
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"ground": ""}, "ground"),
            ({"ground": "felaktigt"}, "ground"),
            ({"facts": " "}, "facts"),
            ({"plan": ""}, "plan"),
            ({"how": ""}, "how"),
            ({"sent_on": clock.today() + DAY}, "sent_on"),
            ({"sent_on": clock.today() - DAY}, "sent_on"),
            ({"reply_by": clock.today()}, "reply_by"),
        ],
    )
    def test_each_is_told(self, world, told, code):
        with refused(code):
            hear(world.decided(), Heard(**data(**told)), by=world.coach)

    def test_nothing_goes_by_post_to_the_protected(self, world):
        assert world.chef
        decision = world.decided(protection="skyddad_folkbokforing")
        with refused("protected"):
            hear(decision, Heard(**data(how="brev")), by=world.coach)

    def test_only_what_grants_and_holds_is_changed(self, world):
        with refused("replaced"):
            hear(world.decided(may="avslag"), Heard(**data()), by=world.coach)

    @pytest.mark.parametrize("who", ["registrator", "chef_city", "coach_insatser"])
    def test_by_the_unit(self, world, who):
        user, decision = getattr(world, who), world.decided()
        with refused("hearer", "unanswered"):
            hear(decision, Heard(**data()), by=user)


class TestThePage:
    def test_sends_it(self, world):
        decision = world.decided()
        assert url(decision) in text_of(
            get(world.coach, f"{decision.application.case.get_absolute_url()}beslutet/")
        )
        assert post(world.coach, url(decision), **data()).status_code == 302
        assert Hearing.objects.get().facts == FACTS

    def test_says_what_is_missing_and_keeps_the_text(self, world):
        decision = world.decided()
        response = post(world.coach, url(decision), **data(plan="", facts="Ett särskilt ord."))
        assert response.status_code == 422
        assert "Ett särskilt ord." in text_of(response)
        assert "Skriv vad ni tänker besluta." in text_of(response)

    def test_is_not_the_registrators(self, world):
        decision = world.decided()
        assert get(world.registrator, url(decision)).status_code == 403

    def test_takes_the_reply(self, world):
        row = heard(world, world.decided(), ago=0)
        slug = row.decision.application.case.slug
        where = reverse("hearing_reply", args=[slug, row.pk])
        response = post(world.registrator, where, arrived_on=clock.today(), text="")
        assert response.status_code == 422
        told = {"arrived_on": clock.today(), "text": "Jag håller inte med."}
        assert post(world.registrator, where, **told).status_code == 302
        assert HearingReply.objects.get().text == "Jag håller inte med."


class TestTheReply:
    @pytest.mark.parametrize("days", [-1, 1])
    def test_comes_neither_before_the_basis_nor_in_the_future(self, world, days):
        row = heard(world, world.decided(), ago=0)
        with refused("arrived_on"):
            note_hearing_reply(row, clock.today() + days * DAY, "Nej.", by=world.coach)

    def test_is_registered_also_when_it_is_late(self, world):
        with in_days(-12):
            decision = world.decided()
        row = heard(world, decision)
        assert note_hearing_reply(row, clock.today(), "Nej.", by=world.registrator)


class TestTheDatabase:
    def row(self, world, decision, **changed):
        made = heard(world, decision, ago=0)
        told = {name: getattr(made, name) for name in (
            "decision", "ground", "facts", "plan", "how", "sent_on", "reply_by", "sent_by", "title",
            "pdf", "sha256", "content_hash", "pages", "made_at",
        )}  # fmt: skip
        return Hearing.objects.create(**(told | changed))

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"ground": "felaktigt"}, "hearing_has_ground_and_facts"),
            ({"facts": " "}, "hearing_has_ground_and_facts"),
            ({"reply_by": clock.today()}, "hearing_has_time_to_reply"),
            ({"sent_on": clock.today() - 9 * DAY}, "Underlaget skickas efter beslutet"),
        ],
    )
    def test_refuses_what_is_not_whole(self, world, changed, words):
        decision = world.decided()
        with refused_by_database(words):
            self.row(world, decision, **changed)

    def test_refuses_a_stranger(self, world):
        decision, stranger = world.decided(), world.coach_city
        with refused_by_database("Bara enheten skickar underlaget"):
            self.row(world, decision, sent_by=stranger)

    def test_refuses_post_to_the_protected(self, world):
        assert world.chef
        decision = world.decided(protection="skyddad_folkbokforing")
        with refused_by_database("skyddade personuppgifter"):
            self.row(world, decision, how="brev")

    def test_never_changes_it(self, world):
        row = heard(world, world.decided(), ago=0)
        with refused_by_database("Cannot update"):
            Hearing.objects.filter(pk=row.pk).update(facts="Annat.")
