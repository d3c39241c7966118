"""The official act on a setting that is changed on a page of its own, beside the proposals."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.rulebook.models import Setting


@act
def change_setting(key: str, value: Any, valid_from: date, *, by: Any) -> Setting:
    """A new version of the setting from the day; the one before ends the day before.

    For the training that deciding needs; the rest goes through a proposal (ADR 10). Raises
    RuleBroken for a day before tomorrow: what holds today is not changed under way.
    """
    latest = Setting.objects.select_for_update().filter(key=key).latest("valid_from")
    refuse(_against_day(latest, valid_from))
    latest.valid_to = valid_from - timedelta(days=1)
    latest.save()
    return Setting.objects.create(
        key=key, value=value, explanation=latest.explanation, valid_from=valid_from
    )


def _against_day(latest: Setting, valid_from: date) -> Iterator[Rule]:
    """What holds today is not changed under way, nor a version put before another."""
    if valid_from <= clock.today():
        sentence = "Inställningen ändras tidigast från i morgon."
        yield Rule("backwards", sentence, where="valid_from")
    elif valid_from <= latest.valid_from:
        sentence = f"Inställningen ändras redan från {latest.valid_from}. Ange en senare dag."
        yield Rule("later", sentence, where="valid_from")
