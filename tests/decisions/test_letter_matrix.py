"""Which ways to appeal go with which outcome, under both laws (users.md 5.3, SoL 35:1, KL 13)."""

from dataclasses import replace

import pytest

from decisions.letters import Route, html, routes
from tests.decisions.letter_samples import (
    FIRST_DAY_OF_NEW_LAW,
    LAST_DAY_OF_OLD_LAW,
    OUTCOMES,
    letter,
    ruling,
)

A, B = Route.ADMINISTRATIVE, Route.LEGALITY
MATRIX = {
    ("bifall", None): (),
    ("avslag", None): (A,),
    ("delvis", None): (A,),
    ("avslag", "bifall"): (A, B),
    ("avslag", "delvis"): (A, B),
    ("avslag", "avslag"): (A, B),
    ("delvis", "bifall"): (A, B),
    ("delvis", "delvis"): (A, B),
    ("delvis", "avslag"): (A, B),
}
A_ONLY = ("Det kallas förvaltningsbesvär.", "från den dag du fick del av beslutet")
B_ONLY = ("Det kallas laglighetsprövning.", "meddelas på anslagstavlan")


def test_the_matrix_knows_every_outcome_the_letter_can_have() -> None:
    assert set(MATRIX) == set(OUTCOMES)


@pytest.mark.parametrize(("right", "may"), OUTCOMES)
def test_the_routes_follow_from_the_outcomes(right: str, may: str | None) -> None:
    assert routes(right, may) == MATRIX[right, may]


@pytest.mark.parametrize("on", [LAST_DAY_OF_OLD_LAW, FIRST_DAY_OF_NEW_LAW])
@pytest.mark.parametrize(("right", "may"), OUTCOMES)
def test_the_letter_holds_its_routes_and_no_other(right, may, on) -> None:
    written = html(letter(right, may, on))
    expected = MATRIX[right, may]
    assert [phrase in written for phrase in A_ONLY] == [A in expected] * 2
    assert [phrase in written for phrase in B_ONLY] == [B in expected] * 2
    assert ("Bilaga: Så här överklagar du" in written) == bool(expected)
    assert ("står i bilagan" in written) == bool(expected)


@pytest.mark.parametrize("on", [LAST_DAY_OF_OLD_LAW, FIRST_DAY_OF_NEW_LAW])
def test_the_two_routes_are_two_sections_that_do_not_mix(on) -> None:
    appendix = html(letter("avslag", "avslag", on)).split('class="appendix"')[1]
    _, first, second = appendix.split('<section class="route">')
    assert "Box 10014" in first
    assert "115 76 Stockholm" not in first
    assert "115 76 Stockholm" in second
    assert "Box 10014" not in second
    assert not any(phrase in second for phrase in A_ONLY)
    assert not any(phrase in first for phrase in B_ONLY)


def test_a_whole_grant_under_the_right_gets_its_route_when_the_setting_says_so() -> None:
    assert routes("bifall", None, also_when_granted=True) == (A,)
    written = html(letter("bifall", None, appeal_when_granted=True))
    assert A_ONLY[0] in written
    assert "inget i beslutet att överklaga" not in written


@pytest.mark.parametrize(
    ("right", "may"), [(None, "bifall"), (None, None), ("bifall", "avslag"), ("kanske", None)]
)
def test_outcomes_that_the_order_of_trial_forbids_are_refused(right, may) -> None:
    with pytest.raises(ValueError):
        routes(right, may)


def test_an_unknown_outcome_for_the_may_insats_is_refused() -> None:
    with pytest.raises(ValueError):
        routes("avslag", "kanske")


@pytest.mark.parametrize(("key", "outcome"), [("ratt", "avslag"), ("befogenhet", "bifall")])
def test_a_period_belongs_to_a_grant_and_only_to_a_grant(key, outcome) -> None:
    made = ruling(key, outcome, FIRST_DAY_OF_NEW_LAW)
    wrong = "bifall" if outcome == "avslag" else "avslag"
    with pytest.raises(ValueError, match="period"):
        replace(made, outcome=wrong)


def test_no_route_asks_for_a_signature() -> None:
    written = html(letter("avslag", "avslag")).lower()
    assert "underteckna" not in written
    assert "skriva under" not in written
