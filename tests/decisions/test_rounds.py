"""The rounds of the return loop, and what changed from one to the next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import propose
from cases.models import Investigation, Part
from cases.rounds import rounds_of
from decisions import actions, referrals
from decisions.models import Referral
from tests.cases.helpers import get, signed_in, text_of
from tests.world import LONG, WHY


@pytest.fixture
def case(world):
    """Sent back once with a comment, and not yet proposed again."""
    return actions.return_to_coach(world.proposed(), "Skriv mer om målet.", by=world.chef)


def rounds(case):
    return rounds_of(case, Investigation.objects.of(case))


def again(world, case, **parts):
    """The coach saves the parts with these values and leaves the case to decision again."""
    for name, changed in parts.items():
        world.save(case, Part.Name[name], **changed)
    return propose(case, by=world.coach)


def changed(round_):
    """(part, label) → (old, new)."""
    return {
        (part.title, field["label"]): (field["old"], field["new"])
        for part in round_.changes
        for field in part.fields
    }


def test_each_round_says_who_left_it_who_sent_it_back_when_and_why(world, case):
    case = again(world, case)
    actions.return_to_coach(case, "Och om skälen.", by=world.bitr)
    again(world, case)
    third, second, first = rounds(case)
    assert [r.number for r in (first, second, third)] == [1, 2, 3]
    assert first.proposed_by == world.coach
    assert first.proposed_at < first.returned.written_at < second.proposed_at
    assert (first.returned.author, first.returned.text) == (world.chef, "Skriv mer om målet.")
    assert (second.returned.author, second.returned.text) == (world.bitr, "Och om skälen.")
    assert third.returned is None


def test_what_changed_is_told_by_part_and_field_as_the_texts_stood(world, case):
    world.save(case, "samlad-bedomning", facts="Mellan rundorna.")
    again(world, case, SUMMARY={"facts": f"{LONG} Du har ett mål."})
    second, first = rounds(case)
    assert changed(second) == {("Samlad bedömning", "Fakta"): (LONG, f"{LONG} Du har ett mål.")}
    assert first.changes == []


def test_answers_to_criteria_and_questions_are_told_with_their_question(world, case):
    found = Investigation.objects.of(case)
    criterion = found.riktlinje.criteria.first()
    again(world, case, CRITERIA={f"{criterion.code}_comment": "Se intyget."})
    (part,) = rounds(case)[0].changes
    assert (part.title, part.new) == ("Kriterier", False)
    (field,) = part.fields
    assert (field["about"], field["label"]) == (criterion.question, "Kommentar")


def test_what_was_changed_and_changed_back_is_no_change(world, case):
    world.save(case, "samlad-bedomning", facts="Tillfälligt.")
    again(world, case, SUMMARY={})
    assert rounds(case)[0].changes == []


def test_what_the_coach_writes_now_is_no_rounds_yet(world, case):
    world.save(case, "samlad-bedomning", facts="Under arbete.")
    (only,) = rounds(case)
    assert only.changes == []


def test_the_pages_show_them_with_the_difference_word_by_word(world, case):
    page = f"{case.get_absolute_url()}utredning/"
    assert "Runda 1" in text_of(get(world.coach, page))
    again(world, case, SUMMARY={"facts": LONG.replace("butik", "lager")})
    for user, url in ((world.coach, page), (world.chef, f"{case.get_absolute_url()}beslut/")):
        html = text_of(get(user, url))
        assert "Runda 2" in html and "Skriv mer om målet." in html
        assert "butik<span" in html.partition("<del>")[2].partition("</del>")[0]
        assert "lager<span" in html.partition("<ins>")[2].partition("</ins>")[0]
    world.decide(case, world.rulings())
    assert "Runda 2" in text_of(get(world.chef, f"{case.get_absolute_url()}beslutet/"))


def test_the_namnds_secretary_sees_them_too(world, case):
    case = again(world, case, SUMMARY={"facts": LONG.replace("butik", "lager")})
    assert world.sekreterare
    referrals.refer(case, Referral.Ground.PRINCIPLE, WHY, by=world.chef)
    html = text_of(get(world.sekreterare, f"{case.get_absolute_url()}namndens-beslut/"))
    assert "Runda 2" in html and "Skriv mer om målet." in html


def test_a_round_without_changes_says_so(world, case):
    again(world, case)
    html = text_of(get(world.chef, f"{case.get_absolute_url()}beslut/"))
    assert "Inget ändrat sedan förra rundan." in html


def test_a_first_round_is_not_in_the_managers_way(world):
    case = world.proposed()
    assert "Runda" not in text_of(get(world.chef, f"{case.get_absolute_url()}beslut/"))
    assert "Runda 1" in text_of(get(world.coach, f"{case.get_absolute_url()}utredning/"))


def test_many_changes_and_rounds_ask_the_database_no_more_than_one(world, case):
    client, url = signed_in(world.chef), f"{case.get_absolute_url()}beslut/"
    again(world, case, SUMMARY={"facts": "Ett."})
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    actions.return_to_coach(case, "Mer.", by=world.chef)
    found = Investigation.objects.of(case)
    answers = {f"question_{q.pk}": f"Nytt {q.pk}" for q in found.form.questions.all()}
    again(world, case, ASSESSMENT=answers, SUMMARY={"facts": "Två.", "assessment": "Ny."})
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(one)


def test_the_history_page_shows_a_changed_text_word_by_word_too(world, case):
    world.save(case, "samlad-bedomning", facts=LONG.replace("butik", "lager"))
    html = text_of(get(world.coach, f"{case.get_absolute_url()}historik/"))
    assert "butik<span" in html.partition("borttaget")[2].partition("</del>")[0]
