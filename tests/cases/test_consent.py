"""Samtycke: given towards someone, to something, on a day; taken back by a row of its own.

What is fetched from Arbetsförmedlingen beyond the six items rests on it. users.md P20.
"""

from datetime import timedelta

import pytest

from cases import consents
from cases.conflicts import declare
from cases.consents import ConsentData
from cases.models import AfInformation, Consent, ConsentWithdrawal, Investigation
from jobbtorg import clock
from tests.cases.helpers import (
    as_posted,
    get,
    in_days,
    page_of,
    post,
    refused,
    refused_by_database,
    text_of,
    undone,
)

MORE = "Hon har haft två praktikplatser."
BASIS = {"basis": "samtycke", "more": MORE}


def days(n):
    return clock.today() + timedelta(days=n)


def url(case):
    return f"{case.get_absolute_url()}samtycken/"


def form(**changed):
    values = {
        "towards": "arbetsformedlingen",
        "given_on": f"{clock.today()}",
        "how": "muntligt",
        "covers": "Planeringen hos Arbetsförmedlingen",
    }
    return values | changed


@pytest.fixture
def case(world):
    with in_days(-9):
        return world.started()


class TestGiven:
    def test_it_says_towards_whom_to_what_when_how_and_who_noted_it(self, world, case):
        answer = post(world.coach, url(case), **form())
        assert (answer.status_code, answer.url) == (302, url(case))
        row = Consent.objects.get()
        assert (row.towards, row.how, row.noted_by) == (
            "arbetsformedlingen",
            "muntligt",
            world.coach,
        )
        assert (row.given_on, row.covers) == (clock.today(), form()["covers"])
        html = text_of(get(world.coach, url(case)))
        assert row.covers in html and "Gäller" in html
        assert case.journal.first().title.startswith("Samtycke gavs")

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"towards": ""}, "Svara på frågan ”Gentemot vem?”."),
            ({"how": ""}, "Välj hur samtycket gavs."),
            ({"covers": " \n "}, "Ange vad samtycket omfattar."),
            ({"given_on": "imorgon"}, "som ett datum"),
            ({"towards": "annan"}, "Ange vem samtycket gäller."),
        ],
    )
    def test_what_is_left_out_is_asked_for_and_nothing_typed_is_lost(
        self, world, case, changed, sentence
    ):
        answer = post(world.coach, url(case), **form(**{"covers": "Planeringen"} | changed))
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        if "covers" not in changed:
            assert page_of(answer).written("covers") == "Planeringen"
        assert not Consent.objects.exists()

    def test_never_in_the_future(self, world, case):
        answer = post(world.coach, url(case), **form(given_on=f"{days(1)}"))
        assert answer.status_code == 422
        assert "Dagen kan inte ligga i framtiden." in text_of(answer)
        with refused("future"):
            world.consent(case, given_on=days(1))
        with refused_by_database("framtiden"):
            noted(world, case, given_on=days(1))

    def test_who_is_javig_notes_none(self, world, case):
        declare(case, world.colleague, "tillsyn", by=world.colleague)
        told = ConsentData("arbetsformedlingen", "Planering", clock.today(), "muntligt")
        with refused("barred"):
            consents.note_consent(case, told, by=world.colleague)
        with refused_by_database("jävig"):
            noted(world, case, noted_by=world.colleague)

    @pytest.mark.parametrize("who", ["sekreterare", "granskare", "coach_city"])
    def test_others_note_none(self, world, case, who):
        told = ConsentData("arbetsformedlingen", "Planering", clock.today(), "muntligt")
        with refused("writer"):
            consents.note_consent(case, told, by=getattr(world, who))

    @pytest.mark.parametrize(
        ("told", "constraint"),
        [
            ({"covers": "  "}, "consent_says_what_and_how"),
            ({"how": ""}, "consent_says_what_and_how"),
            ({"towards": "annan"}, "consent_says_towards_whom"),
            ({"towards": ""}, "consent_says_towards_whom"),
        ],
    )
    def test_the_database_takes_none_by_half(self, world, case, told, constraint):
        with refused_by_database(constraint):
            noted(world, case, **told)


def noted(world, case, **changed):
    """A consent past every rule in Python."""
    values = {
        "towards": "arbetsformedlingen",
        "covers": "Planering",
        "given_on": clock.today(),
        "how": "muntligt",
        "noted_by": world.coach,
        "noted_at": clock.now(),
    }
    return Consent.objects.create(case=case, **(values | changed))


