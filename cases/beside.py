"""What a case's pages ask of it, asked together, and fetched only where there is something.

A page of a case shows much that most cases do not have. To ask about each thing by itself costs a
question each; here they are parts of one.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from cases.application_rules import uncompleted
from cases.models import (
    Case,
    CompletionRequest,
    Consent,
    Declaration,
    DistrictQuestion,
    Document,
    JournalEntry,
    Note,
)
from jobbtorg.built_once import built_once
from jobbtorg.counting import how_many
from jobbtorg.once import once
from jobbtorg.organisation.models import Absence, User

HERE = OuterRef("pk")
# Whether something stands beside the case, or how much, for a user (a key): later apps add theirs.
BESIDE: dict[str, Callable[[int], Any]] = {
    "clear": lambda user: Exists(Declaration.objects.clearing().filter(case=HERE, user=user)),
    "unsigned": lambda user: how_many(Note.objects.open().filter(author=user, case=HERE)),
    "documents": lambda _: Exists(Document.objects.current().filter(case=HERE)),
    "away": lambda _: Exists(Absence.objects.on().filter(user=OuterRef("coach"))),
    "consents": lambda _: how_many(Consent.objects.filter(case=HERE, withdrawal__isnull=True)),
    "unanswered": lambda _: Exists(DistrictQuestion.objects.filter(case=HERE, answer__isnull=True)),
    "other_cases": lambda _: Exists(
        Case.objects.filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
    ),
    "uncompleted": lambda _: Exists(
        CompletionRequest.objects.filter(uncompleted(), application__case=HERE)
    ),
    "kinds": lambda _: ArraySubquery(
        JournalEntry.objects.filter(case=HERE).order_by().values("kind").distinct()
    ),
}


def beside(case: Case, user: User) -> dict[str, Any]:
    """What stands beside the case, for the user."""
    found = _asked.one(case.pk, user.pk)
    once(("clear", case.pk, user.pk), lambda: found["beside_clear"])
    return {name: found[f"beside_{name}"] for name in BESIDE}


@built_once
def _asked(case: int, user: int) -> Any:
    asked = {f"beside_{name}": ask(user) for name, ask in BESIDE.items()}
    return Case.objects.filter(pk=case).values(**asked)
