"""G3: a refusal is never reasoned by phrases alone. FL 32 §."""

import pytest
from django.db import IntegrityError, transaction

from cases.actions import propose
from cases.phrases import change_phrase, current, end_phrase, make_phrase
from cases.rulings import RulingDraft
from decisions.models import Ruling
from jobbtorg.rulebook.models import Provision
from tests.cases.helpers import refused, refused_by_database
from tests.decisions.test_decide import form_of, post, raw_decision, undo_raw
from tests.world import LONG

PHRASE = " ".join(["Nämnden bedömer att behovet kan tillgodoses på annat sätt."] * 5)
ONLY = "Motiveringen består bara av en fras. Skriv vad som varit avgörande i det här ärendet."


@pytest.fixture
def phrase(world):
    return make_phrase("Annat sätt", PHRASE, by=world.delegationsadmin, common=True)


def refusal(world, circumstances, reasons=PHRASE):
    return world.rulings("avslag", "avslag", circumstances=circumstances, reasons=reasons)


def test_nothing_but_phrases_is_refused_in_the_page_and_the_text_stays(world, phrase, client):
    case = world.proposed(refused=True)
    page = post(client, world.chef, case, **form_of(refusal(world, PHRASE)))
    html = page.content.decode()
    assert page.status_code == 422
    assert ONLY in html
    assert html.count(PHRASE) >= 4


def test_the_act_refuses_it(world, phrase):
    case = world.proposed(refused=True)
    with refused("only_phrases", "only_phrases"):
        world.decide(case, refusal(world, f"{PHRASE}\n\n– {PHRASE}."))


def test_own_words_beside_the_phrase_must_be_enough(world, phrase):
    case = world.proposed(refused=True)
    with refused("own_reasons", "own_reasons") as rules:
        world.decide(case, refusal(world, "Kort."))
    assert "Motiveringen är 5 tecken, när infogade fraser inte räknas." in rules[0].sentence
    assert world.decide(case, refusal(world, LONG)).number


def test_neither_does_what_stood_in_an_earlier_version_count(world, phrase):
    seen = current(phrase).pk
    change_phrase(phrase, "Annat", "Något helt annat nu.", by=world.delegationsadmin, seen=seen)
    end_phrase(phrase, by=world.delegationsadmin)
    case = world.proposed(refused=True)
    with refused("only_phrases", "only_phrases"):
        world.decide(case, refusal(world, PHRASE))


def test_nor_what_is_a_colleagues_own(world):
    make_phrase("Min", PHRASE, by=world.colleague)
    case = world.proposed(refused=True)
    with refused("only_phrases", "only_phrases"):
        world.decide(case, refusal(world, PHRASE))


def test_the_coach_is_told_before_it_is_left_to_decision(world, phrase):
    case = world.investigated(refused=True)
    only = {f"{side}_{name}": PHRASE for side in ("right", "may")
            for name in ("circumstances", "reasons")}  # fmt: skip
    world.save(
        case, "samlad-bedomning", may_outcome="avslag", period_from=None, period_to=None, **only
    )
    with refused("missing", "missing") as rules:
        propose(case, by=world.coach)
    assert rules[0].sentence.endswith(ONLY)


def test_a_whole_grant_may_be_reasoned_so(world, phrase):
    case = world.proposed()
    rulings = world.rulings("bifall", "", circumstances=PHRASE, reasons=PHRASE)
    assert world.decide(case, rulings).granted


def test_all_texts_are_asked_of_in_one_question(world, phrase, django_assert_num_queries):
    from cases.rulings import phrases_in

    with django_assert_num_queries(1):
        assert phrases_in(refusal(world, LONG)) == [PHRASE]


def test_the_longest_phrase_is_taken_out_first():
    draft = RulingDraft("avslag", "abc def", "abc")
    assert draft.in_own_words(["abc def", "abc"]).length == 0


@pytest.mark.parametrize("others", ["", " – ", ".\n\n"])
def test_the_database_refuses_it(world, phrase, others):
    decision = raw_decision(world.proposed(), world.chef)
    with refused_by_database("Motiveringen består bara av fraser"):
        ruling(decision, f"{PHRASE}{others}", PHRASE)
    undo_raw()


def test_the_database_lets_own_words_through(world, phrase):
    decision = raw_decision(world.proposed(), world.chef)
    assert ruling(decision, f"{PHRASE} Eget.", PHRASE).pk
    undo_raw()


def test_and_blank_reasons_are_refused_as_before(world, phrase):
    decision = raw_decision(world.proposed(), world.chef)
    with pytest.raises(IntegrityError, match="refusal_is_reasoned"), transaction.atomic():
        ruling(decision, " ", " ")
    undo_raw()


def ruling(decision, circumstances, reasons):
    return Ruling.objects.create(
        decision=decision,
        basis="ratt",
        lagrum="x",
        outcome="avslag",
        provision=Provision.objects.on().get(key="ratt"),
        circumstances=circumstances,
        reasons=reasons,
    )
