"""Loads the rulebook of fixtures/rulebook; what is there already is left as it is."""

from django.db import transaction

from jobbtorg.fixture import rows
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


def load() -> None:
    """Provisions, guideline with criteria, the form, code lists, letter texts and settings."""
    for model, name, keys in (
        (Provision, "provisions", ("key", "valid_from")),
        (LetterText, "letter_texts", ("key", "valid_from")),
        (LetterText, "senare_texts", ("key", "valid_from")),
        (LetterText, "foljebrev_texts", ("key", "valid_from")),
        (LetterText, "underlag_texts", ("key", "valid_from")),
        (LetterText, "kvittens_texts", ("key", "valid_from")),
        (LetterText, "kallelse_texts", ("key", "valid_from")),
        (LetterText, "avbokning_texts", ("key", "valid_from")),
        (LetterText, "jobbplan_texts", ("key", "valid_from")),
        (LetterText, "overklagande_texts", ("key", "valid_from")),
        (LetterText, "utlamnande_texts", ("key", "valid_from")),
        (Code, "codes", ("list", "code", "valid_from")),
        (Setting, "settings", ("key", "valid_from")),
    ):
        for row in rows(f"rulebook/{name}"):
            found = {key: row.pop(key) for key in keys}
            model.objects.get_or_create(**found, defaults=row)
    _load_with_children(Riktlinje, "riktlinjer", Criterion, "criteria", "riktlinje")
    _load_with_children(AssessmentForm, "assessment_forms", Question, "questions", "form")


@transaction.atomic
def _load_with_children(model, name: str, child, children: str, parent: str) -> None:
    """A version and the rows that belong to it, in the file's order."""
    for row in rows(f"rulebook/{name}"):
        parts = row.pop(children)
        version, new = model.objects.get_or_create(valid_from=row.pop("valid_from"), defaults=row)
        for order, part in enumerate(parts if new else [], start=1):
            child.objects.create(order=order, **{parent: version}, **part)
