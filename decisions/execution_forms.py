"""The forms of verkställighet: the day the insats began, or why it has not."""

from typing import Any

from decisions.models import Unexecuted
from jobbtorg.ui.forms import Form, choice, day, long_text


class ExecutionForm(Form):
    """The day on which the insats began."""

    started_on = day("Insatsen började", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="borjade_%s", **kwargs)


class UnexecutedForm(Form):
    """Why the insats has not begun."""

    reason = choice("Skäl", Unexecuted.Reason.choices, required=True)
    text = long_text(
        "Förklaring",
        rows=3,
        help_text="Behövs vid annat skäl. Har den enskilde tackat nej: till vad och vilken dag.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="skal_%s", **kwargs)
