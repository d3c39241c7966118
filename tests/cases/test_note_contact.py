"""Råd och stöd: a contact is counted in a few clicks, without anything about who the person is."""

import uuid
from datetime import date, timedelta

import pytest

from cases import advice
from cases.models import AdviceContact, Person
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import Unit
from jobbtorg.rulebook.models import Setting
from tests.cases.helpers import (
    get,
    on,
    page_of,
    post,
    refused,
    refused_by_database,
    signed_in,
    sql,
    text_of,
)
from tests.rulebook.helpers import set_since_the_beginning
from tests.world import TP1

URL = "/rad-och-stod/"
NOTERS = ["coach", "chef", "bitr", "coach_insatser", "registrator"]
READERS = ["granskare", "forvaltningschef"]
OTHERS = ["sekreterare", "delegationsadmin"]


def form(world, **changed):
    """What the form sends for the usual contact."""
    values = {
        "request_id": str(uuid.uuid4()),
        "held_on": f"{clock.today()}",
        "unit": world.unit().pk,
        "kind": world.code("kontaktslag", "samtal").pk,
        "gender": "kvinna",
        "informed": "on",
        "wants": "nej",
    }
    return values | changed


def send(world, user=None, /, **changed):
    return post(user or world.coach, URL, **form(world, **changed))


def with_names():
    """The nämnd has decided that contacts are documented with the person."""
    set_since_the_beginning("rad_och_stod_med_namn", True)


class TestWhatIsNoted:
    def test_day_unit_kind_gender_and_whether_the_person_was_told_and_wished_to_apply(self, world):
        answer = send(world)
        assert (answer.status_code, answer.url) == (302, URL)
        row = AdviceContact.objects.get()
        assert (row.held_on, row.unit, row.kind.code) == (clock.today(), world.unit(), "samtal")
        assert (row.gender, row.informed, row.wants) == ("kvinna", True, "nej")
        assert (row.noted_by, row.person) == (world.coach, None)

    def test_no_name_no_number_and_no_free_text(self, world):
        page = page_of(get(world.coach, URL))
        own = {"csrfmiddlewaretoken", "request_id", "fran", "till", "term"}
        assert set(page.inputs) - own == {"held_on", "kind", "gender", "informed"}
        assert page.areas == []
        columns = {f.name for f in AdviceContact._meta.concrete_fields if f.max_length != 32}
        assert columns == {
            "id", "held_on", "unit", "kind", "gender", "informed", "wants", "person",
            "noted_by", "noted_at",
        }  # fmt: skip

    def test_day_unit_and_kind_are_filled_in_and_the_kind_is_the_latest(self, world):
        page = page_of(get(world.coach, URL))
        assert page.inputs["held_on"] == f"{clock.today()}"
        assert f'value="{world.unit().pk}" selected' in text_of(get(world.coach, URL))
        send(world, kind=world.code("kontaktslag", "telefon").pk)
        html = text_of(get(world.coach, URL))
        chosen = f'name="kind" value="{world.code("kontaktslag", "telefon").pk}"'
        assert "checked" in html[html.index(chosen) :][:120]

    def test_the_provision_is_named_by_the_rulebook_and_only_while_it_holds(self, world):
        assert "11 kap. 6 § SoL" in text_of(get(world.coach, URL))
        with on(date(2025, 6, 30)):
            assert "11 kap. 6 § SoL" not in text_of(get(world.coach, URL))

    def test_a_day_of_the_past_is_taken_and_one_of_the_future_is_not(self, world):
        assert send(world, held_on="2026-01-05").status_code == 302
        tomorrow = clock.today() + timedelta(days=1)
        answer = send(world, held_on=f"{tomorrow}")
        assert answer.status_code == 422
        assert "Dagen kan inte ligga i framtiden." in text_of(answer)
        with refused("future"):
            world.contact(held_on=tomorrow)
        with refused_by_database("framtiden"):
            noted(world, held_on=tomorrow)

    @pytest.mark.parametrize(
        ("lacking", "sentence"),
        [("gender", "Välj kön."), ("wants", "Svara på frågan ”Ville personen ansöka?”.")],
    )
    def test_what_is_left_out_is_asked_for_and_the_rest_stays(self, world, lacking, sentence):
        answer = send(world, held_on="2026-01-05", **{lacking: ""})
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert page_of(answer).inputs["held_on"] == "2026-01-05"
        assert not AdviceContact.objects.exists()

    def test_sent_twice_it_is_counted_once(self, world):
        sent = form(world)
        client = signed_in(world.coach)
        assert [client.post(URL, sent).status_code for _ in range(2)] == [302, 302]
        assert AdviceContact.objects.count() == 1

    def test_a_unit_that_meets_nobody_or_is_closed_has_no_contacts(self, world):
        office = Unit.objects.get(name="Arbetsmarknadsförvaltningen")
        assert send(world, unit=office.pk).status_code == 422
        with refused("unit"):
            world.contact(unit=office)
        closed = Unit.objects.create(name="Gamla", kind="jobbtorg", last_day=date(2024, 1, 1))
        with refused("unit_closed"):
            world.contact(unit=closed)


