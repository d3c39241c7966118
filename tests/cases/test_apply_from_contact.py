"""Who wished to apply at a contact, or may have, has applied: it waits until that is registered.

FL 19 §; JO: doubt counts as an application. users.md G9.
"""

from datetime import date, timedelta

import pytest

from cases import advice
from cases.models import AdviceCancellation, AdviceContact, AdviceDecline, Application, Draft
from cases.unapplied import untrue
from jobbtorg import clock
from tests.cases.helpers import (
    get,
    in_days,
    on,
    page_of,
    post,
    refused,
    refused_by_database,
    text_of,
    undone,
)
from tests.cases.test_note_contact import URL, form, with_names
from tests.cases.test_register_page import form as application
from tests.world import TP1

MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 2, 27)


def waiting():
    kept = set(AdviceContact.objects.waiting())
    assert kept == set(AdviceContact.objects.unanswered()) and not untrue()
    return kept


def address(contact):
    return f"/ny-ansokan/?kontakt={contact.pk}"


class TestTheWay:
    @pytest.mark.parametrize("wants", ["ja", "osakert"])
    def test_yes_and_doubt_lead_to_ny_ansokan(self, world, wants):
        answer = post(world.coach, URL, **form(world, wants=wants))
        row = AdviceContact.objects.get()
        assert (answer.status_code, answer.url) == (302, address(row))
        assert waiting() == {row}

    def test_there_the_day_the_channel_and_the_unit_are_filled_in(self, world):
        with on(MONDAY):
            kind = world.code("kontaktslag", "uppsokande")
            row = world.contact("ja", held_on=FRIDAY, kind=kind)
            html = text_of(get(world.coach, address(row)))
            page = page_of(get(world.coach, address(row)))
        assert page.inputs["arrived_on"] == "2026-02-27"
        assert 'value="muntlig" checked' in html.replace('class="ds-input" ', "").replace(
            " required", ""
        ).replace(' id="id_channel_1"', "")
        assert f'value="{world.unit().pk}" selected' in html
        assert f'value="{world.code("nadd_via", "jobbtorg").pk}" selected' in html

    def test_insatsers_outreach_says_so_and_leaves_the_jobbtorg_open(self, world):
        told = {"unit": world.unit("Insatser"), "kind": world.code("kontaktslag", "uppsokande")}
        row = world.contact("ja", by=world.coach_insatser, **told)
        html = text_of(get(world.coach_insatser, address(row)))
        assert f'value="{world.code("nadd_via", "insatser").pk}" selected' in html

    def test_an_e_mail_is_written(self, world):
        row = world.contact("ja", kind=world.code("kontaktslag", "e-post"))
        html = text_of(get(world.coach, address(row)))
        assert "checked" in html[html.index('value="skriftlig"') :][:60]

    def test_the_registered_application_points_at_its_contact_and_nothing_waits(self, world):
        row = world.contact("osakert")
        answer = post(world.coach, address(row), **application(world))
        assert answer.status_code == 302
        assert Application.objects.get().contact == row
        assert waiting() == set()
        assert "Ansökan är registrerad" in text_of(get(world.coach, URL))

    def test_what_is_written_is_kept_for_each_contact_by_itself(self, world):
        one, other = world.contact("ja"), world.contact("ja")
        draft = f"/utkast/ny-ansokan-{one.pk}/"
        assert post(world.coach, draft, own_words="För den ena.", revision=0).status_code == 200
        assert page_of(get(world.coach, address(one))).written("own_words") == "För den ena."
        assert page_of(get(world.coach, address(other))).written("own_words") == ""
        post(world.coach, address(one), **application(world))
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("told", ["0", "x", "99999999999", "-1"])
    def test_a_contact_that_is_not_there_is_not_found(self, world, told):
        assert get(world.coach, f"/ny-ansokan/?kontakt={told}").status_code == 404

    def test_another_units_contact_is_not_there(self, world):
        row = world.contact("ja")
        assert get(world.coach_city, address(row)).status_code == 404


class TestTheDay:
    @pytest.mark.parametrize("days", [1, -1])
    def test_the_arrival_day_is_the_contacts_day(self, world, days):
        with on(MONDAY):
            row = world.contact("ja", held_on=FRIDAY)
            day = FRIDAY + timedelta(days=days)
            answer = post(world.coach, address(row), **application(world, arrived_on=f"{day}"))
            assert answer.status_code == 422
            told = "Personen ville ansöka 2026-02-27. Ankomstdagen är den dagen."
            assert told in text_of(answer)
            with refused("contact_day"):
                world.registered(arrived_on=day, contact=row)
            case = world.registered()
            with refused_by_database("kontakten den kommer från"):
                applied(case, arrived_on=day, contact=row)

    def test_one_contact_gives_one_application(self, world):
        row = world.contact("ja")
        world.registered(contact=row)
        with refused("applied"):
            world.registered("200102152392", contact=row)
        other = world.running("200102152392")
        with refused_by_database("contact_id"):
            applied(other, contact=row)

    def test_a_contact_that_waits_for_nothing_leads_nowhere(self, world):
        row = world.contact("ja")
        world.registered(contact=row)
        for page in (address(row), f"{URL}{row.pk}/ville-inte/"):
            answer = get(world.coach, page)
            assert answer.status_code == 409
            assert "Ansökan är redan registrerad." in text_of(answer)

    def test_a_contact_with_no_gives_none(self, world):
        row = world.contact("nej")
        with refused("no"):
            world.registered(contact=row)
        with refused_by_database("kontakten den kommer från"):
            applied(world.registered(), contact=row)

    def test_a_contact_that_names_a_person_is_that_persons(self, world):
        with_names()
        person = world.registered().person
        with undone():
            row = world.contact("ja", person=person)
            with refused("contact_person"):
                world.registered("200102152392", contact=row)
            other = world.registered("200102152392")
            with refused_by_database("kontakten den kommer från"):
                applied(other, contact=row)
        assert person.personnummer == TP1


