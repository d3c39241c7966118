"""Lämna till beslut: refused, with what is missing as links, until it is all there."""

from datetime import timedelta

import pytest

from cases import actions
from cases.models import Investigation
from cases.rules import missing
from jobbtorg import clock
from tests.cases.helpers import (
    get,
    in_days,
    page_of,
    post,
    refused,
    refused_by_database,
    sql,
    text_of,
    undone,
)

PARTS = ["kriterier", "initial-bedomning", "barn", "arbetsformedlingen", "samlad-bedomning"]
UNMET = {"forsorjningsstod_answer": "inte_uppfyllt"}
REFUSED = {"may_outcome": "avslag", "period_from": None, "period_to": None}


def url(case):
    return f"{case.get_absolute_url()}utredning/"


def lacking(case):
    return missing(Investigation.objects.of(case))


def sentences(case):
    return [rule.sentence for rule in lacking(case)]


def test_the_coach_leaves_the_case_to_decision(world):
    case = world.investigated()
    actions.propose(case, by=world.coach)
    case.refresh_from_db()
    found = Investigation.objects.of(case)
    assert (case.status, case.due_on) == ("vantar_pa_beslut", clock.today() + timedelta(days=5))
    assert found.proposed_by == world.coach
    assert clock.day_of(found.proposed_at) == clock.today()
    assert case.journal.first().title == "Utredningen lämnades till beslut"


def test_at_first_everything_is_missing_and_each_line_leads_to_its_part(world):
    case = world.started()
    rules = lacking(case)
    assert {rule.where for rule in rules} == set(PARTS)
    count = {part: sum(rule.where == part for rule in rules) for part in PARTS}
    assert count["kriterier"] == 6
    assert count["arbetsformedlingen"] == 1
    html, page = text_of(get(world.coach, url(case))), page_of(get(world.coach, url(case)))
    for rule in rules:
        assert rule.sentence in html
        assert f"{url(case)}{rule.where}/" in page.links


def test_the_post_is_refused_with_the_same_list_of_links(world):
    case = world.started()
    answer = post(world.coach, f"{url(case)}lamna/")
    assert answer.status_code == 422
    page = page_of(answer)
    assert all(rule.sentence in text_of(answer) for rule in lacking(case))
    assert all(
        get(world.coach, link).status_code == 200
        for link in set(page.links)
        if link != "#" and "/utredning/" in link
    )
    case.refresh_from_db()
    assert case.status == "utreds"


@pytest.mark.parametrize("part", PARTS)
def test_one_part_that_is_missing_is_enough_to_refuse(world, part):
    case = world.started()
    for other in PARTS:
        if other != part:
            world.save(case, other)
    assert {rule.where for rule in lacking(case)} == {part}
    codes = [rule.code for rule in lacking(case)]
    with refused(*codes):
        actions.propose(case, by=world.coach)


THINGS = [
    ("kriterier", {"nadd_answer": ""}, "Kriteriet saknar svar: Personen har nåtts"),
    ("kriterier", {"nadd_source": "  "}, "Kriteriet saknar källa: Personen har nåtts"),
    ("kriterier", {"individual": " \n"}, "Den individuella bedömningen saknas."),
    ("samlad-bedomning", {"facts": " "}, "Samlad bedömning: Fakta saknas."),
    ("samlad-bedomning", {"own_view": ""}, "Den sökandes egen syn saknas."),
    ("samlad-bedomning", {"assessment": ""}, "Samlad bedömning: Bedömningen saknas."),
    ("samlad-bedomning", {"right_outcome": ""}, "ska prövas först. Ange ett utfall."),
    ("samlad-bedomning", {"may_outcome": ""}, "Det som rätten inte ger ska prövas"),
    ("samlad-bedomning", {"right_reasons": ""}, "Skriv skälen."),
    ("samlad-bedomning", {"right_circumstances": ""}, "Skriv vad som har varit avgörande"),
    ("samlad-bedomning", {"period_to": None}, "Ange från och med och till och med."),
    (
        "samlad-bedomning",
        {"right_circumstances": "Kort.", "right_reasons": "Kort."},
        "Motiveringen är 10 tecken. Skriv minst 200 tecken",
    ),
    ("samlad-bedomning", {"may_outcome": "delvis"}, "Skriv vad som beviljas"),
]


def test_each_thing_that_is_missing_is_told(world):
    case = world.investigated()
    for part, changed, sentence in THINGS:
        with undone():
            world.save(case, part, **changed)
            told = sentences(case)
            assert any(sentence in line for line in told), told
            assert lacking(case)[0].where == part
    assert sentences(case) == []


def test_every_required_question_is_asked_for_and_no_other(world):
    case = world.investigated()
    questions = Investigation.objects.of(case).form.questions.all()
    for question in questions:
        whole = world.values(case, "initial-bedomning")
        world.save(case, "initial-bedomning", **whole | {f"question_{question.pk}": " "})
        assert bool(lacking(case)) is question.required
        assert question.text in " ".join(sentences(case)) or not question.required
    assert {q.required for q in questions} == {True, False}