class TestWho:
    @pytest.mark.parametrize("who", NOTERS)
    def test_who_reaches_people_notes_contacts(self, world, who):
        user = getattr(world, who)
        assert URL in page_of(get(user, "/")).links
        assert send(world, user).status_code == 302

    @pytest.mark.parametrize("who", READERS)
    def test_who_follows_the_work_sees_the_counts_and_no_form(self, world, who):
        world.contact()
        user = getattr(world, who)
        html = text_of(get(user, URL))
        assert "Antal kontakter" in html and "Ny kontakt" not in html and "Makulera" not in html
        assert send(world, user).status_code == 403
        assert AdviceContact.objects.count() == 1

    @pytest.mark.parametrize("who", OTHERS)
    def test_others_have_neither_link_nor_page_nor_counts(self, world, who):
        user = getattr(world, who)
        assert URL not in page_of(get(user, "/")).links
        assert get(user, URL).status_code == 403
        assert get(user, f"{URL}antal.csv").status_code == 403
        assert send(world, user).status_code == 403


def noted(world, **changed):
    """A row past every rule in Python."""
    values = {
        "held_on": clock.today(),
        "unit": world.unit(),
        "kind": world.code("kontaktslag", "samtal"),
        "gender": "kvinna",
        "informed": True,
        "wants": "nej",
        "noted_by": world.coach,
        "noted_at": clock.now(),
    }
    return AdviceContact.objects.create(**(values | changed))


class TestWithoutNames:
    """Until the nämnd decides otherwise. SoL 14 kap. 4 §."""

    def test_a_person_is_refused_on_the_page_in_the_act_and_by_the_database(self, world):
        person = world.registered().person
        answer = send(world, personnummer=TP1)
        assert answer.status_code == 422
        assert "Råd och stöd dokumenteras utan namn." in text_of(answer)
        with refused("named"):
            world.contact(person=person)
        with refused_by_database("utan namn"):
            noted(world, person=person)
        assert not AdviceContact.objects.exists()

    def test_once_the_namnd_has_decided_so_a_known_person_can_be_named(self, world):
        person = world.registered().person
        with_names()
        assert "personnummer" in page_of(get(world.coach, URL)).inputs
        assert send(world, personnummer="20020215-2385").status_code == 302
        assert AdviceContact.objects.get().person == person
        search = AccessLog.objects.get(action=AccessLog.Action.SEARCH)
        assert (search.user, search.what) == (world.coach, "Råd och stöd: sökte en person")

    def test_somebody_unknown_is_not_made_known_by_it(self, world):
        with_names()
        answer = send(world, personnummer="20020215-2385")
        assert answer.status_code == 422
        assert "Personen finns inte här sedan tidigare." in text_of(answer)
        assert not Person.objects.exists()

    def test_the_setting_of_the_contacts_day_counts(self, world):
        person = world.registered().person
        row = Setting.objects.get(key="rad_och_stod_med_namn")
        yesterday = clock.today() - timedelta(days=1)
        row.valid_to = yesterday
        row.save()
        Setting.objects.create(
            key=row.key, value=True, explanation="Beslut", valid_from=clock.today()
        )
        world.contact(person=person)
        with refused("named"):
            world.contact(person=person, held_on=yesterday)
        with refused_by_database("utan namn"):
            noted(world, person=person, held_on=yesterday)


