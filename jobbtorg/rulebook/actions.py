"""The official acts on the rulebook."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.rulebook.models import AssessmentForm, Question, Setting


@act
def change_setting(key: str, value: Any, valid_from: date, *, by: Any) -> Setting:
    """A new version of the setting from the day; the one before ends the day before.

    Raises RuleBroken for a day before tomorrow: what holds today is not changed under way.
    """
    latest = Setting.objects.select_for_update().filter(key=key).latest("valid_from")
    refuse(_against_day("Inställningen", latest, valid_from))
    latest.valid_to = valid_from - timedelta(days=1)
    latest.save()
    return Setting.objects.create(
        key=key, value=value, explanation=latest.explanation, valid_from=valid_from
    )


def _against_day(what: str, latest: Setting | AssessmentForm, valid_from: date) -> Iterator[Rule]:
    """What holds today is not changed under way, nor a version put before another."""
    if valid_from <= clock.today():
        yield Rule("backwards", f"{what} ändras tidigast från i morgon.", where="valid_from")
    elif valid_from <= latest.valid_from:
        sentence = f"{what} ändras redan från {latest.valid_from}. Ange en senare dag."
        yield Rule("later", sentence, where="valid_from")


@dataclass(frozen=True)
class Asked:
    """One question of the form, under its section."""

    section: str
    text: str
    help: str = ""
    required: bool = True


@act
def change_form(questions: Sequence[Asked], valid_from: date, *, by: Any) -> AssessmentForm:
    """A new version of Initial bedömning del 2 from the day; the one before ends the day before.

    What has been answered, and what has begun, keeps its version. Raises RuleBroken.
    """
    latest = AssessmentForm.objects.select_for_update().latest("valid_from")
    refuse(_against_day("Formuläret", latest, valid_from), _against_questions(questions))
    latest.valid_to = valid_from - timedelta(days=1)
    latest.save()
    version = AssessmentForm.objects.create(name=latest.name, valid_from=valid_from)
    for order, question in enumerate(questions, start=1):
        Question.objects.create(form=version, order=order, **asdict(question))
    return version


def _against_questions(questions: Sequence[Asked]) -> Iterator[Rule]:
    """A form asks something, each question under a section, and nothing twice."""
    if not any(question.required for question in questions):
        yield Rule("no_questions", "Formuläret behöver minst en fråga som ska besvaras.")
    for question in questions:
        if not question.section.strip():
            yield Rule("section", f"Ange avsnitt för frågan ”{question.text}”.")
    texts = [question.text.casefold() for question in questions]
    for text in sorted({text for text in texts if texts.count(text) > 1}):
        yield Rule("twice", f"Samma fråga står två gånger: ”{text}”.")
