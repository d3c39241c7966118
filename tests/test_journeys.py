"""docs/journeys.md: every step of users.md §9 is walked, by both hands, in a test that exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs/journeys.md").read_text(encoding="utf-8")
STEPS = {"9.1": 16, "9.2": 15, "9.3": 10, "9.4": 11, "9.5": 5, "9.6": 7, "9.7": 5}
ROWS = re.findall(r"^\| (9\.\d\.\d+) \| [^|]+ \| ([^|]+) \|$", TEXT, re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
BOTH = {"sit_down", "hand", "hands", "kind"}  # fixtures and parameters that are either hand


def walks() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """What each step's row says, and its tests; "the same" is the row above."""
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    before: list[tuple[str, str]] = []
    for step, told in ROWS:
        tests = NAMED.findall(told)
        found[step] = (told, [*(before[:1] if "the same" in told else []), *tests])
        before = found[step][1]
    return found


@cache
def arguments_in(path: str) -> dict[str, set[str]]:
    """What each test of the file takes."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {
        node.name: {argument.arg for argument in node.args.args}
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def test_every_step_has_its_row_and_no_other_has():
    expected = [f"{part}.{n}" for part, last in STEPS.items() for n in range(1, last + 1)]
    assert [step for step, _ in ROWS] == expected


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED.findall(TEXT))))
def test_a_test_that_a_journey_names_exists(path, name):
    assert name in arguments_in(path)


@pytest.mark.parametrize("step", [step for step, _ in ROWS])
def test_a_step_is_walked_by_both_hands_or_says_why_not(step):
    told, tests = walks()[step]
    assert tests
    if not told.startswith("–"):
        assert any(arguments_in(path)[name] & BOTH for path, name in tests), tests
