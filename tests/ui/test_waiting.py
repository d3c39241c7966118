"""What waits for a user is asked about once on a page, whatever apps have something to tell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integrity.models import Fault
from jobbtorg import clock
from jobbtorg.organisation.models import Function
from jobbtorg.ui.waiting import WAITING, waiting
from tests.cases.helpers import get, signed_in, text_of
from tests.jobs.kinds import asked, finished

NOTHING = dict.fromkeys(WAITING, 0)


def fault(answers, case=None):
    return Fault.objects.create(
        promise="G10",
        subject="x",
        case=case,
        sentence="Något är fel.",
        answers=answers,
        found_at=clock.now(),
    )


def test_nothing_waits_for_who_has_nothing(world):
    asked(world.coach)
    assert waiting(world.coach) == NOTHING


def test_is_one_question_on_a_page_with_all_of_it(world):
    world.paper(by=world.registrator)
    client = signed_in(world.registrator)
    assert text_of(client.get("/regelverk/")).count("osorterade") == 1
    with CaptureQueriesContext(connection) as log:
        client.get("/regelverk/")
    told = [one["sql"] for one in log.captured_queries]
    for table in ("cases_paper", "integrity_fault", "jobs_job", "audit_auditcheck"):
        assert len([sql for sql in told if f'"{table}"' in sql]) == 1, table


@pytest.mark.parametrize(
    ("answers", "who"),
    [
        (Function.REGISTRATOR, "registrator"),
        (Function.NAMNDSEKRETERARE, "sekreterare"),
        (Function.ENHETSCHEF, "chef"),
    ],
)
def test_a_fault_waits_for_who_answers_and_for_the_administrator(world, answers, who):
    fault(answers, world.registered() if answers == Function.ENHETSCHEF else None)
    people = ("registrator", "sekreterare", "chef", "bitr", "chef_city", "coach")
    waits = [name for name in people if waiting(getattr(world, name))["faults"]]
    assert waits == ([who, "bitr"] if who == "chef" else [who])
    assert waiting(world.delegationsadmin)["faults"] == 1


def test_a_fault_in_a_case_that_the_chef_does_not_see_is_not_counted_in_the_menu(world):
    case = world.registered(protection="skyddad_folkbokforing")
    fault(Function.ENHETSCHEF, case)
    assert waiting(world.chef)["faults"] == 1
    assert "att rätta" not in get(world.chef, "/regelverk/").content.decode()


def test_work_that_has_ended_waits_for_its_owner_until_it_is_looked_at(world):
    done = finished(world.chef)
    finished(world.chef, "prov_nej")
    assert waiting(world.chef) == NOTHING | {"done": 1, "failed": 1}
    assert waiting(world.coach) == NOTHING
    get(world.chef, f"/arbeten/{done.pk}/")
    assert waiting(world.chef)["done"] == 0
