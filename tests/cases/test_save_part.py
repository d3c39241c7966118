"""Saving a part of the investigation."""

from datetime import timedelta

import pytest

from cases.investigating import save_part
from cases.models import Investigation, Part
from jobbtorg import clock
from tests.cases.helpers import as_posted, get, page_of, post, refused, text_of
from tests.world import LONG, OWN_WORDS

PARTS = list(Part.Name)
NEW = "Det här skrev jag i den andra fliken."


@pytest.fixture
def case(world):
    return world.started()


def url(case, part):
    return f"{case.get_absolute_url()}utredning/{part}/"


def filled(world, case, part, **changed):
    return as_posted(world.values(case, part, **changed))


def text_field(world, case, part):
    """A field of the part that takes free text."""
    return {
        Part.Name.CRITERIA: "malgrupp_comment",
        Part.Name.ASSESSMENT: next(iter(world.values(case, "initial-bedomning"))),
        Part.Name.CHILDREN: "ages",
        Part.Name.AF: "category",
        Part.Name.SUMMARY: "facts",
    }[part]


@pytest.mark.parametrize("part", PARTS)
def test_the_coach_saves_a_part_and_finds_it_again(world, case, part):
    field = text_field(world, case, part)
    answer = post(world.coach, url(case, part), **filled(world, case, part, **{field: NEW}))
    assert (answer.status_code, answer.url) == (302, f"{case.get_absolute_url()}utredning/")
    assert NEW in text_of(get(world.coach, url(case, part)))
    saved = Part.objects.get(name=part)
    assert (saved.version, saved.saved_by) == (1, world.coach)


@pytest.mark.parametrize("part", PARTS)
def test_each_saving_is_a_new_version_that_the_history_keeps(world, case, part):
    world.save(case, part)
    world.save(case, part)
    row = Part.objects.get(name=part)
    assert row.version == 2
    assert list(row.history.order_by("history_id").values_list("version", flat=True)) == [1, 2]


def test_a_part_that_is_half_written_is_saved_all_the_same(world, case):
    post(world.coach, url(case, "samlad-bedomning"), facts="Bara fakta än så länge.")
    assert Investigation.objects.of(case).summary.facts == "Bara fakta än så länge."


@pytest.mark.parametrize("part", PARTS)
def test_a_stale_tab_overwrites_nothing_keeps_the_text_and_shows_what_is_saved(world, case, part):
    field = text_field(world, case, part)
    world.save(case, part, **{field: "Det som sparades först."})
    stale = filled(world, case, part, **{field: NEW}) | {"seen": "0"}
    answer = post(world.coach, url(case, part), **stale)
    html = text_of(answer)
    assert answer.status_code == 409
    assert "Din text är kvar i fälten." in html
    assert "Det som är sparat nu" in html
    assert "Det som sparades först." in html
    assert NEW in html
    assert Part.objects.get(name=part).version == 1


def test_after_comparing_the_same_page_can_be_saved(world, case):
    world.save(case, "samlad-bedomning")
    stale = filled(world, case, "samlad-bedomning", facts=NEW) | {"seen": "0"}
    shown = page_of(post(world.coach, url(case, "samlad-bedomning"), **stale))
    assert shown.written("facts") == NEW
    again = stale | {"seen": shown.inputs["seen"]}
    assert post(world.coach, url(case, "samlad-bedomning"), **again).status_code == 302
    assert Investigation.objects.of(case).summary.facts == NEW


def test_the_same_form_sent_twice_is_saved_once_and_the_second_is_told(world, case):
    form = filled(world, case, "samlad-bedomning") | {"seen": "0"}
    first = post(world.coach, url(case, "samlad-bedomning"), **form)
    second = post(world.coach, url(case, "samlad-bedomning"), **form)
    assert (first.status_code, second.status_code) == (302, 409)
    assert Part.objects.get(name="samlad-bedomning").version == 1


