"""Person × kind of decision × unit × day: whoever the register does not give it to is refused.

On the page, in the POST and in PostgreSQL, with a sentence that names what is missing.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.conflicts import declare
from decisions.models import Decision
from jobbtorg.organisation.delegation import why_not
from jobbtorg.organisation.models import INSATS, Function, Power
from tests.cases.helpers import MEN, signed_in, text_of, undone
from tests.decisions.test_decide import raw_decision
from tests.organisation.helpers import FIRST, LAST, end, pass_on, row_of
from tests.world import TP1

DAY = timedelta(days=1)
DAYS = {
    "the day before": FIRST - DAY,
    "the first day": FIRST,
    "the last day": LAST,
    "the day after": LAST + DAY,
}
PEOPLE = (
    "coach", "colleague", "chef", "bitr", "vikarie", "untrained", "yttrande", "gone", "chef_city",
    "coach_insatser", "registrator", "granskare", "sekreterare", "delegationsadmin",
)  # fmt: skip
ALWAYS = {"chef": "Farsta", "chef_city": "City"}
FROM_FIRST_TO_LAST = {"bitr": "Farsta", "vikarie": "Farsta"}


@pytest.fixture
def city(world):
    """Farsta and City with a case each that waits; what begins and ends does so FIRST to LAST."""
    with time_machine.travel("2026-02-19 08:00+01:00", tick=False):
        for power in INSATS:
            end(world, row_of(world, power, Function.BITRADANDE), date(2026, 2, 18))
            end(world, row_of(world, power, Function.BITRADANDE, "City"), date(2026, 2, 18))
        assert world.chef and world.chef_city
        cases = {"Farsta": world.proposed(TP1), "City": world.proposed(MEN[0], unit="City")}
        pass_on(world)
        people = {name: getattr(world, name) for name in PEOPLE if hasattr(type(world), name)}
        people["vikarie"] = world.staff(
            "vikarie-farsta", Function.ENHETSCHEF, since=FIRST, until=LAST
        )
        people["yttrande"] = world.staff("yttrande-city", Function.BITRADANDE, "City")
        people["gone"] = world.staff("borta-farsta", Function.ENHETSCHEF)
        people["gone"].is_active = False
        people["gone"].save()
        people["untrained"] = world.staff("annan-insatser", Function.ENHETSCHEF, "Insatser")
    return world, cases, people


def ought(name, unit, day):
    """Whether this person may decide for the unit on the day, by the city above told once more."""
    if ALWAYS.get(name) == unit:
        return True
    return FROM_FIRST_TO_LAST.get(name) == unit and FIRST <= day <= LAST


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
class TestEveryCell:
    def test_the_register_gives_it_to_those_and_no_others(self, city, day):
        world, _, people = city
        found = {
            (name, power, unit)
            for name, user in people.items()
            for power in INSATS
            for unit in ("Farsta", "City", "Kista")
            if user.may(power, world.unit(unit), day)
        }
        assert found == {
            (name, power, unit)
            for name in people
            for power in INSATS
            for unit in ("Farsta", "City", "Kista")
            if ought(name, unit, day)
        }

    def test_nobody_has_what_was_never_passed_on(self, city, day):
        world, _, people = city
        kept = Power.objects.exclude(code__in=[*INSATS, "yttrande", "rattidsprovning"])
        assert kept.count() > 10
        assert not any(
            user.may(power.code, world.unit(unit), day)
            for user in people.values()
            for power in kept
            for unit in ("Farsta", "City")
        )

    def test_the_sentence_names_what_is_missing(self, city, day):
        world, _, people = city
        for name, user in people.items():
            for unit in ("Farsta", "City"):
                if not ought(name, unit, day):
                    sentence = why_not(user, "insats_ratt", world.unit(unit), day)
                    assert sentence == missing(name, unit, day), (name, unit)

    def test_the_page_and_the_post_refuse_the_rest(self, city, day):
        _, cases, people = city
        with time_machine.travel(f"{day} 09:00+01:00", tick=False):
            for name, user in people.items():
                if name == "gone" or not user.appointments.on().exists():
                    continue  # cannot even sign in
                browser = signed_in(user)
                for unit, case in cases.items():
                    url = reverse("decide", args=[case.slug])
                    page = browser.get(url)
                    offered = "Fatta beslut</button>" in text_of(page)
                    assert offered is ought(name, unit, day), (name, unit, page.status_code)
                    if not offered:
                        answer = browser.post(url, {"do": "decide", "conflict": "nej"})
                        assert answer.status_code in (403, 404), (name, unit)
                    if not offered and (name, unit) in DATED:
                        assert missing(name, unit, day) in text_of(page)
        assert not Decision.objects.exists()

    def test_postgresql_refuses_the_rest(self, city, day):
        _, cases, people = city
        with time_machine.travel(f"{day} 09:00+01:00", tick=False):
            for name, user in people.items():
                for unit, case in cases.items():
                    assert inserted(case, user) is ought(name, unit, day), (name, unit)


def inserted(case, user):
    """Whether a decision goes straight into the table, past every rule in Python."""
    with undone():
        try:
            with transaction.atomic():
                raw_decision(case, user)
        except DatabaseError:
            return False
        return True


DATED = {("bitr", "Farsta"), ("vikarie", "Farsta")}


def missing(name, unit, day):
    """The sentence for whoever may not decide."""
    if (name, unit) == ("bitr", "Farsta"):
        begins = "Din delegation börjar 2026-02-23."
        return begins if day < FIRST else "Din delegation upphörde 2026-03-09."
    if (name, unit) == ("vikarie", "Farsta"):
        ended = (
            "Din delegation upphörde 2026-03-09: då slutade ditt förordnande på Jobbtorg Farsta."
        )
        begins = "Ditt förordnande på Jobbtorg Farsta börjar 2026-02-23."
        return begins if day < FIRST else ended
    if (name, unit) == ("yttrande", "City"):
        return "Din delegation upphörde 2026-02-18."
    if name == "gone":
        return "Ditt konto är avstängt."
    return f"Du har inte delegation för Jobbtorg {unit}."


def test_jav_takes_away_what_the_register_gives(city):
    _, cases, people = city
    with time_machine.travel(f"{FIRST} 09:00+01:00", tick=False):
        declare(cases["Farsta"], people["bitr"], "tillsyn", by=people["bitr"])
        assert not inserted(cases["Farsta"], people["bitr"])
        page = signed_in(people["bitr"]).get(reverse("decide", args=[cases["Farsta"].slug]))
        assert page.status_code == 404