class TestTakenBack:
    @pytest.fixture
    def consent(self, world, case):
        return world.consent(case, given_on=days(-3))

    def send(self, world, case, consent, **changed):
        sent = {"withdrawn_on": f"{clock.today()}", "how": "skriftligt"} | changed
        return post(world.registrator, f"{url(case)}{consent.pk}/aterkalla/", **sent)

    def test_by_a_row_of_its_own_that_anyone_at_the_unit_or_the_registrator_notes(
        self, world, case, consent
    ):
        assert "Återkalla" in text_of(get(world.registrator, url(case)))
        assert self.send(world, case, consent).status_code == 302
        row = ConsentWithdrawal.objects.get()
        assert (row.consent, row.how, row.noted_by) == (consent, "skriftligt", world.registrator)
        html = text_of(get(world.coach, url(case)))
        assert f"Det som hämtades in före {clock.today()} står kvar. Inget mer får" in html
        assert "aterkalla/" not in html
        assert case.journal.first().title.startswith("Samtycke återkallades")

    @pytest.mark.parametrize("day", [-4, 1])
    def test_neither_before_it_was_given_nor_in_the_future(self, world, case, consent, day):
        answer = self.send(world, case, consent, withdrawn_on=f"{days(day)}")
        assert answer.status_code == 422
        assert f"Ange en dag från {consent.given_on}, då samtycket gavs" in text_of(answer)
        with refused("withdrawn_on"):
            consents.withdraw_consent(consent, days(day), "muntligt", by=world.coach)
        with refused_by_database("Återkallelsen"):
            ConsentWithdrawal.objects.create(
                consent=consent, withdrawn_on=days(day), how="muntligt",
                noted_by=world.coach, noted_at=clock.now(),
            )  # fmt: skip

    def test_once(self, world, case, consent):
        consents.withdraw_consent(consent, clock.today(), "muntligt", by=world.coach)
        with refused("withdrawn"):
            consents.withdraw_consent(consent, clock.today(), "muntligt", by=world.coach)
        assert self.send(world, case, consent).status_code in (409, 422)

    def test_the_consent_itself_is_never_changed(self, world, case, consent):
        with refused_by_database("Cannot update"):
            Consent.objects.filter(pk=consent.pk).update(covers="Allt")

    def test_another_cases_consent_is_not_there(self, world, case, consent):
        other = world.started("200102152392")
        answer = post(world.coach, f"{url(other)}{consent.pk}/aterkalla/")
        assert answer.status_code == 404


def part(case):
    return f"{case.get_absolute_url()}utredning/arbetsformedlingen/"


def send_part(world, case, **changed):
    return post(world.coach, part(case), **as_posted(world.values(case, "arbetsformedlingen"))
                | {k: str(getattr(v, "pk", v)) for k, v in changed.items()})  # fmt: skip


def af(world, case, **told):
    """A row past every rule in Python."""
    values = {"basis": "samtycke", "received_on": clock.today(), "source": "Telefon"} | told
    return AfInformation(investigation=Investigation.objects.of(case), **values)


