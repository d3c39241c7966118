"""The domain knows nothing of HTTP: what import-linter cannot say of Django's own modules."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "appeals", "cases", "decisions", "disclosure", "followup", "integrity", "jobbtorg", "review",
)  # fmt: skip
NAMED = ("rules", "actions", "rulings", "acts", "investigating", "delegation", "communicating")
DOMAIN = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if path.stem
    in ("rules", "actions", "rulings", "acts", "investigating", "delegation", "communicating")
    or "models" in (path.stem, path.parent.name)
]


def imported(path):
    """Every module that the file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_the_list_is_not_empty():
    assert len(DOMAIN) >= 15


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_domain_imports_nothing_of_http(path):
    web = [m for m in imported(path) if m.startswith(("django.http", "django.shortcuts"))]
    assert web == []
