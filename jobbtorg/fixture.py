"""Reads the JSON files of fixtures/."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of fixtures/<name>.json."""
    path: Path = settings.BASE_DIR / "fixtures" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))
