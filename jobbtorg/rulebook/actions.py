"""The official acts on the rulebook."""

from datetime import date, timedelta
from typing import Any

from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.rulebook.models import Setting


@act
def change_setting(key: str, value: Any, valid_from: date, *, by: Any) -> Setting:
    """A new version of the setting from the day; the one before ends the day before.

    Raises RuleBroken for a day before tomorrow: what holds today is not changed under way.
    """
    latest = Setting.objects.select_for_update().filter(key=key).latest("valid_from")
    refuse(_against_day(latest, valid_from))
    latest.valid_to = valid_from - timedelta(days=1)
    latest.save()
    return Setting.objects.create(
        key=key, value=value, explanation=latest.explanation, valid_from=valid_from
    )


def _against_day(latest: Setting, valid_from: date) -> list[Rule]:
    if valid_from <= clock.today():
        sentence = "Inställningen ändras tidigast från i morgon."
        return [Rule("backwards", sentence, where="valid_from")]
    if valid_from <= latest.valid_from:
        sentence = f"Inställningen ändras redan från {latest.valid_from}. Ange en senare dag."
        return [Rule("later", sentence, where="valid_from")]
    return []