class TestArbetsformedlingen:
    """More than the six items rests on consent or a named statute. OSL 10 kap. 1 §."""

    def test_the_six_items_need_nothing(self, world, case):
        assert send_part(world, case).status_code == 302
        assert AfInformation.objects.get().consent is None

    def test_a_new_consent_is_noted_in_the_part_itself(self, world, case):
        told = {"consent_on": clock.today(), "consent_how": "muntligt", "consent_scope": "Planen"}
        assert send_part(world, case, **BASIS, **told).status_code == 302
        assert AfInformation.objects.get().consent == Consent.objects.get()
        again = page_of(get(world.coach, part(case)))
        assert again.written("more") == MORE
        assert send_part(world, case, **BASIS, consent=Consent.objects.get(), seen=1).status_code
        assert Consent.objects.count() == 1

    def test_without_consent_nothing_is_saved_and_the_text_stays(self, world, case):
        answer = send_part(world, case, **BASIS)
        assert answer.status_code == 422
        assert "Ange vilken dag samtycket gavs." in text_of(answer)
        assert page_of(answer).written("more") == MORE
        assert not AfInformation.objects.exists() and not Consent.objects.exists()

    def test_a_consent_that_the_part_was_not_saved_with_is_not_noted_either(self, world, case):
        told = {"consent_on": clock.today(), "consent_how": "muntligt", "consent_scope": "Planen"}
        answer = send_part(world, case, **BASIS, **told, received_on=days(-2))
        assert answer.status_code == 422
        assert f"Samtycket gavs {clock.today()}. Det gäller inte {days(-2)}." in text_of(answer)
        assert not Consent.objects.exists()

    def test_a_consent_that_is_known_is_chosen(self, world, case):
        consent = world.consent(case)
        assert f'value="{consent.pk}" selected' in text_of(get(world.coach, part(case)))
        assert send_part(world, case, **BASIS, consent=consent).status_code == 302
        assert AfInformation.objects.get().consent == consent

    @pytest.mark.parametrize("statute", ["", "   "])
    def test_another_statute_is_named(self, world, case, statute):
        told = {"basis": "annat_lagstod", "more": MORE}
        answer = send_part(world, case, **told, statute=statute)
        assert answer.status_code == 422
        assert "Ange lagrummet." in text_of(answer)
        assert page_of(answer).written("more") == MORE
        assert send_part(world, case, **told, statute="10 kap. 28 § OSL").status_code == 302
        assert AfInformation.objects.get().statute == "10 kap. 28 § OSL"

    @pytest.mark.parametrize("which", ["other_case", "towards", "later", "withdrawn"])
    def test_the_consent_is_this_cases_towards_them_and_covers_the_day(self, world, case, which):
        received = days(-1)
        if which == "other_case":
            consent, code = world.consent(world.started("200102152392")), "other_consent"
        elif which == "towards":
            consent, code = world.consent(case, "stadsdelsforvaltning"), "other_consent"
        elif which == "later":
            consent, code = world.consent(case), "consent_later"
        else:
            consent, code = world.consent(case, given_on=days(-5)), "consent_withdrawn"
            consents.withdraw_consent(consent, received, "muntligt", by=world.coach)
            consent.refresh_from_db()
        with refused(code):
            world.save(case, "arbetsformedlingen", **BASIS, consent=consent, received_on=received)
        answer = send_part(world, case, **BASIS, consent=consent, received_on=received)
        assert answer.status_code == 422
        assert page_of(answer).written("more") == MORE
        with refused_by_database("Samtycket gällde inte den dag uppgifterna kom."):
            af(world, case, consent=consent, received_on=received, more=MORE).save()


class TestAfterItWasTakenBack:
    @pytest.fixture
    def fetched(self, world, case):
        consent = world.consent(case, given_on=days(-5))
        told = BASIS | {"consent": consent, "received_on": days(-3)}
        world.save(case, "arbetsformedlingen", **told)
        consents.withdraw_consent(consent, days(-1), "muntligt", by=world.coach)
        return Consent.objects.get()

    def test_what_was_fetched_stays_and_the_page_says_so(self, world, case, fetched):
        html = text_of(get(world.coach, part(case)))
        assert MORE in html
        assert f"återkallades {days(-1)}. Det som hämtades in innan står kvar" in html

    def test_the_six_items_can_still_be_corrected(self, world, case, fetched):
        told = BASIS | {"consent": fetched, "received_on": days(-3), "category": "Annan"}
        world.save(case, "arbetsformedlingen", **told)
        assert AfInformation.objects.get().category == "Annan"

    def test_nothing_more_is_fetched_under_it(self, world, case, fetched):
        told = BASIS | {"consent": fetched, "received_on": days(-3)}
        with refused("more_withdrawn") as rules:
            world.save(case, "arbetsformedlingen", **told | {"more": "Mer och mer."})
        assert "står kvar, men inget kan läggas till" in rules[0].sentence
        answer = send_part(world, case, **told | {"more": "Mer och mer."}, seen=1)
        assert answer.status_code == 422
        assert page_of(answer).written("more") == "Mer och mer."
        with refused_by_database("återkallat"):
            row = AfInformation.objects.get()
            row.more = "Mer och mer."
            row.save()
        with undone(), refused("consent_withdrawn"):
            world.save(case, "arbetsformedlingen", **told | {"received_on": clock.today()})
        with refused_by_database("gällde inte den dag"):
            row = AfInformation.objects.get()
            row.received_on = clock.today()
            row.save()

    def test_once_the_part_rests_on_something_else_it_is_no_longer_offered(
        self, world, case, fetched
    ):
        world.save(case, "arbetsformedlingen", more="")
        assert f'value="{fetched.pk}"' not in text_of(get(world.coach, part(case)))
