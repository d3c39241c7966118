"""Rätta: what is wrong stays, struck through, and the right text stands beside it."""

import re
import uuid

import pytest

from cases import notes
from cases.conflicts import declare
from cases.models import JournalEntry
from cases.note_rules import NoteText
from decisions.serving import dispatch
from jobbtorg import clock
from tests.cases.helpers import get, page_of, parallel, post, refused, refused_by_database, text_of

WHY = "Fel person: det var Tildas syster som ringde."
RIGHT = "Tildas syster ringde och frågade om tider."


def an_entry(world, case):
    told = NoteText(clock.today(), "Samtal", "Tilda ringde och frågade om tider.")
    return notes.write_note(case, told, by=world.coach, request_id=uuid.uuid4(), sign=True).entry


def url(entry):
    return f"{entry.case.get_absolute_url()}journal/{entry.pk}/ratta/"


@pytest.fixture
def entry(world):
    return an_entry(world, world.started())


def journal(user, entry):
    return text_of(get(user, f"{entry.case.get_absolute_url()}journal/"))


class TestACorrection:
    def test_says_who_when_why_and_what_is_right_and_the_old_text_stays(self, world, entry):
        answer = post(world.colleague, url(entry), reason=WHY, text=RIGHT)
        made = JournalEntry.objects.get(kind="rattelse")
        assert answer.url == f"{entry.case.get_absolute_url()}journal/{made.pk}/"
        assert (made.corrects, made.reason, made.text) == (entry, WHY, RIGHT)
        assert (made.author, made.author_title) == (world.colleague, "Coach, Jobbtorg Farsta")
        html = journal(world.coach, entry)
        assert entry.text in html and RIGHT in html and WHY in html
        old = html[html.index(f'id="handelse-{entry.pk}"') :]
        assert re.match(rf'id="handelse-{entry.pk}"[^>]* class="corrected"', old)

    def test_is_told_in_text_too_with_links_both_ways(self, world, entry):
        made = notes.correct(entry, WHY, RIGHT, by=world.chef)
        html = journal(world.coach, entry)
        assert "Överstruken text:" in html and "Rättad<" in html
        root = entry.case.get_absolute_url()
        assert (
            f'href="{root}journal/{made.pk}/"' in html and "av Chef Farsta: till rättelsen" in html
        )
        assert f'href="{root}journal/{entry.pk}/"' in html and "Till det som rättas" in html

    def test_the_links_lead_to_the_entrys_own_place(self, world, entry):
        answer = get(world.coach, f"{entry.case.get_absolute_url()}journal/{entry.pk}/")
        assert answer.url.endswith(f"journal/?page=1#handelse-{entry.pk}")

    def test_the_page_shows_what_stands_and_begins_with_its_text(self, world, entry):
        page = get(world.coach, url(entry))
        assert "Så står det nu" in text_of(page)
        assert page_of(page).written("text") == entry.text
        assert page_of(page).written("reason") == ""

    @pytest.mark.parametrize("missing", ["reason", "text"])
    def test_needs_a_reason_and_a_text_and_nothing_written_is_lost(self, world, entry, missing):
        form = {"reason": WHY, "text": RIGHT} | {missing: ""}
        answer = post(world.coach, url(entry), **form)
        assert answer.status_code == 422
        other = "text" if missing == "reason" else "reason"
        assert page_of(answer).written(other) == form[other]
        with refused(missing):
            notes.correct(entry, form["reason"], form["text"], by=world.coach)

    def test_also_of_what_an_act_wrote(self, world, entry):
        came_in = entry.case.journal.get(kind="ansokan")
        made = notes.correct(came_in, WHY, RIGHT, by=world.registrator)
        assert made.title == f"Rättelse: {came_in.title}"

    def test_a_correction_is_corrected_in_its_turn_but_nothing_twice(self, world, entry):
        first = notes.correct(entry, WHY, RIGHT, by=world.coach)
        with refused("corrected"):
            notes.correct(entry, WHY, RIGHT, by=world.coach)
        answer = post(world.coach, url(entry), reason=WHY, text=RIGHT)
        assert answer.status_code == 409
        assert RIGHT in text_of(answer)
        second = notes.correct(first, WHY, RIGHT, by=world.coach)
        assert second.title == "Rättelse: Samtal"

    def test_also_in_a_closed_case(self, world):
        decision = world.decided(may="avslag")
        dispatch(decision, "brev", clock.today(), by=world.chef)
        entry = decision.application.case.journal.get(kind="beslut")
        assert post(world.coach, url(entry), reason=WHY, text=RIGHT).status_code == 302

    @pytest.mark.parametrize(("who", "code"), [("granskare", 404), ("coach_city", 404)])
    def test_never_by_others(self, world, entry, who, code):
        assert get(getattr(world, who), url(entry)).status_code == code
        assert post(getattr(world, who), url(entry), reason=WHY, text=RIGHT).status_code == code
        with refused("reader"):
            notes.correct(entry, WHY, RIGHT, by=getattr(world, who))

    def test_never_by_who_is_javig(self, world, entry):
        declare(entry.case, world.colleague, "tillsyn", by=world.colleague)
        with refused("barred", "reader"):
            notes.correct(entry, WHY, RIGHT, by=world.colleague)

    def test_of_another_case_is_not_there(self, world, entry):
        other = world.started("200102152392")
        address = f"{other.get_absolute_url()}journal/{entry.pk}/"
        assert get(world.coach, address).status_code == 404
        assert get(world.coach, f"{address}ratta/").status_code == 404


class TestTheDatabase:
    def row(self, entry, **changed):
        values = {
            "case": entry.case, "kind": "rattelse", "event_on": clock.today(),
            "written_at": clock.now(), "author": entry.author, "author_title": "Coach",
            "title": "Rättelse", "text": RIGHT, "corrects": entry, "reason": WHY,
        }  # fmt: skip
        return JournalEntry.objects.create(**(values | changed))

    @pytest.mark.parametrize("wrong", [{"reason": " "}, {"corrects": None}, {"kind": "handelse"}])
    def test_wants_what_is_corrected_and_why(self, world, entry, wrong):
        with refused_by_database("correction_says_of_what_and_why"):
            self.row(entry, **wrong)

    def test_wants_both_in_the_same_case(self, world, entry):
        other = world.started("200102152392")
        with refused_by_database("hör till ett annat ärende"):
            self.row(entry, case=other)

    def test_takes_one_correction_of_each(self, world, entry):
        self.row(entry)
        with refused_by_database("corrects_id"):
            self.row(entry)


def test_two_who_correct_at_once_make_one_correction(committed_world):
    world = committed_world
    entry = an_entry(world, world.started())
    users = (world.coach, world.chef)
    given = parallel(*(lambda u=u: notes.correct(entry, WHY, RIGHT, by=u) for u in users))
    assert sorted(type(x).__name__ for x in given) == ["JournalEntry", "RuleBroken"]
