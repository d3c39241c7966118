"""Ny ansökan, as the page shows and takes it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case, Person
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, page_of, post, signed_in, text_of
from tests.world import OWN_WORDS, test_number

TILDA = "20020215-2385"
URL = "/ny-ansokan/"


def form(world, **changed):
    """What the form sends for Tilda, who came today."""
    values = {
        "request_id": str(uuid.uuid4()),
        "personnummer": TILDA,
        "first_name": "Tilda",
        "last_name": "Provström",
        "protection": "",
        "channel": "muntlig",
        "arrived_on": f"{clock.today()}",
        "reached_by": world.code("nadd_via", "insatser").pk,
        "target_group": world.code("malgrupp", "uvas").pk,
        "unit": world.unit("Farsta").pk,
        "own_words": OWN_WORDS,
    }
    return values | changed


def send(world, by=None, **changed):
    return post(by or world.coach, URL, **form(world, **changed))


def test_the_coach_registers_and_comes_to_the_case(world):
    client = signed_in(world.coach)
    answer = client.post(URL, form(world))
    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/arenden/{case.slug}/")
    assert case.person.personnummer == "200202152385"
    landed = text_of(client.get(answer.url))
    assert f"Ansökan är registrerad. Ärendet har nummer {case.number}." in landed


def test_whoever_registers_for_another_unit_comes_to_the_worklist(world):
    answer = send(world, by=world.coach_city)
    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("who", ["granskare", "sekreterare", "delegationsadmin"])
def test_other_functions_get_neither_the_link_nor_the_page_nor_the_post(world, who):
    user = getattr(world, who)
    assert URL not in page_of(get(user, "/")).links
    for answer in (get(user, URL), send(world, by=user)):
        assert answer.status_code == 403
        assert "Du registrerar inte ansökningar." in text_of(answer)
    assert not Case.objects.exists()


def test_a_wrong_check_digit_is_told_beside_the_field_and_in_the_summary_and_nothing_is_lost(world):
    answer = send(world, personnummer="20020215-2384")
    page = page_of(answer)
    assert answer.status_code == 422
    assert text_of(answer).count("Personnumret stämmer inte. Kontrollera siffrorna.") == 2
    assert "#id_personnummer" in page.links
    assert page.inputs["personnummer"] == "20020215-2384"
    assert page.inputs["last_name"] == "Provström"
    assert page.written("own_words") == OWN_WORDS


def test_an_empty_form_names_every_field_that_is_missing(world):
    answer = post(world.coach, URL, request_id=str(uuid.uuid4()))
    assert answer.status_code == 422
    for sentence in (
        "Ange personnummer.",
        "Ange förnamn.",
        "Ange efternamn.",
        "Välj kanal.",
        "Välj hur personen nåddes.",
        "Välj målgrupp.",
        "Välj jobbtorg som utreder.",
        "Skriv vad personen ansöker om, med personens egna ord.",
    ):
        assert sentence in text_of(answer)


def test_the_same_form_sent_twice_leads_to_the_same_case(world):
    same = form(world)
    first, second = post(world.coach, URL, **same), post(world.coach, URL, **same)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_each_fetch_of_the_page_is_a_form_of_its_own(world):
    ids = {page_of(get(world.coach, URL)).inputs["request_id"] for _ in range(2)}
    assert len(ids) == 2


def test_an_unlikely_age_is_asked_with_a_box_and_taken_when_ticked(world):
    child = test_number(clock.today() - timedelta(days=15 * 365))
    assert 'name="age_confirmed"' not in text_of(get(world.coach, URL))
    asked = send(world, personnummer=child)
    assert asked.status_code == 422
    assert "Personen är 14 år. Kontrollera personnumret." in text_of(asked)
    assert 'name="age_confirmed"' in text_of(asked)
    assert send(world, personnummer=child, age_confirmed="on").status_code == 302


def test_another_name_is_asked_with_a_box_and_taken_when_ticked(world):
    Person.objects.create(personnummer="200202152385", first_name="Tilda", last_name="Hemlig")
    asked = send(world)
    assert asked.status_code == 422
    assert "Personnumret finns redan med ett annat namn." in text_of(asked)
    assert "Hemlig" not in text_of(asked)
    assert send(world, name_confirmed="on").status_code == 302


def test_an_open_case_elsewhere_stops_with_the_units_name_and_no_data_of_the_case(world):
    theirs = world.registered("200202152385", by=world.coach_city, unit="City", own_words="Hemligt")
    answer = send(world)
    html = text_of(answer)
    assert answer.status_code == 409
    assert "Personen har ett öppet ärende på Jobbtorg City." in html
    for secret in (theirs.number, theirs.slug, str(theirs.coach), "Hemligt"):
        assert secret not in html
    assert page_of(answer).written("own_words") == OWN_WORDS


def test_a_protected_persons_open_case_is_told_without_the_unit(world):
    world.registered("200202152385", by=world.coach_city, unit="City", protection="fingerade")
    html = text_of(send(world))
    assert "Personen har ett öppet ärende." in html
    assert "öppet ärende på" not in html


def test_an_address_of_a_protected_person_is_refused_and_stays_in_the_field(world):
    answer = send(world, protection="fingerade", street="Hemliga gatan 1")
    assert answer.status_code == 422
    assert "Skriv ingen adress" in text_of(answer)
    assert page_of(answer).inputs["street"] == "Hemliga gatan 1"
    assert not Person.objects.exists()


def test_an_arrival_day_in_the_future_is_refused(world):
    answer = send(world, arrived_on=f"{clock.today() + timedelta(days=1)}")
    assert answer.status_code == 422
    assert "Ankomstdagen kan inte ligga i framtiden. 22 § FL" in text_of(answer)


def test_a_unit_that_does_not_investigate_is_neither_offered_nor_taken(world):
    insatser = world.unit("Insatser")
    units = text_of(get(world.coach, URL)).split('name="unit"')[1].split("</select>")[0]
    assert "Jobbtorg Farsta" in units and str(insatser) not in units
    assert send(world, unit=insatser.pk).status_code == 422


def test_the_own_unit_and_the_own_name_are_filled_in(world):
    page = get(world.coach_city, URL)
    assert f'<option value="{world.unit("City").pk}" selected>' in text_of(page)
    assert f'<option value="{world.coach_city.pk}" selected>' in text_of(page)


def test_an_arrival_day_left_empty_is_today(world):
    send(world, arrived_on="")
    assert Case.objects.get().application.arrived_on == clock.today()


def test_no_personnummer_or_name_is_ever_part_of_an_address(world):
    address = send(world).url
    assert "2385" not in address
    assert "Provstr" not in address
    case = Case.objects.get()
    assert reverse("case", args=[case.slug]) == f"/arenden/JT-{clock.today().year}-0001/"


def test_a_refused_second_registration_is_in_the_access_log(world):
    """Who asks whether a person has an open case has searched for a person."""
    world.registered("200202152385", by=world.coach_city, unit="City")
    send(world)
    assert AccessLog.objects.filter(user=world.coach).exclude(action="lista").exists()
