"""Who the person is, how they are reached, who speaks for them, how they are protected."""

from datetime import date, timedelta

import pytest

from cases import persons
from cases.models import Case, Person, Representative
from jobbtorg import clock
from tests.cases.helpers import get, on, page_of, post, refused, refused_by_database, text_of
from tests.cases.test_register_page import form
from tests.world import TP1, test_number

CONTACT = {
    "first_name": "Tilda", "last_name": "Provström", "street": "Provgatan 1",
    "postcode": "123 45", "city": "Farsta", "phone": "070-000 00 01",
    "email": "tilda@exempel.example", "contact_way": "sms", "interpreter": "somaliska",
}  # fmt: skip
SECRETS = ("Provgatan 1", "070-000 00 01", "tilda@exempel.example")


def page(case):
    return f"{case.get_absolute_url()}personen/"


class TestNumbers:
    def test_a_samordningsnummer_has_sixty_added_to_the_day(self, world):
        digits = coordinated(date(2001, 3, 4))
        case = world.registered(digits)
        assert case.person.birth_date == date(2001, 3, 4)
        assert case.person.number_kind == "Samordningsnummer"
        assert "Samordningsnummer" in text_of(get(world.coach, page(case)))

    def test_who_has_no_number_gets_a_temporary_one(self, world):
        with on(date(2026, 3, 2)):
            case = world.registered("", born=date(2001, 5, 6), gender="kvinna")
        person = case.person
        assert person.personnummer == "T20260000001"
        assert (person.formatted, person.number_kind) == ("T2026-0001", "Tillfälligt nummer")
        assert (person.age(date(2026, 3, 2)), person.is_woman) == (24, True)
        assert "T2026-0001" in text_of(get(world.coach, page(case)))

    def test_without_number_the_birth_date_is_asked_and_the_gender_may_be_unknown(self, world):
        with refused("born"):
            world.registered("")
        person = world.registered("", born=date(2001, 5, 6)).person
        assert person.is_woman is None
        assert "Uppgift saknas" in text_of(get(world.coach, page(person.cases.get())))

    def test_the_same_name_and_birth_date_is_asked_about(self, world):
        told = {"born": date(2001, 5, 6)}
        first = world.registered("", **told)
        with refused("same_name") as rules:
            world.registered("", **told)
        assert first.person.formatted in rules[0].sentence
        with refused("open_case"):
            world.registered(first.person.personnummer)

    def test_a_temporary_number_that_we_have_not_given_is_refused(self, world):
        with refused("unknown_number"):
            world.registered("T20260000099")

    def test_the_page_takes_one_without_number(self, world):
        told = form(world, personnummer="", no_number="on", born="2001-05-06", gender="man")
        assert post(world.coach, "/ny-ansokan/", **told).status_code == 302
        assert Person.objects.get().is_woman is False

    def test_the_number_that_comes_later_takes_its_place(self, world):
        case = world.registered("", born=date(2001, 5, 6))
        there = f"{page(case)}nummer/"
        assert there in page_of(get(world.coach, page(case))).links
        assert post(world.coach, there, personnummer="20020215-2384").status_code == 422
        assert post(world.coach, there, personnummer="20020215-2385").status_code == 302
        person = Person.objects.get()
        assert (person.personnummer, person.born) == (TP1, None)
        assert person.history.count() == 2
        assert "i stället för T" in case.journal.first().title
        assert there not in page_of(get(world.coach, page(case))).links
        with refused("has_number"):
            persons.identify(case, test_number(date(1999, 1, 1)), by=world.coach)

    def test_a_number_that_another_has_is_refused(self, world):
        world.registered()
        case = world.registered("", born=date(2001, 5, 6), last_name="Annan")
        with refused("taken"):
            persons.identify(case, TP1, by=world.coach)

    @pytest.mark.parametrize(
        "changed",
        [
            {"personnummer": "T2026000000"},
            {"personnummer": "X20260000001"},
            {"born": date(2001, 1, 1)},
            {"gender": "man"},
        ],
    )
    def test_the_database_keeps_number_and_birth_date_together(self, world, changed):
        person = world.registered().person
        for name, value in changed.items():
            setattr(person, name, value)
        with refused_by_database("violates check constraint"):
            person.save()


