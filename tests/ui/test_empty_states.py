"""An empty list says what would stand there and what comes next."""

import re

import pytest
from django.conf import settings

from cases.desk import tabs_for
from tests.cases.helpers import get, text_of

TEMPLATES = settings.BASE_DIR / "templates"
EMPTY = re.compile(r"\{% include \"components/empty_state\.html\"[^%]*%\}")
STATES = [
    (str(path.relative_to(TEMPLATES)), state)
    for path in sorted(TEMPLATES.rglob("*.html"))
    for state in EMPTY.findall(path.read_text(encoding="utf-8"))
]


def test_the_states_are_found():
    assert len(STATES) >= 30


@pytest.mark.parametrize(("path", "state"), STATES)
def test_each_says_more_than_that_there_is_nothing(path, state):
    text = re.search(r'text="([^"]+)"', state)
    assert text and text[1].endswith("."), path


@pytest.mark.parametrize("role", ["coach", "chef", "registrator", "sekreterare"])
def test_each_tab_of_the_worklist_has_words_of_its_own(world, role):
    user = getattr(world, role)
    told = {}
    for name, (label, _) in tabs_for(user).items():
        shown = text_of(get(user, f"/?flik={name}"))
        told[label] = "Inget att göra här just nu" in shown
    assert told == {label: label == "Att göra nu" for label in told}
    assert len(told) > 1
