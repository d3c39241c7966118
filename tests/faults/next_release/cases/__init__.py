"""The migrations of cases as they are, and after them those beside this file."""

from pathlib import Path

import cases.migrations as present

LATEST = max(path.stem for path in Path(present.__path__[0]).glob("0*.py"))
__path__ = [*__path__, *present.__path__]
