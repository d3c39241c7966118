"""How many rows there are, as part of another question; and of a whole city's lists, to a limit."""

from typing import Any

from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

MOST = 1000  # a whole city's list is counted and shown so far: nobody goes through more


def in_short(count: int) -> str:
    """The count of a list that is counted to MOST + 1, as its tab has it."""
    return f"{MOST}+" if count > MOST else str(count)


def how_many(rows: QuerySet[Any], different: str = "") -> QuerySet[Any]:
    """How many rows there are, or different values of a column, as part of another question."""
    template = f"COUNT({'DISTINCT ' if different else ''}%(expressions)s)"
    count = Func(F(different or "pk"), template=template, output_field=IntegerField())
    return rows.order_by().annotate(how_many=count).values("how_many")


def how_many_at_most(rows: QuerySet[Any], most: int) -> Subquery:
    """The same, but counted no further than that."""
    counted = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    few = rows.order_by().values("pk")[:most]
    return Subquery(few, output_field=IntegerField(), template=counted)


def how_many_each(rows: QuerySet[Any], wheres: dict[str, Q]) -> QuerySet[Any]:
    """How many of the rows each condition holds for, by its name: each row is read once."""
    counts = {name: _count_where(where) for name, where in wheres.items()}
    return rows.order_by().annotate(each=JSONObject(**counts)).values("each")


def _count_where(where: Q) -> Func:
    given = Case(When(where, then=1))
    return Func(given, template="COUNT(%(expressions)s)", output_field=IntegerField())
