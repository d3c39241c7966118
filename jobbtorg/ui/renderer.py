"""How Django's forms become our HTML: two templates, one bound field, one class on controls."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

TEMPLATES = {
    "django/forms/errors/list/ul.html": "forms/errors.html",
    "django/forms/errors/list/default.html": "forms/errors.html",
    "django/forms/widgets/radio.html": "forms/options.html",
    "django/forms/widgets/checkbox_select.html": "forms/options.html",
}
PLAIN = ("hidden", "file", "multiwidget", "radio", "checkbox_select", "attrs")


class Field(BoundField):
    """A bound field that also knows what its template asks."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if isinstance(field.widget, forms.DateInput) and not self.help_text:
            self.help_text = "Till exempel 2026-02-27"
        for code, sentence in plain_sentences(field, str(self.label)).items():
            if field.error_messages.get(code) == standard_message(field, code):
                field.error_messages[code] = sentence

    @property
    def is_tick(self) -> bool:
        """A single tick box, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """May be left empty for good. What a later act will ask for is `needed`, and a tick box
        is never marked: leaving it is an answer."""
        unmarked = self.field.required or getattr(self.field, "needed", False)
        return not (unmarked or self.is_tick or self.field.disabled)

    @property
    def takes_phrases(self) -> bool:
        """A long text of a form in which phrases may be inserted."""
        offered = getattr(self.form, "takes_phrases", False)
        return bool(offered and isinstance(self.field.widget, forms.Textarea))

    @property
    def standing(self) -> list[Any]:
        """The phrases that stand unchanged in it, as the view has found."""
        return getattr(self.field, "standing", [])

    @property
    def is_unasked(self) -> bool:
        """A confirmation that no rule has asked for, and that is not ticked: not shown."""
        return getattr(self.field, "on_demand", False) and not self.errors and not self.value()

    @property
    def anchor(self) -> str:
        """The id an error summary links to: of a group, its first choice."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label


def standard_message(field: forms.Field, code: str) -> Any:
    """What Django says when the form has not chosen its own words."""
    owners = (vars(cls).get("default_error_messages", {}) for cls in type(field).__mro__)
    return next((messages[code] for messages in owners if code in messages), None)


def plain_sentences(field: forms.Field, label: str) -> dict[str, str]:
    """Messages that name their field, since a summary of "fyll i fältet" says nothing."""
    what = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    if isinstance(field.widget, forms.CheckboxInput):
        return {"required": f"Kryssa i ”{label}”."}
    if label.endswith("?"):
        return {"required": f"Svara på frågan ”{label}”."}
    if isinstance(field, forms.DateField):
        phrase = f"”{label}”" if " " in label else what  # a label that is a clause stands as it is
        return {
            "required": f"Ange datum för {phrase}." if " " in label else f"Ange {what}.",
            "invalid": f"Ange {phrase} som ett datum, till exempel 2026-02-27.",
        }
    verb = "Välj" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "Ange"
    return {"required": f"{verb} {what}."}


class Renderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Field

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if "widget" in context:
            dress(template_name, context["widget"])
        return super().render(TEMPLATES.get(template_name, template_name), context, request)


def dress(template_name: str, widget: dict[str, Any]) -> None:
    """Give a control the class that styles it, and a date the keyboard that suits it."""
    kind = template_name.rpartition("/")[2].removesuffix(".html")
    if not template_name.startswith("django/forms/widgets/") or kind in PLAIN:
        return
    attrs = widget["attrs"]
    attrs["class"] = f"ds-input {attrs.get('class', '')}".strip()
    if kind == "date":
        attrs.setdefault("inputmode", "numeric")
        attrs.setdefault("autocomplete", "off")
        attrs.setdefault("data-date", True)
