"""One of some keys, asked so that PostgreSQL looks each of them up."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, TextField, Value


class Keys(ArraySubquery):
    """The keys as one array; where there are known to be none, the condition never holds."""

    template = "(ARRAY(%(subquery)s))"
    empty_result_set_value = NotImplemented


def among(column: str, keys: list[int] | list[str] | QuerySet[Any]) -> Func | Q:
    """Whether the column is one of the keys, which are one array: given, or worked out first.

    PostgreSQL then looks each of them up in the column's index, also where the condition stands
    beside an OR or other conditions: for IN it may read every row there is. For few keys. One key
    is asked for as such: that there are few rows with it is known whichever it is.
    """
    if isinstance(keys, list) and len(keys) == 1:
        return Q(**{column: keys[0]})
    array: Any = keys
    if isinstance(keys, list):
        sort = TextField() if isinstance(next(iter(keys), None), str) else BigIntegerField()
        given = Value(keys, ArrayField(sort))
        array = Func(given, template="(%(expressions)s)")
    else:
        array = Keys(keys)
    return Func(
        F(column),
        array,
        template="%(expressions)s",
        arg_joiner=" = ANY",
        output_field=BooleanField(),
    )
