"""Rättidsprövning: late only by a proven day, past its last, and by no fault of ours. FL 44–45 §§.

law.md §2.7, every branch; G6 and G7 of users.md.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.models import Trial
from appeals.timeliness import Timeliness, in_words, timeliness
from decisions.legal_force import right_appealable_until
from tests.appeals.helpers import DECIDED, LAST, SERVED, appealed, refusal
from tests.cases.helpers import on

LATE = LAST + timedelta(days=1)
Ground = Trial.Ground


class TestEveryBranch:
    @pytest.mark.parametrize(
        ("served", "arrived", "court", "fault", "ground"),
        [
            (None, LATE, None, "", Ground.UNKNOWN),
            (None, LAST + timedelta(days=90), None, "", Ground.UNKNOWN),
            (None, LATE, LATE, "Hänvisningen saknades.", Ground.UNKNOWN),
            (SERVED, SERVED, None, "", Ground.ARRIVED),
            (SERVED, LAST, None, "", Ground.ARRIVED),
            (SERVED, LAST, None, "Hänvisningen saknades.", Ground.ARRIVED),
            (SERVED, LATE, LAST, "", Ground.COURT),
            (SERVED, LATE, SERVED, "Hänvisningen saknades.", Ground.COURT),
            (SERVED, LATE, None, "Hänvisningen saknades.", Ground.NOTICE),
            (SERVED, LATE, LATE, "Fel adress stod i brevet.", Ground.NOTICE),
            (SERVED, LATE, None, "", Ground.LATE),
            (SERVED, LATE, LATE, "", Ground.LATE),
            (SERVED, LATE, None, "  \n", Ground.LATE),
        ],
    )
    def test_of_the_algorithm(self, world, served, arrived, court, fault, ground):
        decision = refusal(world, served=served)
        appeal = appealed(world, decision, arrived, court_arrived_on=court)
        assert timeliness(appeal, fault).ground == ground

    def test_the_last_day_is_rolled_past_easter(self, world):
        appeal = appealed(world, refusal(world))
        assert timeliness(appeal).last_day == LAST == date(2026, 4, 7)

    def test_before_the_letter_was_ever_sent_it_is_in_time(self, world):
        with on(DECIDED):
            decision = world.decided(may="avslag")
        assert timeliness(appealed(world, decision, DECIDED)).ground == Ground.UNKNOWN


class TestInWords:
    def test_the_last_day_is_told_as_to_come_until_it_has_passed(self, world):
        appeal = appealed(world, refusal(world), SERVED)
        with on(LAST):
            assert "Sista dagen att överklaga är tisdag 7 april" in in_words(
                timeliness(appeal), appeal
            )

    def test_unknown_says_that_it_cannot_be_turned_away(self, world):
        appeal = appealed(world, refusal(world, served=None), LATE)
        assert "kan inte avvisas" in in_words(timeliness(appeal), appeal)

    def test_late_tells_the_proof_the_last_day_and_the_day_it_came(self, world):
        appeal = appealed(world, refusal(world), LATE)
        with on(LATE):
            said = in_words(timeliness(appeal), appeal)
        assert "fick del av beslutet 13 mars 2026 (personligen överlämnat)" in said
        assert "Sista dagen att överklaga var tisdag 7 april 2026" in said
        assert "kom in onsdag 8 april 2026" in said


@given(
    st.dates(date(2025, 7, 1), date(2035, 1, 1)),
    st.none() | st.integers(0, 60),
    st.integers(0, 60),
    st.none() | st.integers(0, 60),
    st.sampled_from(["", "Fel."]),
)
def test_whoever_proves_nothing_or_comes_by_the_last_day_is_never_late(
    decided, served, arrives, court, fault
):
    """Without a database: the same rows as plain objects."""
    received = None if served is None else decided + timedelta(days=served)
    arrived = decided + timedelta(days=arrives)
    at_court = None if court is None else decided + timedelta(days=court)
    found = timeliness(_Appeal(received, arrived, at_court), fault)
    late = (
        received is not None
        and arrived > right_appealable_until(received)
        and (at_court is None or at_court > right_appealable_until(received))
        and not fault
    )
    assert isinstance(found, Timeliness) and found.is_late == late


class _Service:
    evidence, is_void, pk = "overlamnat", False, 1

    def __init__(self, received_on):
        self.received_on = received_on


class _Appeal:
    def __init__(self, received, arrived, court):
        self.decision = self.services = self
        self.rows = [] if received is None else [_Service(received)]
        self.arrived_on, self.court_arrived_on = arrived, court

    def select_related(self, *names):
        return self.rows
