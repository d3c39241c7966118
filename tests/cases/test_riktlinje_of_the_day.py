"""The criteria are those of the guideline in force on the day they are assessed. law.md §14."""

from datetime import date

import pytest
from django.db import transaction

from cases import actions, rules
from cases.forms.parts import CriteriaForm
from cases.models import Case, Investigation, Status
from decisions import actions as deciding
from jobbtorg.rulebook.models import Criterion, Riktlinje
from tests.cases.helpers import get, on, refused, refused_by_database, text_of
from tests.decisions.test_proposed_whole import let_it_wait

CHANGED = "Riktlinjen har ändrats. Bedöm kriterierna enligt den som gäller nu."


def march(day: int) -> date:
    return date(2026, 3, day)


NEW_DAY = march(10)
OTHER_AGE = "Personen är 18–29 år, eller kvinna med svag ställning på arbetsmarknaden"


def new_riktlinje() -> Riktlinje:
    """Another age, no question of how the person was reached, the rest as before."""
    old = Riktlinje.objects.get()
    old.valid_to = march(9)
    old.save()
    with transaction.atomic():
        new = Riktlinje.objects.create(
            name=old.name, dnr="AMF 2026/12", insats=old.insats, valid_from=NEW_DAY
        )
        for row in old.criteria.exclude(code="nadd"):
            row.pk, row.riktlinje = None, new
            row.question = OTHER_AGE if row.code == "malgrupp" else row.question
            row.save(force_insert=True)
    return new


@pytest.fixture
def case(world) -> Case:
    """Investigated under the guideline before; a new one is in force from 10 March."""
    with on(march(2)):
        case = world.investigated()
        world.save(case, "samlad-bedomning", period_from=march(20), period_to=date(2026, 9, 19))
    new_riktlinje()
    return case


def found(case) -> Investigation:
    return Investigation.objects.of(case)


def criteria_page(user, case) -> str:
    return text_of(get(user, f"{case.get_absolute_url()}utredning/kriterier/"))


def sentences(case):
    return [rule.sentence for rule in rules.missing(found(case))]


def test_until_the_new_one_is_in_force_the_answers_stand(case):
    with on(march(9)):
        assert sentences(case) == []
        let_it_wait(case)


def test_from_its_first_day_the_criteria_are_assessed_anew(world, case):
    with on(march(10)):
        assert sentences(case) == [CHANGED]
        with refused("missing"):
            actions.propose(case, by=world.coach)


def test_postgresql_says_so_too(case):
    with on(march(10)), refused_by_database("saknar delar"):
        let_it_wait(case)


def test_the_page_asks_the_new_ones_and_keeps_the_answers_to_what_is_asked_as_before(world, case):
    with on(march(11)):
        html = criteria_page(world.coach, case)
    assert "Riktlinjen har ändrats från och med 2026-03-10." in html
    assert OTHER_AGE in html
    assert "nåtts genom uppsökande" not in html
    with on(march(11)):
        kept = CriteriaForm.initial_of(found(case))
    assert {name for name in kept if name.endswith("_answer")} == {
        "sysselsattning_answer", "stadsdel_answer", "forsorjningsstod_answer",
    }  # fmt: skip


def test_when_they_are_saved_the_investigation_follows_the_new_one(world, case):
    with on(march(11)):
        world.save(case, "kriterier", malgrupp_answer="inte_uppfyllt")
        assert found(case).riktlinje.valid_from == NEW_DAY
        assert {a.criterion.question: a.answer for a in found(case).criteria}[OTHER_AGE] == (
            "inte_uppfyllt"
        )
        assert len(found(case).criteria) == 4
        assert found(case).criterion_answers.count() == 9, "de gamla svaren finns kvar"
        assert sentences(case) == []


def test_the_new_answer_is_the_one_that_bars(world, case):
    with on(march(11)):
        world.save(case, "kriterier", forsorjningsstod_answer="inte_uppfyllt")
        assert [a.criterion.code for a in found(case).criteria if a.bars_grant] == [
            "forsorjningsstod"
        ]
        world.save(case, "kriterier")
        assert not any(a.bars_grant for a in found(case).criteria)


def test_what_waits_is_decided_by_the_guideline_it_was_assessed_by(world):
    with on(march(2)):
        case = world.proposed()
    new_riktlinje()
    with on(march(11)):
        assert not found(case).riktlinje_has_changed
        html = criteria_page(world.chef, case)
        assert "Riktlinjen har ändrats" not in html
        assert "nåtts genom uppsökande" in html


def test_what_comes_back_to_the_coach_is_assessed_by_the_new_one(world):
    with on(march(2)):
        case = world.proposed()
    new_riktlinje()
    with on(march(11)):
        deciding.return_to_coach(case, "Se över åldern.", by=world.chef)
        case.refresh_from_db()
        assert CHANGED in sentences(case)


def test_a_criterion_of_another_guideline_bars_nothing(world, case):
    """An answer under the older guideline stays as a row, and is asked about by nobody."""
    with on(march(9)):
        world.save(case, "kriterier", forsorjningsstod_answer="inte_uppfyllt")
    with on(march(11)):
        world.save(case, "kriterier")
        assert Criterion.objects.filter(code="forsorjningsstod").count() == 2
        let_it_wait(case)
    case.refresh_from_db()
    assert case.status == Status.VANTAR
