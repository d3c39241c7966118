"""What the tests of notes share: a note to write, and the form as it is sent."""

import uuid

from cases import notes
from cases.note_rules import NoteText
from jobbtorg import clock

TITLE = "Samtal med Tilda"
TEXT = "Tilda ringde och berättade att hon har fått en praktikplats i butik."


def told(**changed):
    values = {"event_on": clock.today(), "title": TITLE, "text": TEXT, "source": "Tilda, telefon"}
    return NoteText(**(values | changed))


def write(case, by, *, sign=False, **changed):
    return notes.write_note(case, told(**changed), by=by, request_id=uuid.uuid4(), sign=sign)


def address(case, what="anteckning/"):
    return f"{case.get_absolute_url()}{what}"


def posted(**changed):
    values = {"event_on": f"{clock.today()}", "title": TITLE, "text": TEXT, "source": ""}
    return values | {"request_id": str(uuid.uuid4())} | changed
