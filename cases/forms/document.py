"""The forms of documents: several at once, and what is wrong with one."""

from typing import Any

from django import forms

from jobbtorg import clock
from jobbtorg.files.contents import KINDS
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, day

ENDINGS = ",".join(ending for kind in KINDS.values() for ending in kind.endings)


class Files(forms.FileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files as they came: each is judged by its content when it is taken in."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A list, which may be empty."""
        return data or []


class UploadForm(Form):
    """The files, and what is told of each; without a title a file is called by its name."""

    upload = FilesField(
        label="Filer",
        required=False,
        widget=Files(attrs={"multiple": True, "accept": ENDINGS}),
    )
    title = forms.CharField(label="Titel", required=False, max_length=200)
    type = forms.ModelChoiceField(Code.objects.none(), label="Typ", empty_label="Välj typ")
    received_on = day("Ankomstdag", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"received_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.choose_from("type", Code.objects.on().filter(list=Code.List.DOCUMENT_TYPE))
        self.ask_for("title", "upload")
        for name, sentence in MISSING.items():  # told by documents.js before anything is sent
            self.fields[name].widget.attrs["data-missing"] = sentence


MISSING = {"title": "Ange titel.", "type": "Välj typ.", "received_on": "Ange ankomstdag."}


class MisfileForm(Form):
    """Why the document is wrongly registered."""

    reason = forms.CharField(
        label="Varför är handlingen felregistrerad?",
        max_length=300,
        required=False,
        help_text="Till exempel: hör till ett annat ärende. Skriv inga personuppgifter här.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()