def test_once_left_to_decision_no_part_can_be_written_on_page_or_by_post(world):
    case = world.proposed()
    before = list(Part.objects.order_by("pk").values())
    for part in PARTS:
        page = page_of(get(world.coach, url(case, part)))
        assert not [f for f in page.forms if "data-draft-url" in f]
        assert all("disabled" in area for area, _ in page.areas)
        version = next((p["version"] for p in before if p["name"] == part), 0)
        sent = filled(world, case, part) | {"seen": str(version)}
        answer = post(world.coach, url(case, part), **sent)
        assert answer.status_code == 409, part
        assert "Utredningen är låst: ärendet utreds inte nu." in text_of(answer)
    assert list(Part.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("who", ["colleague", "chef", "bitr", "registrator"])
def test_others_see_the_text_but_may_not_write(world, case, who):
    user = getattr(world, who)
    world.save(case, "samlad-bedomning", facts="Det som coachen skrev.")
    page = get(user, url(case, "samlad-bedomning"))
    assert "Det som coachen skrev." in text_of(page)
    assert "Spara samlad bedömning" not in text_of(page)
    sent = filled(world, case, "samlad-bedomning", facts=NEW) | {"seen": "1"}
    answer = post(user, url(case, "samlad-bedomning"), **sent)
    assert answer.status_code == 403
    assert page_of(answer).written("facts") == NEW
    assert Investigation.objects.of(case).summary.facts == "Det som coachen skrev."


def test_the_act_says_who_has_the_case(world, case):
    values = world.values(case, "samlad-bedomning")
    with refused("other_coach") as rules:
        save_part(case, Part.Name.SUMMARY, values, by=world.colleague, seen=0)
    assert rules[0].sentence == ("Ärendet handläggs av Coach Farsta. Ta över det om du ska utreda.")
    with refused("not_coach"):
        save_part(case, Part.Name.SUMMARY, values, by=world.chef, seen=0)


@pytest.mark.parametrize("who", ["coach_city", "chef_city", "coach_insatser", "granskare"])
def test_for_a_stranger_there_is_no_such_page(world, case, who):
    user = getattr(world, who)
    assert get(user, url(case, "kriterier")).status_code == 404
    assert post(user, url(case, "kriterier")).status_code == 404


@pytest.mark.parametrize("part", ["bilagor", "Kriterier", "kriterier-"])
def test_there_is_no_part_by_another_name(world, case, part):
    assert get(world.coach, url(case, part)).status_code == 404


def test_the_criteria_are_those_of_the_guideline_each_with_source_and_comment(world, case):
    html = text_of(get(world.coach, url(case, "kriterier")))
    criteria = list(Investigation.objects.of(case).riktlinje.criteria.all())
    assert len(criteria) == 5
    for criterion in criteria:
        assert criterion.question in html
        for field in ("answer", "source", "comment"):
            assert f'name="{criterion.code}_{field}"' in html
    for answer in ("Uppfyllt", "Inte uppfyllt", "Oklart"):
        assert html.count(f">{answer}</label>") == len(criteria)


def test_what_the_form_did_not_send_is_saved_as_empty_not_kept(world, case):
    world.save(case, "samlad-bedomning")
    post(world.coach, url(case, "samlad-bedomning"), seen="1", facts=LONG)
    summary = Investigation.objects.of(case).summary
    assert (summary.facts, summary.own_view, summary.period_from) == (LONG, "", None)


def test_a_period_that_ends_before_it_begins_is_told_and_not_saved(world, case):
    today = clock.today()
    sent = filled(
        world, case, "samlad-bedomning", period_from=today, period_to=today - timedelta(days=1)
    )
    answer = post(world.coach, url(case, "samlad-bedomning"), **sent)
    assert answer.status_code == 422
    assert "Perioden slutar före sin början." in text_of(answer)
    assert page_of(answer).written("own_view") == OWN_WORDS
    assert not Part.objects.exists()


def test_a_saved_part_is_seen_in_the_history_with_old_and_new_words(world, case):
    world.save(case, "samlad-bedomning", facts="Första versionen.")
    world.save(case, "samlad-bedomning", facts="Andra versionen.")
    html = text_of(get(world.coach, f"{case.get_absolute_url()}historik/"))
    assert "<del>Första versionen.</del>" in html
    assert "<ins>Andra versionen.</ins>" in html
