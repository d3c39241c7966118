"""What a case's pages ask of it, asked together, and fetched only where there is something.

A page of a case shows much that most cases do not have. To ask about each thing by itself costs a
question each; here they are parts of one.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, OuterRef, QuerySet

from cases.models import (
    Application,
    Case,
    Consent,
    ContactRequest,
    Declaration,
    DistrictQuestion,
    Document,
    JournalEntry,
    Note,
    Signposting,
    Status,
)
from cases.models.case import insats_to, naming_the_top
from jobbtorg.once import once, reading
from jobbtorg.organisation.models import Absence, User


def how_many(rows: QuerySet[Any], different: str = "") -> QuerySet[Any]:
    """How many rows there are, or different values of a column, as part of another question."""
    template = f"COUNT({'DISTINCT ' if different else ''}%(expressions)s)"
    count = Func(F(different or "pk"), template=template, output_field=IntegerField())
    return rows.order_by().annotate(how_many=count).values("how_many")


HERE = OuterRef("pk")
# Whether something stands beside the case, or how much: later apps add what is theirs.
BESIDE: dict[str, Callable[[User], Any]] = {
    "contact_requests": lambda _: Exists(
        ContactRequest.objects.filter(case=HERE, answer__isnull=True)
    ),
    "unsigned": lambda user: how_many(Note.objects.open().filter(author=user, case=HERE)),
    "documents": lambda _: Exists(Document.objects.current().filter(case=HERE)),
    "away": lambda _: Exists(Absence.objects.on().filter(user=OuterRef("coach"))),
    "consents": lambda _: how_many(Consent.objects.filter(case=HERE, withdrawal__isnull=True)),
    "unanswered": lambda _: Exists(DistrictQuestion.objects.filter(case=HERE, answer__isnull=True)),
    "other_cases": lambda _: Exists(
        Case.objects.filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
    ),
    "signpostings": lambda _: Exists(Signposting.objects.open().filter(case=HERE)),
    "kinds": lambda _: ArraySubquery(
        JournalEntry.objects.filter(case=HERE).order_by().values("kind").distinct()
    ),
}


def beside(case: Case, user: User) -> dict[str, Any]:
    """What stands beside the case, for the user."""
    asked = {f"beside_{name}": ask(user) for name, ask in BESIDE.items()}
    rows: Any = Case.objects.filter(pk=case.pk).values(**asked)
    found = rows.get()
    return {name: found[f"beside_{name}"] for name in BESIDE}


def ask_ahead(case: Case, user: User) -> None:
    """Answers, while a page is read, what the case would be asked step by step.

    An act asks the case itself, under its lock.
    """
    if not reading():
        return
    rows = _asked(Case.objects.filter(pk=case.pk), case.status)
    cleared = Declaration.objects.clearing().filter(case=HERE)
    rows = rows.annotate(
        granted=Exists(Application.objects.granted().filter(case=HERE)),
        clear=Exists(cleared.filter(user=user)),
        coach_answered=Exists(cleared.filter(user=OuterRef("coach"))),
    )
    answers = rows.values(*rows.query.annotations).get()
    clear = answers.pop("clear")
    once(("clear", case.pk, user.pk), lambda: clear)
    for name, answer in answers.items():
        setattr(case, name, answer)


def _asked(rows: Any, status: str) -> Any:
    """What a case of that status is asked for its next step."""
    match status:
        case Status.AKTUALISERAD:
            return rows.with_coach_here()
        case Status.UTREDS:
            return rows.with_coach_here().with_awaited()
        case Status.VANTAR:
            return rows.with_referred().annotate(for_top=Exists(naming_the_top()))
        case Status.PAGAR:
            rows = rows.with_coach_here().with_to_discontinue().with_insats()
            return rows.annotate(runs_to=insats_to())
        case Status.AVSLUTAD:
            return rows.with_to_discontinue()
    return rows
