"""docs/guarantees.md promises with tests; a test that it names must exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs/guarantees.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", TEXT)))


def names_in(tree, prefix=""):
    """test_x, TestY and TestY::test_z for all that a file defines."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name
        elif isinstance(node, ast.ClassDef):
            yield node.name
            yield from names_in(node, f"{node.name}::")


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_a_guarantee_names_exists(path, name):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in set(names_in(tree))


def test_each_guarantee_has_its_three_floors():
    rows = re.findall(r"^\| \*\*G\d+[a-z]?\*\* .*$", TEXT, re.MULTILINE)
    assert len(rows) >= 12
    for row in rows:
        assert row.count("`tests/") >= 3 or "–" in row, row
