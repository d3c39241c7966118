"""Saving the parts of the investigation: one act for each part, all with the same four beats."""

from collections.abc import Callable, Mapping
from typing import Any

from cases import rules
from cases.actions import lock_case
from cases.conflict_rules import against_unanswered
from cases.consent_rules import against_af
from cases.models import (
    AfInformation,
    Assessment,
    AssessmentAnswer,
    Case,
    Children,
    CriterionAnswer,
    Draft,
    IndividualAssessment,
    Investigation,
    Part,
)
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User


@act
def save_part(
    case: Case, name: Part.Name, values: Mapping[str, Any], *, by: User, seen: int
) -> Part:
    """Saves one part; `seen` is the version that the user had before their eyes.

    Raises RuleBroken: locked, not the user's to write, jäv not answered, or saved by somebody
    since.
    """
    case = lock_case(case)
    refuse(rules.against_investigating(case, by))
    refuse(against_unanswered(case, by))
    investigation = Investigation.objects.of(case)
    part = Part.objects.filter(investigation=investigation, name=name).first()
    refuse(rules.against_stale(part, seen))
    refuse(against_af(investigation, values) if name == Part.Name.AF else [])
    part = part or Part(investigation=investigation, name=name)
    WRITERS[name](investigation, values)
    part.version += 1
    part.saved_at, part.saved_by = clock.now(), by
    part.save()
    Draft.objects.filter(user=by, case=case, form=name).delete()
    return part


def _save_criteria(investigation: Investigation, values: Mapping[str, Any]) -> None:
    if investigation.riktlinje_has_changed:
        investigation.riktlinje = investigation.riktlinje_to_assess_by
        investigation.save()
    for criterion in investigation.riktlinje.criteria.all():
        told = {n: values[f"{criterion.code}_{n}"] for n in ("answer", "source", "comment")}
        CriterionAnswer.objects.update_or_create(
            investigation=investigation, criterion=criterion, defaults=told
        )
    IndividualAssessment.objects.update_or_create(
        investigation=investigation, defaults={"text": values["individual"]}
    )


def _save_answers(investigation: Investigation, values: Mapping[str, Any]) -> None:
    for question in investigation.form.questions.all():
        AssessmentAnswer.objects.update_or_create(
            investigation=investigation,
            question=question,
            defaults={"text": values[f"question_{question.pk}"]},
        )


def _writer_of(model: Any) -> Callable[[Investigation, Mapping[str, Any]], None]:
    """Saves a part that is one row."""

    def save(investigation: Investigation, values: Mapping[str, Any]) -> None:
        row = model.objects.filter(investigation=investigation).first()
        row = row or model(investigation=investigation)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return save


def _save_af(investigation: Investigation, values: Mapping[str, Any]) -> None:
    """A consent goes with the basis samtycke alone, a lagrum with another statute alone."""
    basis = values["basis"]
    consent = values.get("consent") if basis == AfInformation.Basis.CONSENT else None
    statute = values.get("statute") if basis == AfInformation.Basis.OTHER_STATUTE else ""
    told = {**values, "consent": consent, "statute": statute}
    _writer_of(AfInformation)(investigation, told)


WRITERS: dict[str, Callable[[Investigation, Mapping[str, Any]], None]] = {
    Part.Name.CRITERIA: _save_criteria,
    Part.Name.ASSESSMENT: _save_answers,
    Part.Name.CHILDREN: _writer_of(Children),
    Part.Name.AF: _save_af,
    Part.Name.SUMMARY: _writer_of(Assessment),
}