class TestMakulera:
    def test_a_slip_is_cancelled_and_counted_no_longer_but_still_seen(self, world):
        row = world.contact()
        assert "Makulera" in text_of(get(world.coach, URL))
        answer = post(world.coach, f"{URL}{row.pk}/makulera/")
        assert (answer.status_code, answer.url) == (302, URL)
        assert (row.cancellation.cancelled_by, AdviceContact.objects.counted().count()) == (
            world.coach,
            0,
        )
        assert "Makulerad" in text_of(get(world.coach, URL))

    def test_twice_is_refused(self, world):
        row = world.contact()
        advice.cancel_contact(row, by=world.coach)
        with refused("cancelled"):
            advice.cancel_contact(row, by=world.coach)
        assert post(world.coach, f"{URL}{row.pk}/makulera/").status_code == 409

    def test_never_by_editing(self, world):
        row = world.contact()
        with refused_by_database("Cannot update"):
            AdviceContact.objects.filter(pk=row.pk).update(gender="man")
        with refused_by_database("Cannot update or delete"):
            sql("DELETE FROM cases_advicecontact WHERE id = %s", row.pk)

    def test_another_units_contact_is_not_there(self, world):
        row = world.contact()
        assert post(world.coach_city, f"{URL}{row.pk}/makulera/").status_code == 404


class TestCounts:
    @pytest.fixture
    def some(self, world):
        with on(date(2026, 3, 10)):
            for gender in ("kvinna", "kvinna", "man", "uppgift_saknas"):
                world.contact(gender=gender, held_on=date(2026, 3, 2))
            world.contact(held_on=date(2026, 2, 27))
            city = {"unit": world.unit("City"), "by": world.coach_city}
            world.contact(held_on=date(2026, 3, 3), **city)
            slip = world.contact(held_on=date(2026, 3, 3))
            advice.cancel_contact(slip, by=world.coach)
        return world

    def csv(self, user, query=""):
        with on(date(2026, 3, 10)):
            return get(user, f"{URL}antal.csv{query}").content.decode("utf-8-sig").splitlines()

    def test_the_own_units_by_day_unit_kind_and_gender_this_month(self, some):
        lines = self.csv(some.coach)
        assert lines[0] == "Råd och stöd 2026-03-01 – 2026-03-10;Framställd 2026-03-10"
        assert lines[1].startswith("Dag;Enhet;Slag;Kvinnor;Män;Uppgift saknas;Summa")
        assert lines[2] == "2026-03-02;Jobbtorg Farsta;Samtal på plats;2;1;1;4;4;0;0"
        assert lines[3] == "Summa;;;2;1;1;4;4;0;0"

    @pytest.mark.parametrize("who", ["registrator", "granskare", "forvaltningschef"])
    def test_those_who_follow_all_units_see_all(self, some, who):
        lines = self.csv(getattr(some, who))
        assert [line.split(";")[1] for line in lines[2:-1]] == ["Jobbtorg City", "Jobbtorg Farsta"]

    def test_the_period_stands_in_the_address(self, some):
        lines = self.csv(some.coach, "?fran=2026-02-01&till=2026-02-28")
        assert lines[2].startswith("2026-02-27;Jobbtorg Farsta")
        with on(date(2026, 3, 10)):
            html = text_of(get(some.coach, f"{URL}?fran=2026-02-01&till=2026-02-28"))
        assert "2026-02-27" in html and "antal.csv?fran=2026-02-01&amp;till=2026-02-28" in html

    def test_a_period_that_ends_before_it_begins_is_told_of(self, some):
        html = text_of(get(some.coach, f"{URL}?fran=2026-03-02&till=2026-03-01"))
        assert "Perioden slutar före sin början." in html

    def test_it_is_a_file_for_a_swedish_spreadsheet(self, some):
        answer = get(some.coach, f"{URL}antal.csv")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert "attachment" in answer["Content-Disposition"]
        assert self.csv(some.coach, "?fran=2020-01-01&till=2020-01-02")[-1] == "Summa" + ";;" + (
            ";0" * 7
        )
