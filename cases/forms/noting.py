"""The forms of what is noted beside an application."""

from django import forms

from cases.models import How
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day, long_text


def how(label: str = "Hur") -> forms.ChoiceField:
    """By letter, e-mail, telephone or at a meeting."""
    return choice(label, How.choices, required=True)


class ClarificationForm(Form):
    """What the person has made clear."""

    said_on = day("Dag", required=True)
    how = how()
    text = long_text("Vad den sökande har förtydligat", required=True)


class CompletionForm(Form):
    """What the application lacks, and by when."""

    asked_on = day("Dag då ni frågade", required=True)
    how = how()
    lacking = long_text(
        "Vad som saknas",
        required=True,
        rows=4,
        help_text="Skriv så att den sökande förstår vad som behövs, och varför.",
    )
    reply_by = day("Svara senast", required=True)
    binding = forms.BooleanField(
        label="Ansökan går inte att pröva utan det här, och den sökande har fått veta att den "
        "annars kan avvisas",
        required=False,
        help_text="Annars prövas ansökan som den är när tiden har gått.",
    )


class CompletionAnswerForm(Form):
    """What came."""

    came_on = day("Kom in", required=True)
    text = long_text("Vad som kom in", required=True)
    enough = forms.BooleanField(label="Det räcker för att pröva ansökan", required=False)


class ContactAnswerForm(Form):
    """What was done about another unit's request for contact."""

    text = long_text("Vad ni gjorde", required=True, rows=3)


class WithdrawalForm(Form):
    """How, when and by whom the application was withdrawn."""

    withdrawn_on = day("Dag", required=True)
    how = how()
    by_whom = forms.CharField(
        label="Av vem",
        max_length=200,
        help_text="Den sökande själv, eller namnet på ombudet.",
    )
    text = long_text("Vad som sades eller skrevs", rows=3)


class HastenForm(Form):
    """When the request came, and that it was in writing."""

    arrived_on = day("Ankomstdag", required=True, help_text="Den dag begäran kom in.")
    written = forms.BooleanField(label="Begäran är skriftlig", required=False)


class DelayForm(Form):
    """When, how and why the person was told that the decision is delayed."""

    told_on = day("Dag", required=True)
    how = how()
    reason = long_text("Varför beslutet dröjer", required=True, rows=4)
    expected_on = day("Beslut väntas senast", required=True)


def today(*names: str) -> dict[str, object]:
    """These fields begin with today."""
    return dict.fromkeys(names, clock.today())
