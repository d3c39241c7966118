"""What PostgreSQL refuses of the rulebook's versions and proposals, whoever writes them."""

from datetime import timedelta

import pytest

from jobbtorg import clock
from jobbtorg.rulebook.models import (
    AssessmentForm,
    Code,
    Criterion,
    LetterText,
    Provision,
    Question,
    Riktlinje,
    Setting,
)
from tests.cases.helpers import in_days, refused_by_database, sql
from tests.rulebook.helpers import NEW_TEXT, in_a, proposed


def resting(model, decision):
    """A version that the decision rests on."""
    if model is Provision:
        return decision.rulings.first().provision
    return decision.riktlinje if model is Riktlinje else model.objects.on().first()


class TestVersions:
    @pytest.mark.parametrize(
        ("model", "column", "value"),
        [
            (Provision, "ref", "1 kap. 1 §"),
            (LetterText, "text", "Hej."),
            (LetterText, "valid_from", "2020-01-01"),
            (Code, "label", "Hej"),
            (Setting, "value", 7),
            (Riktlinje, "longest_months", 12),
            (AssessmentForm, "name", "Hej"),
        ],
    )
    def test_no_content_is_edited_and_no_first_day_moved(
        self, committed_world, model, column, value
    ):
        row = model.objects.first()
        setattr(row, column, value)
        with refused_by_database("Cannot update"):
            row.save()

    def test_what_has_ended_is_not_opened_again(self, committed_world):
        row = Provision.objects.exclude(valid_to=None).first()
        row.valid_to = None
        with refused_by_database("Cannot update"):
            row.save()

    @pytest.mark.parametrize("model", [Provision, Riktlinje, LetterText, Setting])
    def test_what_a_decision_rests_on_is_not_ended_before_its_day(self, world, model):
        with in_days(-3):
            decision = world.decided()
        row = resting(model, decision)
        row.valid_to = decision.decided_on - timedelta(days=1)
        with refused_by_database("Beslut har fattats enligt versionen"):
            row.save()
        row.valid_to = decision.decided_on
        row.save()

    def test_what_no_decision_cites_may_end_on_any_day(self, world):
        world.decided()
        row = Provision.objects.on().get(key="rattelse")
        row.valid_to = clock.today() - timedelta(days=1)
        row.save()

    def test_no_criterion_or_question_is_added_or_changed(self, committed_world):
        question, criterion = Question.objects.first(), Criterion.objects.first()
        question.text, criterion.help = "En annan fråga?", "Ändrad"
        for row in (question, criterion):
            with refused_by_database("En version ändras inte"):
                row.save()
        with refused_by_database("En version ändras inte"):
            Question.objects.create(form=question.form, section="A", text="Ny?", order=99)

    def test_a_version_says_what_its_proposal_did_and_it_is_published(self, committed_world):
        found = proposed(committed_world)
        told = {"key": found.key, "text": NEW_TEXT, "owner": "Juridik"}
        old = LetterText.objects.get(key=found.key)
        old.valid_to = clock.today()
        old.save()
        with refused_by_database("inte publicerad så som den föreslogs"):
            LetterText.objects.create(proposal=found, valid_from=found.valid_from, **told)
        found.published_by, found.published_at = committed_world.forvaltningschef, clock.now()
        found.save()
        for wrong in ({"text": "Annat"}, {"valid_from": in_a(2)}, {"key": "beslut_delvis_x"}):
            values = {"valid_from": found.valid_from, **told, **wrong}
            with refused_by_database("inte publicerad så som den föreslogs"):
                LetterText.objects.create(proposal=found, **values)


def test_the_constraints_hold_in_sql_too(committed_world):
    found = proposed(committed_world)
    with refused_by_database("proposal_ended_once_and_by_someone"):
        sql("UPDATE rulebook_proposal SET published_by_id = %s WHERE id = %s",
            committed_world.forvaltningschef.pk, found.pk)  # fmt: skip
    with refused_by_database("proposal_taken_back_by_someone"):
        sql("UPDATE rulebook_proposal SET taken_back_by_id = %s WHERE id = %s",
            committed_world.forvaltningschef.pk, found.pk)  # fmt: skip
