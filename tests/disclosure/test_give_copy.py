"""Lämna ut: what was looked through, by whoever decided, to someone; and the log of it. P12."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import JournalEntry
from disclosure import actions
from disclosure.models import Disclosure, Given, Release
from disclosure.rules import Handed
from disclosure.standing import Standing
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, on, post, refused, refused_by_database, text_of
from tests.disclosure.helpers import asked, copied, denied, given, released

TODAY = {"how": "overlamnat", "to": "Den som frågade"}
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def fresh(copy) -> Disclosure:
    return Disclosure.objects.get(pk=copy.disclosure_id)


def handed(**told) -> Handed:
    return Handed(**({"given_on": clock.today()} | TODAY | told))


def url(name, copy, *more):
    found = fresh(copy)
    return reverse(name, args=[found.case.slug, found.pk, *more])


class TestTheRequest:
    def test_is_registered_by_the_registrator_or_a_chef_and_nobody_else(self, world):
        case = world.started()
        told = {"asker": "annan", "came_on": clock.today(), "how": "telefon", "asks": "Allt."}
        assert world.coach and world.chef and world.registrator
        address = reverse("new_disclosure", args=[case.slug])
        assert post(world.coach, address, **told).status_code == 403
        assert post(world.chef, address, **told).status_code == 302
        found = Disclosure.objects.get()
        assert found.name == "" and found.who == "Har inte uppgett namn"
        assert JournalEntry.objects.filter(title="Begäran om utlämnande").exists()
        with refused_by_database("Bara enhetens chefer och registratorn"):
            found.pk, found.registered_by = None, world.coach
            found.save(force_insert=True)

    @pytest.mark.parametrize(
        ("came", "due"), [(MONDAY, date(2026, 3, 3)), (FRIDAY, date(2026, 3, 9))]
    )
    def test_is_answered_by_the_next_working_day_and_is_late_after_it(self, world, came, due):
        with on(came):
            found = asked(world, came_on=came)
        assert found.due_on == due
        with on(due):
            assert not Standing(found).is_late
        with on(due + timedelta(days=1)):
            assert Standing(found).is_late
            page = text_of(get(world.registrator, found.case.get_absolute_url()))
            assert "Begäran om utlämnande är sen" in page
            assert found.case.number in text_of(get(world.registrator, "/utlamnanden/"))

    def test_waits_until_it_is_answered_or_given(self, world):
        found = asked(world)
        assert list(Disclosure.objects.waiting()) == [found]
        copy = copied(world, found)
        assert list(Disclosure.objects.waiting()) == [found]
        given(world, copy)
        assert not Disclosure.objects.waiting().exists()


class TestNothingIsGivenWithoutADecisionOnWhatIsMasked:
    def test_the_page_offers_it_first_when_there_is_one(self, world):
        copy = copied(world)
        page = text_of(get(world.registrator, fresh(copy).get_absolute_url()))
        assert "Lämna ut kopian" not in page and "Gå igenom kopian" in page
        released(world, copy)
        assert "Lämna ut kopian" in text_of(get(world.registrator, fresh(copy).get_absolute_url()))

    def test_the_form_is_refused(self, world):
        copy = copied(world)
        answer = post(world.registrator, url("give_copy", copy), sha256=copy.sha256, **TODAY)
        assert answer.status_code == 409
        assert "Ingen har beslutat vad som ska vara maskat" in text_of(answer)
        with refused("undecided"):
            actions.give(fresh(copy), copy.sha256, handed(), by=world.registrator)

    def test_postgresql_has_no_row_to_give_by(self, world):
        copy = copied(world)
        row = Given(
            sha256=copy.sha256, how="overlamnat", to="x", given_on=clock.today(),
            given_by=world.registrator, given_at=clock.now(),
        )  # fmt: skip
        with refused_by_database():
            row.save()


class TestOnlyTheBytesThatWereLookedThrough:
    def test_the_page_of_the_copy_shows_them_before_the_button(self, world):
        copy = copied(world)
        page = text_of(get(world.registrator, url("masked_copy", copy, copy.pk)))
        file = url("masked_copy_pdf", copy, copy.pk)
        assert page.index(file) < page.index("Godkänn för utlämnande")
        assert copy.sha256 in page
        assert get(world.registrator, file).content == bytes(copy.pdf)

    def test_a_copy_that_nobody_opened_is_not_released(self, world):
        copy = copied(world)
        answer = post(
            world.registrator, url("masked_copy", copy, copy.pk), sha256=copy.sha256,
            reasons="Rör andra.",
        )  # fmt: skip
        assert answer.status_code == 409 and "Öppna kopian" in text_of(answer)
        assert "Rör andra." in text_of(answer)
        actions.look_through(copy, by=world.chef)  # another has seen it: that does not help
        with refused("unseen"):
            actions.release(copy, copy.sha256, "Rör andra.", by=world.registrator)

    def test_other_bytes_are_refused(self, world):
        copy = copied(world)
        actions.look_through(copy, by=world.registrator)
        with refused("unseen"):
            actions.release(copy, "0" * 64, "Rör andra.", by=world.registrator)
        released(world, copy)
        with refused("other_bytes"):
            actions.give(fresh(copy), "0" * 64, handed(), by=world.registrator)

    def test_nor_by_postgresql(self, world):
        copy = copied(world)
        row = Release(
            copy_id=copy.pk, sha256=copy.sha256, decided_by=world.registrator,
            decided_at=clock.now(), decider_title="registrator",
        )  # fmt: skip
        with refused_by_database("inte gått igenom just den här filen"):
            row.save()
        decided = released(world, copy)
        other = Given(
            release=decided, sha256="0" * 64, how="overlamnat", to="x", given_on=clock.today(),
            given_by=world.registrator, given_at=clock.now(),
        )  # fmt: skip
        with refused_by_database("en annan fil än den som har gåtts igenom"):
            other.save()

    def test_an_older_copy_is_not_given(self, world):
        found = asked(world)
        first = copied(world, found)
        released(world, first)
        copied(world, found, "journal", words=())
        with refused("undecided"):
            actions.give(fresh(first), first.sha256, handed(), by=world.registrator)

    def test_what_is_masked_has_its_reason(self, world):
        copy = copied(world)
        actions.look_through(copy, by=world.registrator)
        with refused("reasons"):
            actions.release(copy, copy.sha256, " ", by=world.registrator)


class TestTheGiving:
    def test_is_noted_with_whom_how_when_and_by_whose_decision(self, world):
        copy = copied(world)
        released(world, copy, by=world.chef)
        told = {"sha256": copy.sha256, "given_on": clock.today(), **TODAY}
        assert post(world.registrator, url("give_copy", copy), **told).status_code == 302
        row = Given.objects.get()
        assert (row.to, row.how, row.given_by) == (
            "Den som frågade",
            "overlamnat",
            world.registrator,
        )
        assert row.release.decided_by == world.chef
        entry = JournalEntry.objects.get(title="Utlämnat")
        assert f"Beslutat av {world.chef}" in entry.text and row.to not in entry.text
        assert Standing(Disclosure.objects.whole().get()).label == "Utlämnat"

    def test_is_once(self, world):
        copy = copied(world)
        given(world, copy)
        with refused("given"):
            actions.give(fresh(copy), copy.sha256, handed(), by=world.registrator)

    def test_never_by_email_of_what_is_secret_to_others(self, world):
        copy = copied(world, asked(world, asker="part"), "journal", words=())
        decided = released(world, copy)
        with refused("email"):
            actions.give(fresh(copy), copy.sha256, handed(how="epost"), by=world.registrator)
        row = Given(
            release=decided, sha256=copy.sha256, how="epost", to="x", given_on=clock.today(),
            given_by=world.registrator, given_at=clock.now(),
        )  # fmt: skip
        with refused_by_database("inte med e-post"):
            row.save()

    def test_of_a_printout_stands_in_the_access_log(self, world):
        copy = copied(world)
        get(world.coach, url("masked_copy_pdf", copy, copy.pk))
        row = AccessLog.objects.filter(user=world.coach).latest("pk")
        assert (row.action, row.what) == ("utskrift", "Maskad kopia")

    def test_may_follow_an_answer_that_was_no(self, world):
        found = denied(world)
        given(world, copied(world, found))
        assert not Disclosure.objects.waiting().exists()
