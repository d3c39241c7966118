"""The one question before everything is emptied."""

from django import forms


class ResetForm(forms.Form):
    """That the user knows what goes."""

    sure = forms.BooleanField(
        label="Jag vet att allt som har gjorts här försvinner, för alla",
        error_messages={"required": "Kryssa i att du vet att allt försvinner, också för andra."},
    )
