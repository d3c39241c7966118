"""Text comes in clean: what cannot be seen is taken out, what can be seen is never touched."""

import pytest
from django.http import QueryDict

from jobbtorg.ui.cleaning import clean
from jobbtorg.ui.forms import Form, long_text

CASES = [
    ("rad\r\nrad\rrad", "rad\nrad\nrad"),
    ("rad\x0brad\x0crad\x85rad\u2028rad", "rad\nrad\nrad\nrad\nrad"),
    ("mjukt\xadbindestreck", "mjuktbindestreck"),
    ("noll\u200bbredd\u2060\ufeff", "nollbredd"),
    ("עברית\u200f, \u2067عربي\u2069", "עברית\u200f, \u2067عربي\u2069"),
    ("styr\x01tecken\x7f\x9f", "styrtecken"),
    ("11\xa0kap. 1\xa0§", "11 kap. 1 §"),
    ("två\xa0\xa0 \xa0ord", "två ord"),
    ("\xa0\xa0indrag\xa0\n\xa0\nrad", "indrag\n\nrad"),
    ("lös\u200dfog", "lösfog"),
    ("flik\tstår", "flik\tstår"),
    ("  egna blanksteg  står ", "  egna blanksteg  står "),
    ("Åsa – ”så” … 100 % ☺ 👍🏽", "Åsa – ”så” … 100 % ☺ 👍🏽"),
    ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("{{ mall }} <b>fet</b>", "{{ mall }} <b>fet</b>"),
]


@pytest.mark.parametrize(("dirty", "wanted"), CASES)
def test_only_the_invisible_goes(dirty, wanted):
    assert clean(dirty) == wanted


@pytest.mark.parametrize(("dirty", "wanted"), CASES)
def test_twice_is_as_once(dirty, wanted):
    assert clean(wanted) == wanted


class Text(Form):
    text = long_text("Text", required=True)


def form(text):
    data = QueryDict(mutable=True)
    data["text"] = text
    return Text(data)


def test_every_form_cleans_what_is_sent_and_says_nothing_of_it():
    sent = form("Ett\u200b ord\r\noch ett\xa0till\xad.")
    assert sent.is_valid()
    assert sent.cleaned_data["text"] == "Ett ord\noch ett till."


def test_of_nul_it_tells_as_before():
    sent = form("Ett\x00 ord")
    assert not sent.is_valid()
    assert "ett osynligt tecken" in sent.errors["text"][0]
    assert sent["text"].value() == "Ett ord"