def coordinated(born):
    """A samordningsnummer by the day, with a right check digit."""
    nine = f"{born:%y%m}{born.day + 60}238"
    doubled = (int(d) * (2 - n % 2) for n, d in enumerate(nine))
    check = -sum(d // 10 + d % 10 for d in doubled) % 10
    return f"{born:%Y}{nine[2:]}{check}"


class TestContact:
    def test_the_unit_and_the_registrator_change_it_and_it_stands_in_one_place(self, world):
        case = world.started()
        assert post(world.registrator, f"{page(case)}uppgifter/", **CONTACT).status_code == 302
        shown = text_of(get(world.coach, page(case)))
        for told in (*SECRETS, "Sms", "somaliska"):
            assert told in shown
        assert case.journal.first().title == "Uppgifterna om personen ändrades"

    def test_nobody_else_does(self, world):
        case = world.started()
        with refused("writer"):
            persons.change_contact(case, CONTACT, by=world.coach_city)
        assert post(world.coach_city, f"{page(case)}uppgifter/", **CONTACT).status_code == 404

    def test_a_wrong_address_of_email_is_told_and_nothing_is_lost(self, world):
        case = world.started()
        answer = post(world.coach, f"{page(case)}uppgifter/", **(CONTACT | {"email": "tilda"}))
        assert answer.status_code == 422
        assert "Ange en e-postadress" in text_of(answer)
        assert page_of(answer).inputs["street"] == "Provgatan 1"


class TestProtection:
    LEVELS = ("sekretessmarkering", "skyddad_folkbokforing", "fingerade")

    def protect(self, world, case, level, by=None, source="Skatteverket"):
        return persons.protect(case, level, clock.today(), source, by=by or world.coach)

    @pytest.mark.parametrize("level", LEVELS)
    def test_from_then_on_only_the_named_see_the_case(self, world, level):
        case = world.started()
        staff = [world.coach, world.colleague, world.chef, world.registrator]
        self.protect(world, case, level)
        seeing = [u for u in staff if Case.objects.visible_to(u).filter(pk=case.pk).exists()]
        assert seeing == [world.coach, world.chef]

    @pytest.mark.parametrize(
        ("level", "kept"),
        [
            ("sekretessmarkering", SECRETS),
            ("skyddad_folkbokforing", SECRETS[1:]),
            ("fingerade", ()),
        ],
    )
    def test_each_level_hides_its_own_and_shows_the_rest_on_one_page_alone(
        self, world, level, kept
    ):
        case = world.started()
        persons.change_contact(case, CONTACT, by=world.coach)
        self.protect(world, case, level)
        own = text_of(get(world.coach, page(case)))
        assert [told for told in SECRETS if told in own] == list(kept)
        for part in ("", "journal/", "historik/", "ansokan/", "utredning/"):
            shown = text_of(get(world.coach, f"{case.get_absolute_url()}{part}"))
            assert not [told for told in SECRETS if told in shown], part
        assert not [told for told in SECRETS if told in text_of(get(world.coach, "/"))]

    def test_what_the_level_keeps_out_is_refused_with_the_text_kept(self, world):
        case = world.started(protection="skyddad_folkbokforing")
        answer = post(world.coach, f"{page(case)}uppgifter/", **CONTACT)
        assert answer.status_code == 422
        assert "skriv inte uppgiften här" in text_of(answer)
        assert page_of(answer).inputs["street"] == "Provgatan 1"

    def test_less_protection_is_for_a_chef_by_word_of_someone(self, world):
        case = world.started(protection="fingerade")
        with refused("lowering") as rules:
            self.protect(world, case, "")
        assert rules[0].kind == "forbidden"
        with refused("source"):
            self.protect(world, case, "", by=world.chef, source=" ")
        self.protect(world, case, "", by=world.chef)
        assert Case.objects.visible_to(world.colleague).filter(pk=case.pk).exists()

    def test_the_page_raises_it(self, world):
        case = world.started()
        told = {"protection": "fingerade", "told_on": f"{clock.today()}", "source": "Skatteverket"}
        assert post(world.coach, f"{page(case)}skydd/", **told).status_code == 302
        assert "Fingerade personuppgifter" in text_of(get(world.coach, case.get_absolute_url()))
        assert get(world.colleague, page(case)).status_code == 404


class TestRepresentatives:
    def told(self, **changed):
        values = {
            "kind": "ombud", "name": "Olof Ek", "valid_from": clock.today(),
            "authorised_on": clock.today(), "scope": "Allt i ärendet",
        }  # fmt: skip
        return persons.Commission(**(values | changed))

    def test_an_ombud_has_a_power_of_attorney_or_is_marked_as_lacking_one(self, world):
        case = world.started()
        persons.represent(case, self.told(), by=world.coach)
        assert "Fullmakt saknas" not in text_of(get(world.coach, page(case)))
        persons.represent(case, self.told(authorised_on=None, scope=""), by=world.coach)
        assert "Fullmakt saknas" in text_of(get(world.coach, page(case)))

    @pytest.mark.parametrize("kind", ["god_man", "forvaltare", "vardnadshavare"])
    def test_others_show_by_what_decision(self, world, kind):
        with refused("authorised_on"):
            told = self.told(kind=kind, authorised_on=None)
            persons.represent(world.started(), told, by=world.coach)

    def test_a_power_of_attorney_says_what_it_covers(self, world):
        case = world.started()
        with refused("scope"):
            persons.represent(case, self.told(scope=" "), by=world.coach)
        row = persons.represent(case, self.told(), by=world.coach)
        row.scope = ""
        with refused_by_database("power_of_attorney_has_scope"):
            row.save()

    def test_it_ends_on_a_day_and_the_row_stays(self, world):
        case = world.started()
        row = persons.represent(
            case, self.told(valid_from=clock.today() - timedelta(days=3)), by=world.coach
        )
        there = f"{page(case)}ombud/{row.pk}/"
        assert there in page_of(get(world.coach, page(case))).links
        assert post(world.coach, there, last_day="2020-01-01").status_code == 422
        assert post(world.coach, there, last_day=f"{clock.today()}").status_code == 302
        assert Representative.objects.get().valid_to == clock.today()
        assert there not in page_of(get(world.coach, page(case))).links
        with refused_by_database("Cannot delete"):
            row.delete()

    def test_the_page_notes_one(self, world):
        case = world.started()
        told = {"kind": "ombud", "name": "Olof Ek", "valid_from": f"{clock.today()}"}
        assert post(world.coach, f"{page(case)}ombud/", **told).status_code == 302
        assert "Ombud Olof Ek" in text_of(get(world.coach, page(case)))
        other = world.started(test_number(date(2000, 1, 1)))
        pk = Representative.objects.get().pk
        assert get(world.coach, f"{page(other)}ombud/{pk}/").status_code == 404