def applied(case, **told):
    """An application past every rule in Python."""
    first = case.applications.latest("pk")
    names = ("channel", "own_words", "reached_by", "target_group", "registered_at", "registered_by")
    names += ("noticed_on", "received_by")
    values = {name: getattr(first, name) for name in ("arrived_on", *names)}
    return Application.objects.create(case=case, **(values | told))


class TestTheRedList:
    def test_stands_on_the_page_and_on_the_units_worklist(self, world):
        row = world.contact("ja")
        for user in (world.coach, world.colleague, world.chef, world.registrator):
            html = text_of(get(user, URL))
            assert "Väntar på ansökan" in html and address(row) in html
            assert "1 kontakt i råd och stöd väntar på ansökan." in text_of(get(user, "/"))
        for user in (world.coach_city, world.sekreterare):
            assert "väntar på ansökan." not in text_of(get(user, "/"))

    def test_time_does_not_take_it_away(self, world):
        row = world.contact("osakert")
        with in_days(400):
            assert address(row) in text_of(get(world.colleague, URL))

    def test_neither_does_makulera(self, world):
        row = world.contact("ja")
        assert f"{URL}{row.pk}/makulera/" not in text_of(get(world.coach, URL))
        answer = post(world.coach, f"{URL}{row.pk}/makulera/")
        assert answer.status_code == 409
        assert "väntar på en ansökan och kan inte makuleras" in text_of(answer)
        with refused("waiting"):
            advice.cancel_contact(row, by=world.coach)
        with refused_by_database("väntar på ansökan"):
            AdviceCancellation.objects.create(
                contact=row, cancelled_by=world.coach, cancelled_at=clock.now()
            )
        assert waiting() == {row}

    def test_nor_is_a_contact_cancelled_that_led_to_an_application(self, world):
        row = world.contact("ja")
        world.registered(contact=row)
        with refused("applied"):
            advice.cancel_contact(row, by=world.coach)


class TestPersonenVilleInteAnsoka:
    def said(self, row, world, **changed):
        told = {"told_on": clock.today(), "how": "telefon", "asked": True, "by": world.coach}
        return advice.note_decline(row, **(told | changed))

    def test_is_noted_with_day_and_manner_by_whom(self, world):
        row = world.contact("ja")
        answer = post(
            world.coach, f"{URL}{row.pk}/ville-inte/", told_on=f"{clock.today()}", how="telefon"
        )
        assert (answer.status_code, answer.url) == (302, URL)
        assert (row.decline.how, row.decline.noted_by) == ("telefon", world.coach)
        assert waiting() == set()
        assert "Ville inte" in text_of(get(world.coach, URL))

    def test_the_manner_is_asked_for(self, world):
        row = world.contact("ja")
        answer = post(world.coach, f"{URL}{row.pk}/ville-inte/", told_on=f"{clock.today()}")
        assert answer.status_code == 422
        assert waiting() == {row}

    def test_who_was_unsure_has_been_asked(self, world):
        row = world.contact("osakert")
        page = f"{URL}{row.pk}/ville-inte/"
        assert "asked" in page_of(get(world.coach, page)).inputs
        answer = post(world.coach, page, told_on=f"{clock.today()}", how="mote")
        assert answer.status_code == 422
        assert "Fråga om hen vill ansöka" in text_of(answer)
        with refused("asked"):
            self.said(row, world, asked=False)
        with refused_by_database("inte tillfrågad"):
            AdviceDecline.objects.create(
                contact=row, told_on=clock.today(), how="mote", asked=False,
                noted_by=world.coach, noted_at=clock.now(),
            )  # fmt: skip
        self.said(row, world)
        assert waiting() == set()

    @pytest.mark.parametrize("days", [-1, 1])
    def test_the_day_is_neither_before_the_contact_nor_in_the_future(self, world, days):
        row = world.contact("ja")
        day = clock.today() + timedelta(days=days)
        with refused("told_on"):
            self.said(row, world, told_on=day)
        with refused_by_database():
            AdviceDecline.objects.create(
                contact=row, told_on=day, how="mote", asked=True,
                noted_by=world.coach, noted_at=clock.now(),
            )  # fmt: skip

    def test_then_no_application_comes_of_it_and_nothing_is_said_twice(self, world):
        row = world.contact("ja")
        self.said(row, world)
        with refused("declined"):
            self.said(row, world)
        with refused("declined"):
            world.registered(contact=row)
        with refused_by_database("kontakten den kommer från"):
            applied(world.registered(), contact=row)

    def test_nor_is_it_said_of_who_has_applied_or_never_wished_to(self, world):
        row = world.contact("ja")
        world.registered(contact=row)
        with refused("applied"):
            self.said(row, world)
        with refused("no"):
            self.said(world.contact("nej"), world)
        with refused_by_database("väntar inte på ansökan"):
            AdviceDecline.objects.create(
                contact=row, told_on=clock.today(), how="mote", asked=True,
                noted_by=world.coach, noted_at=clock.now(),
            )  # fmt: skip

    def test_a_contact_that_was_noted_wrongly_may_then_be_cancelled(self, world):
        row = world.contact("ja")
        self.said(row, world)
        advice.cancel_contact(row, by=world.coach)
        assert not AdviceContact.objects.counted().exists()
