"""What the parts' forms ask for: consent for what Arbetsförmedlingen tells."""

from datetime import timedelta

import pytest

from cases.models import AfInformation
from jobbtorg import clock
from tests.cases.helpers import as_posted, post, text_of

CONSENT = {
    "basis": "samtycke",
    "consent_how": "muntligt",
    "consent_scope": "Planeringen hos Arbetsförmedlingen",
    "more": "Hon har haft två praktikplatser.",
}


@pytest.fixture
def case(world):
    return world.started()


def send(world, case, part, **changed):
    url = f"{case.get_absolute_url()}utredning/{part}/"
    return post(world.coach, url, **as_posted(world.values(case, part, **changed)))


def test_without_ground_in_law_or_consent_nothing_from_af_is_saved(world, case):
    answer = send(world, case, "arbetsformedlingen", basis=None)
    assert answer.status_code == 422
    assert "Välj stöd för att hämta in uppgifterna." in text_of(answer)
    assert not AfInformation.objects.exists()


def test_more_than_the_six_items_needs_consent(world, case):
    answer = send(world, case, "arbetsformedlingen", more="Handläggarens anteckningar")
    assert answer.status_code == 422
    assert "Övriga uppgifter får du bara hämta in med samtycke eller annat" in text_of(answer)
    assert "Handläggarens anteckningar</textarea>" in text_of(answer)


def test_with_consent_of_known_day_manner_and_scope_more_is_saved(world, case):
    answer = send(world, case, "arbetsformedlingen", **CONSENT, consent_on=clock.today())
    assert answer.status_code == 302
    found = AfInformation.objects.get()
    assert (found.more, found.consent.covers) == (CONSENT["more"], CONSENT["consent_scope"])


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ("consent_on", "Ange vilken dag samtycket gavs."),
        ("consent_how", "Ange hur samtycket gavs."),
        ("consent_scope", "Ange vad samtycket omfattar."),
    ],
)
def test_consent_says_when_how_and_to_what(world, case, lacking, sentence):
    consent = CONSENT | {"consent_on": clock.today()} | {lacking: None}
    answer = send(world, case, "arbetsformedlingen", **consent)
    assert answer.status_code == 422
    assert sentence in text_of(answer)


@pytest.mark.parametrize("field", ["consent_on", "received_on"])
def test_neither_consent_nor_information_comes_from_the_future(world, case, field):
    consent = CONSENT | {"consent_on": clock.today()}
    consent |= {field: clock.today() + timedelta(days=1)}
    answer = send(world, case, "arbetsformedlingen", **consent)
    assert answer.status_code == 422
    assert "Dagen kan inte ligga i framtiden." in text_of(answer)
