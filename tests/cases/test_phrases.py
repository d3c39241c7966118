"""Fraser: whose they are, their versions, inserted and known again."""

import pytest
import time_machine

from cases import phrases
from cases.models import Draft, Phrase, PhraseVersion
from cases.models.phrase import longest_in
from jobbtorg import clock
from tests.cases.helpers import (
    get,
    in_days,
    page_of,
    parallel,
    post,
    refused,
    refused_by_database,
    text_of,
)

TEXT = "Behovet kan tillgodoses på annat sätt, enligt utredningen."
NEW = "Behovet kan tillgodoses på annat sätt."


def mine(by, text=TEXT, title="Annat sätt", **whose):
    return phrases.make_phrase(title, text, by=by, **whose)


def version(phrase):
    found = phrases.current(phrase)
    assert found
    return found


class TestWhose:
    def test_each_sees_their_own_their_units_and_the_common_ones(self, world):
        mine(world.coach, title="Egen")
        mine(world.chef, title="Farstas", unit=world.unit())
        mine(world.chef_city, title="Citys", unit=world.unit("City"))
        mine(world.delegationsadmin, title="Allas", common=True)
        html = text_of(get(world.coach, "/fraser/"))
        assert [name in html for name in ("Egen", "Farstas", "Citys", "Allas")] == [1, 1, 0, 1]
        html = text_of(get(world.colleague, "/fraser/"))
        assert [name in html for name in ("Egen", "Farstas", "Citys", "Allas")] == [0, 1, 0, 1]

    def test_anyone_makes_their_own(self, world):
        answer = post(world.registrator, "/fraser/ny/", title="Artig", text=TEXT)
        assert (answer.status_code, answer.url) == (302, "/fraser/")
        assert Phrase.objects.get().owner == world.registrator

    def test_chefer_make_the_units_and_the_administrator_the_common(self, world):
        unit = world.unit()
        post(world.bitr, "/fraser/ny/", title="Vår", text=TEXT, whose=unit.pk)
        post(world.delegationsadmin, "/fraser/ny/", title="Allas", text=TEXT, whose="gemensam")
        assert Phrase.objects.filter(unit=unit).exists()
        assert Phrase.objects.filter(unit=None, owner=None).exists()

    def test_nobody_else_does(self, world):
        unit = world.unit()
        assert "Vems är frasen?" not in text_of(get(world.coach, "/fraser/ny/"))
        answer = post(world.chef_city, "/fraser/ny/", title="Vår", text=TEXT, whose=unit.pk)
        assert answer.status_code == 422
        post(world.coach, "/fraser/ny/", title="Vår", text=TEXT, whose="gemensam")
        assert not Phrase.objects.filter(owner=None).exists()
        with refused("not_chef"):
            mine(world.coach, unit=unit)
        with refused("not_admin"):
            mine(world.chef, common=True)

    def test_the_database_refuses_them(self, world):
        common = mine(world.delegationsadmin, common=True)
        units = mine(world.chef, unit=world.unit())
        own = mine(world.coach)
        for phrase in (common, units, own):
            with refused_by_database("Frasen är någon annans"):
                PhraseVersion.objects.create(
                    phrase=phrase,
                    title="x",
                    text=TEXT,
                    made_by=world.colleague,
                    valid_from=clock.today(),
                )

    def test_somebody_elses_own_is_not_there(self, world):
        phrase = mine(world.coach)
        assert get(world.chef, f"/fraser/{phrase.pk}/").status_code == 404
        assert post(world.chef, f"/fraser/{phrase.pk}/ur-bruk/").status_code == 404


class TestVersions:
    def test_a_change_is_a_new_version_and_the_old_one_stays(self, world):
        phrase = mine(world.coach)
        with in_days(3):
            post(
                world.coach,
                f"/fraser/{phrase.pk}/",
                title="Annat",
                text=NEW,
                seen=version(phrase).pk,
            )
            assert version(phrase).text == NEW
        old = phrase.versions.get(text=TEXT)
        with in_days(2):
            assert old.valid_to == clock.today()

    def test_also_on_the_same_day(self, world):
        phrase = mine(world.coach)
        phrases.change_phrase(phrase, "Annat", NEW, by=world.coach, seen=version(phrase).pk)
        assert version(phrase).text == NEW
        assert phrase.versions.get(text=TEXT).withdrawn_on == clock.today()
        assert "ersatt samma dag" in text_of(get(world.coach, f"/fraser/{phrase.pk}/"))

    def test_out_of_use_it_is_no_longer_offered(self, world):
        phrase = mine(world.coach)
        assert post(world.coach, f"/fraser/{phrase.pk}/ur-bruk/").status_code == 302
        assert "Annat sätt" not in text_of(get(world.coach, "/fraser/"))
        assert not phrases.in_use_for(world.coach).exists()
        with refused("out_of_use"):
            phrases.end_phrase(phrase, by=world.coach)
        assert "tagen ur bruk" in text_of(get(world.coach, f"/fraser/{phrase.pk}/"))

    def test_changed_by_another_chef_meanwhile_it_is_compared_first(self, world):
        phrase = mine(world.chef, unit=world.unit())
        seen = version(phrase).pk
        phrases.change_phrase(phrase, "Annat", NEW, by=world.bitr, seen=seen)
        answer = post(world.chef, f"/fraser/{phrase.pk}/", title="Mitt", text="Min.", seen=seen)
        assert answer.status_code == 409
        html = text_of(answer)
        assert "Det som gäller nu" in html and NEW in html
        assert page_of(answer).written("text") == "Min."

    def test_the_words_of_a_version_never_change(self, world):
        row = version(mine(world.coach))
        row.text = NEW
        with refused_by_database("En fras ändras genom en ny version"):
            row.save()

    def test_once_out_of_use_it_never_comes_back(self, world):
        row = version(mine(world.coach))
        row.put_out_of_use()
        row.withdrawn_on = None
        with refused_by_database("En fras ändras genom en ny version"):
            row.save()

    def test_a_draft_of_it_is_kept_and_thrown_when_it_is_saved(self, world):
        post(world.coach, "/utkast/fras/", revision=0, text=NEW)
        assert page_of(get(world.coach, "/fraser/ny/")).written("text") == NEW
        mine(world.coach)
        assert not Draft.objects.exists()

    def test_nameless_or_empty_it_is_refused(self, world):
        with refused("title", "text"):
            mine(world.coach, text=" ", title=" ")


