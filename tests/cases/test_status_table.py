"""The status table, as the database keeps it whoever asks."""

import uuid
from itertools import product

import pytest

from cases.models import Case, Investigation, Person, Status
from cases.models.case import TRANSITIONS
from jobbtorg import clock
from tests.cases.helpers import as_if_committed, refused_by_database, undone

PAIRS = [(a, b) for a, b in product(Status, Status) if a != b]
ALLOWED = [(a, b) for a, b in PAIRS if b in TRANSITIONS[a]]
FORBIDDEN = [(a, b) for a, b in PAIRS if b not in TRANSITIONS[a]]


@pytest.fixture
def person(world):
    return Person.objects.create(
        personnummer="200202152385", first_name="Tilda", last_name="Provström"
    )


def case_in(world, person, status):
    return Case.objects.create(
        number="JT 2026-0001", person=person, unit=world.unit(), status=status
    )


def move(case, status):
    """As from a shell: past every act, with the history that a change has."""
    row = Case.objects.get(pk=case.pk)
    row.status = status
    row.save()


def test_the_table_is_the_one_of_the_process():
    names = {(a.value, b.value) for a, b in ALLOWED}
    assert names == {
        ("aktualiserad", "utreds"),
        ("utreds", "vantar_pa_beslut"),
        ("vantar_pa_beslut", "utreds"),
        ("vantar_pa_beslut", "beslutad"),
        ("beslutad", "pagar"),
        ("beslutad", "avslutad"),
        # avvisning and avskrivning, which do not wait for an investigation
        ("aktualiserad", "beslutad"),
        ("utreds", "beslutad"),
        # a later decision, whose letter is to be sent
        ("pagar", "beslutad"),
        ("avslutad", "beslutad"),
        # what a court has sent back
        ("avslutad", "aktualiserad"),
        # an insats whose closing was a mistake
        ("avslutad", "pagar"),
        # an application for more, while the insats runs
        ("pagar", "aktualiserad"),
        # the insats is closed
        ("pagar", "avslutad"),
        # a withdrawn application, with and without an insats that still runs
        ("aktualiserad", "pagar"),
        ("aktualiserad", "avslutad"),
        ("utreds", "pagar"),
        ("utreds", "avslutad"),
        ("vantar_pa_beslut", "pagar"),
        ("vantar_pa_beslut", "avslutad"),
    }
    assert set(TRANSITIONS) == set(Status)
    assert len(ALLOWED) + len(FORBIDDEN) == 30


PROPOSING = ("utreds", "vantar_pa_beslut")  # also asks for the parts: see below
REOPENING = ("avslutad", "aktualiserad")  # also asks for a court: tests/appeals/test_remission.py
STRUCK = ("avslutad", "pagar")  # also asks for it: tests/followup/test_correct_closing.py


@pytest.mark.parametrize(
    ("before", "after"), [p for p in ALLOWED if p not in (PROPOSING, REOPENING, STRUCK)]
)
def test_a_shell_may_move_a_case_along_the_table(world, person, before, after):
    with undone():
        case = case_in(world, person, before)
        move(case, after)
        case.refresh_from_db()
        assert case.status == after


def test_a_shell_may_move_a_case_to_decision_when_its_investigation_is_whole(world):
    case = world.investigated()
    investigation = Investigation.objects.of(case)
    with refused_by_database("Utredningen saknar delar"):
        move(case, "vantar_pa_beslut")
    investigation.proposed_by, investigation.proposed_at = world.coach, clock.now()
    investigation.save()
    move(case, "vantar_pa_beslut")
    case.refresh_from_db()
    assert case.status == "vantar_pa_beslut"


def test_a_closed_case_is_taken_up_again_only_for_what_a_court_has_sent_back(world, person):
    case = case_in(world, person, Status.AVSLUTAD)
    with refused_by_database("tas upp bara när rätten har återförvisat det"):
        move(case, "aktualiserad")


@pytest.mark.parametrize(("before", "after"), FORBIDDEN)
def test_a_shell_cannot_move_a_case_past_the_table(world, person, before, after):
    with undone():
        case = case_in(world, person, before)
        # to wait for decision asks for the parts too, and first
        words = "saknar delar" if after == "vantar_pa_beslut" else "Invalid transition"
        with refused_by_database(words):
            move(case, after)
        with refused_by_database(words):
            Case.objects.filter(pk=case.pk).update(status=after)


def test_a_decided_case_never_goes_back_though_its_investigation_is_whole(world):
    case = world.decided().application.case
    for after in ("aktualiserad", "utreds", "vantar_pa_beslut"):
        with refused_by_database("Invalid transition"):
            move(case, after)


def test_there_is_no_status_beside_the_table(world, person):
    with undone():
        case = case_in(world, person, Status.UTREDS)
        for other in ("", "raderad", "UTREDS"):
            with refused_by_database("Invalid transition"):
                move(case, other)


def test_no_case_is_put_down_as_decided_without_a_decision(world):
    case = world.proposed()
    with refused_by_database("Ansökan avslutas bara genom beslut eller återkallelse."):
        move(case, "beslutad")
        as_if_committed()


def test_no_case_is_walked_past_the_decision_in_one_transaction(world):
    case = world.proposed()
    for last in ("pagar", "avslutad"):
        with refused_by_database("Ansökan avslutas bara genom beslut eller återkallelse."):
            move(case, "beslutad")
            move(case, last)


@pytest.mark.parametrize("status", ["aktualiserad", "utreds", "vantar_pa_beslut"])
def test_no_case_is_closed_before_its_decision(world, status):
    stages = {"aktualiserad": "registered", "utreds": "started", "vantar_pa_beslut": "proposed"}
    case = getattr(world, stages[status])()
    for ended in ("avslutad", "pagar"):
        with refused_by_database("Ansökan avslutas bara genom beslut eller återkallelse."):
            move(case, ended)


def test_an_application_for_more_is_not_left_lying_in_a_case_that_has_ended(world):
    case = world.running()
    row = case.application
    row.pk, row.request_id = None, uuid.uuid4()
    with refused_by_database("Ansökan avslutas bara genom beslut eller återkallelse."):
        row.save(force_insert=True)


def test_a_case_has_one_application_at_a_time(world):
    case = world.started()
    row = case.application
    row.pk, row.request_id = None, uuid.uuid4()
    with refused_by_database("Ärendet har redan en ansökan som inte är avgjord."):
        row.save(force_insert=True)


def test_no_case_is_born_with_a_status_beside_the_table(world, person):
    with refused_by_database():
        case_in(world, person, "raderad")


def test_a_decided_case_moves_on_with_its_decision(world):
    case = world.decided().application.case
    move(case, "pagar")
    as_if_committed()
    case.refresh_from_db()
    assert case.status == "pagar"