@pytest.mark.parametrize(
    ("first", "days", "sentence"),
    [
        (-1, 30, "Perioden kan inte börja före i dag."),
        (0, 200, "Perioden får vara högst 6 månader"),
    ],
)
def test_the_period_begins_no_earlier_than_today_and_lasts_six_months(world, first, days, sentence):
    case = world.investigated()
    begins = clock.today() + timedelta(days=first)
    world.save(
        case, "samlad-bedomning", period_from=begins, period_to=begins + timedelta(days=days)
    )
    assert any(sentence in line for line in sentences(case))


def test_a_period_of_six_months_to_the_day_is_taken_and_one_day_more_is_not(world):
    case = world.investigated()
    assert sentences(case) == []
    whole = world.values(case, "samlad-bedomning")
    world.save(case, "samlad-bedomning", period_to=whole["period_to"] + timedelta(days=1))
    assert len(sentences(case)) == 1


# --- försörjningsstöd bars a proposal of bifall: guarantee G20 -------------------------------


@pytest.mark.parametrize("outcome", ["bifall", "delvis"])
def test_who_has_forsorjningsstod_is_proposed_no_grant(world, outcome):
    case = world.investigated()
    world.save(case, "kriterier", **UNMET)
    world.save(case, "samlad-bedomning", may_outcome=outcome, may_scope="Jobbcoachning")
    assert any(line.startswith("Personen har försörjningsstöd.") for line in sentences(case))
    answer = post(world.coach, f"{url(case)}lamna/")
    assert answer.status_code == 422
    assert "Hänvisa till stadsdelsförvaltningen" in text_of(answer)


def test_who_has_forsorjningsstod_can_be_proposed_a_refusal_once_hanvisad(world):
    case = world.investigated(refused=True)
    world.save(case, "kriterier", **UNMET)
    world.signposted(case)
    actions.propose(case, by=world.coach)


@pytest.mark.parametrize("answer", ["uppfyllt", "oklart"])
def test_an_unclear_answer_bars_nothing(world, answer):
    case = world.investigated()
    world.save(case, "kriterier", forsorjningsstod_answer=answer)
    assert sentences(case) == []


# --- kommunicering before a refusal: guarantee G15, 25 § FL ----------------------------------


def refusal(world):
    case = world.investigated()
    world.save(case, "samlad-bedomning", **REFUSED)
    return case


def test_a_refusal_needs_kommunicering(world):
    case = refusal(world)
    assert [(r.where, r.statute) for r in lacking(case)] == [("communication", "25 § FL")]
    assert "innan ni beslutar om avslag" in text_of(get(world.coach, url(case)))


def test_a_partial_grant_needs_it_too(world):
    case = world.investigated()
    world.save(case, "samlad-bedomning", may_outcome="delvis", may_scope="Bara jobbcoachning.")
    assert [rule.where for rule in lacking(case)] == ["communication"]


def test_a_grant_of_all_that_was_asked_for_needs_none(world):
    assert sentences(world.investigated()) == []


def test_while_the_days_to_reply_are_running_the_case_waits(world):
    case = refusal(world)
    by = world.send(case).reply_by
    for days, until in ((0, by), (9, by), (10, "i dag"), (11, None)):
        with in_days(days):
            expected = [f"Svarsfristen går ut {until}."] if until else []
            assert sentences(case) == expected, f"day {days}"


def test_with_the_reply_at_hand_it_need_not_wait_but_the_reply_is_met(world):
    case = refusal(world)
    world.send(case)
    world.reply(case)
    assert [(r.where, r.sentence) for r in lacking(case)] == [
        ("communication", "Bemöt den sökandes svar.")
    ]
    world.meet(case)
    assert sentences(case) == []


def test_a_reply_is_met_also_when_everything_is_granted(world):
    case = world.investigated()
    world.send(case)
    world.reply(case)
    assert sentences(case) == ["Bemöt den sökandes svar."]
    with refused_by_database("Den sökandes svar är inte bemött"):
        sql(
            "UPDATE cases_investigation SET"
            " proposed_by_id = investigator_id, proposed_at = now();"
            "UPDATE cases_case SET status = 'vantar_pa_beslut'"
        )


def test_with_a_ground_for_leaving_it_out_it_need_not_be_sent(world):
    case = refusal(world)
    world.waive(case)
    assert sentences(case) == []


# --- who, and afterwards ---------------------------------------------------------------------


@pytest.mark.parametrize("who", ["colleague", "chef", "bitr", "registrator"])
def test_others_get_the_reason_instead_of_the_button_and_a_refused_post(world, who):
    case, user = world.investigated(), getattr(world, who)
    assert "utredning/lamna/" not in text_of(get(user, url(case)))
    assert "Du kan inte lämna ärendet till beslut" in text_of(get(user, url(case)))
    assert post(user, f"{url(case)}lamna/").status_code == 403
    case.refresh_from_db()
    assert case.status == "utreds"


def test_for_a_stranger_there_is_no_such_case(world):
    case = world.investigated()
    assert post(world.coach_city, f"{url(case)}lamna/").status_code == 404


def test_left_twice_it_answers_409_and_is_noted_once(world):
    case = world.investigated()
    answers = [post(world.coach, f"{url(case)}lamna/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert case.journal.filter(title="Utredningen lämnades till beslut").count() == 1
    assert "utredning/lamna/" not in text_of(get(world.coach, url(case)))