class TestOnThePages:
    @pytest.fixture
    def case(self, world):
        mine(world.coach)
        return world.started()

    def test_each_long_text_offers_the_phrases_once_on_the_page(self, world, case):
        for page in ("utredning/samlad-bedomning/", "anteckning/"):
            html = text_of(get(world.coach, case.get_absolute_url() + page))
            assert html.count('<dialog class="ds-dialog phrases"') == 1
            assert html.count(f'data-text="{TEXT}"') == 1
            assert html.count("data-insert-phrase") == html.count("<textarea")

    def test_and_so_does_the_decision(self, world):
        mine(world.chef)
        case = world.proposed()
        html = text_of(get(world.chef, f"{case.get_absolute_url()}beslut/"))
        assert "data-insert-phrase" in html and f'data-text="{TEXT}"' in html

    def test_what_the_person_said_in_own_words_is_never_a_phrase(self, world, case):
        assert "data-insert-phrase" not in text_of(get(world.coach, "/ny-ansokan/"))

    def test_an_inserted_phrase_is_marked_until_it_is_edited(self, world, case):
        page = f"{case.get_absolute_url()}utredning/samlad-bedomning/"
        told = "Infogad fras som inte är ändrad: Annat sätt"
        world.save(case, "samlad-bedomning", facts=f"Till att börja med. {TEXT}\n\nMer.")
        assert text_of(get(world.coach, page)).count(told) == 1
        world.save(case, "samlad-bedomning", facts=TEXT.replace("annat", "ett annat"))
        assert told not in text_of(get(world.coach, page))

    def test_also_when_it_is_out_of_use_since(self, world, case):
        world.save(case, "samlad-bedomning", facts=TEXT)
        phrases.end_phrase(Phrase.objects.get(), by=world.coach)
        page = f"{case.get_absolute_url()}utredning/samlad-bedomning/"
        assert "Infogad fras som inte är ändrad" in text_of(get(world.coach, page))

    def test_text_with_markup_stays_text(self, world, case):
        mine(world.coach, text='{{ case }} <b onclick="x">{% now %}</b> och lite till')
        html = text_of(get(world.coach, f"{case.get_absolute_url()}anteckning/"))
        assert "{{ case }} &lt;b onclick=&quot;x&quot;&gt;{% now %}" in html
        assert "<b onclick" not in html


def test_of_phrases_within_each_other_the_longest_is_told_of(world):
    short, long_ = version(mine(world.coach, NEW)), version(mine(world.coach, f"{NEW} {TEXT}"))
    assert longest_in(long_.text, [short, long_]) == [long_]
    assert longest_in(f"x {NEW}", [short, long_]) == [short]


def test_what_anybody_happens_to_write_is_no_phrase(world):
    mine(world.coach, "och")
    assert not PhraseVersion.objects.standing_in(f"{TEXT} och mer").exists()


def test_two_chefer_who_change_it_at_once_make_one_version(committed_world):
    world = committed_world
    phrase = mine(world.chef, unit=world.unit())
    seen, users = version(phrase).pk, (world.chef, world.bitr)

    def change(user, n):
        return lambda: phrases.change_phrase(phrase, "Ny", f"{NEW} {n}", by=user, seen=seen)

    given = parallel(*(change(user, n) for n, user in enumerate(users)))
    assert sorted(type(x).__name__ for x in given) == ["PhraseVersion", "RuleBroken"]


def test_the_day_after_a_change_both_days_have_their_words(world):
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False):
        phrase = mine(world.coach)
    with time_machine.travel("2026-03-05 09:00+01:00", tick=False):
        phrases.change_phrase(phrase, "Ny", NEW, by=world.coach, seen=version(phrase).pk)
        rows = phrase.versions.order_by("pk")
        days = [(v.valid_from.day, v.valid_to and v.valid_to.day) for v in rows]
    assert days == [(2, 4), (5, None)]
