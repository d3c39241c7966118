"""The form renderer: a field has its label, help and error, tied together for a screen reader."""

import pytest
from django import forms
from django.template.loader import render_to_string

KINDS = [("m", "Muntlig"), ("s", "Skriftlig")]


class Application(forms.Form):
    name = forms.CharField(label="Namn", help_text="Förnamn och efternamn")
    arrived = forms.DateField(label="Ankomstdag")
    kind = forms.ChoiceField(label="Sätt", choices=KINDS, widget=forms.RadioSelect, help_text="Hur")
    needs = forms.MultipleChoiceField(
        label="Stöd", choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    phone = forms.CharField(label="Telefon", required=False)
    why = forms.CharField(label="Varför?", widget=forms.Textarea)
    checked = forms.BooleanField(label="Kontrollerat", required=False)
    af = forms.CharField(label="AF-kontakt")
    hidden = forms.CharField(widget=forms.HiddenInput, initial="h")


def field(form, name):
    return " ".join(form[name].as_field_group().split())


def test_a_label_belongs_to_its_control():
    html = field(Application(), "name")
    assert '<label class="ds-label" for="id_name">Namn</label>' in html
    assert 'id="id_name"' in html and 'class="ds-input"' in html


def test_a_control_is_described_by_its_help_and_its_error():
    html = field(Application({}), "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_error_stands_before_the_control():
    html = field(Application({}), "why")
    assert html.index("id_why_error") < html.index("<textarea")


@pytest.mark.parametrize(("name", "optional"), [("phone", True), ("needs", True), ("name", False)])
def test_only_what_may_be_empty_is_marked_so(name, optional):
    assert ("(frivilligt)" in field(Application(), name)) is optional


def test_a_tick_box_is_not_marked_optional_and_has_its_label_after_it():
    html = field(Application(), "checked")
    assert "(frivilligt)" not in html
    assert html.index("<input") < html.index("<label")


@pytest.mark.parametrize("name", ["kind", "needs"])
def test_a_group_of_choices_is_a_fieldset_with_a_legend(name):
    html = field(Application(), name)
    assert html.startswith('<fieldset class="ds-fieldset field')
    assert '<legend class="ds-label">' in html
    assert f'<label for="id_{name}_0">Muntlig</label>' in html


def test_the_fieldset_carries_the_description():
    html = field(Application({}), "kind")
    assert 'aria-describedby="id_kind_helptext id_kind_error"' in html.split(">")[0]


def test_a_chosen_option_is_checked():
    html = field(Application({"kind": "s"}), "kind")
    assert html.count("checked") == 1
    assert html.index('value="s"') < html.index("checked")


def test_a_date_is_typed_as_text_and_shows_how():
    html = field(Application({"arrived": "i går"}), "arrived")
    assert 'type="text"' in html and 'inputmode="numeric"' in html
    assert "Till exempel 2026-02-27" in html
    assert 'value="i går"' in html, "what was typed is not lost"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("name", "Ange namn."),
        ("kind", "Välj sätt."),
        ("arrived", "Ange ankomstdag."),
        ("why", "Svara på frågan ”Varför?”."),
        ("af", "Ange AF-kontakt."),
    ],
)
def test_an_empty_field_is_asked_for_by_name(name, sentence):
    assert Application({}).errors[name] == [sentence]


def test_a_message_of_the_forms_own_is_kept():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Skriv vad personen heter."})

    assert Own({}).errors["name"] == ["Skriv vad personen heter."]


def test_text_in_help_and_errors_is_escaped():
    class Risky(forms.Form):
        name = forms.CharField(label="<b>N</b>", help_text="<i>hjälp</i>")

    html = field(Risky({}), "name")
    assert "<i>" not in html and "<b>" not in html


def test_the_whole_form_renders_each_field_once():
    html = str(Application())
    assert html.count('id="id_name"') == 1
    assert html.count('type="hidden"') == 1


def test_the_summary_links_to_each_field_and_to_the_first_of_a_group():
    form = Application({})
    form.add_error(None, "Personen har ett öppet ärende.")
    html = render_to_string("components/error_summary.html", {"form": form})
    assert 'href="#id_name"' in html and 'href="#id_kind_0"' in html
    assert "<li>Personen har ett öppet ärende.</li>" in html
