"""A case as it comes in, and what is noted in it at any time."""

import uuid
from io import BytesIO
from typing import Any

from cases import actions, notes
from cases.advice import note_contact
from cases.advice_rules import ContactData
from cases.conflicts import declare
from cases.documents import DocumentData, receive
from cases.inbox import put_in
from cases.models import (
    AdviceContact,
    Case,
    Document,
    Investigation,
    Note,
    Paper,
    PaperScan,
    Scan,
)
from cases.note_rules import NoteText
from cases.told import ApplicationData, PersonData
from jobbtorg import clock
from jobbtorg.organisation.models import User
from tests.world.kept import kept
from tests.world.people import TP1, Staff

OWN_WORDS = "Jag vill ha hjälp att hitta ett jobb. Jag har inte arbetat sedan gymnasiet."
LONG = (
    "Du har bott hos dina föräldrar sedan gymnasiet och har inte haft något arbete. Du söker "
    "jobb varje vecka men har inte fått svar. Du vill arbeta i butik och har god hjälp hemma. "
    "Det finns inget i utredningen som visar att ditt behov inte kan tillgodoses på annat sätt."
)

REPLY = "Jag har inget att tillägga."


class Registering(Staff):
    """Short ways to a case under investigation, and to notes and documents."""

    def person(self, digits: str = TP1, **told: Any) -> PersonData:
        """Who applies."""
        names = {"first_name": "Tilda", "last_name": "Provström"}
        return PersonData(digits, **(names | told))

    def application(self, **told: Any) -> ApplicationData:
        """What came in, today and by word of mouth unless told."""
        values: dict[str, Any] = {
            "arrived_on": clock.today(),
            "channel": "muntlig",
            "own_words": OWN_WORDS,
            "reached_by": self.code("nadd_via", "insatser"),
            "target_group": self.code("malgrupp", "uvas"),
        }
        values["delivery"] = "overlamnad" if told.get("channel") == "skriftlig" else ""
        values["noticed_on"] = told.get("arrived_on")
        return ApplicationData(**(values | told))

    @kept
    def registered(
        self, digits: str = TP1, *, by: User | None = None, unit: str = "Farsta", **told: Any
    ) -> Case:
        """A case with status aktualiserad."""
        person = {k: told.pop(k) for k in list(told) if k in PersonData.__dataclass_fields__}
        return actions.register(
            self.person(digits, **person),
            self.application(**told),
            self.unit(unit),
            by=by or (self.coach if unit == "Farsta" else self.coach_city),
            request_id=uuid.uuid4(),
            age_confirmed=True,
        )

    def clear(self, case: Case, user: User) -> None:
        """The user has answered that they are not jävig in the case."""
        declare(case, user, by=user)

    def take(self, case: Case, coach: User) -> Case:
        """The coach answers about jäv and takes the case."""
        self.clear(case, coach)
        return actions.assign(case, coach, by=coach)

    def begin(self, case: Case) -> Investigation:
        """The case's coach answers about jäv and begins the investigation."""
        self.clear(case, case.coach)
        return actions.start_investigation(case, by=case.coach)

    @kept
    def started(self, digits: str = TP1, **told: Any) -> Case:
        """A case under investigation."""
        case = self.registered(digits, **told)
        self.begin(case)
        case.refresh_from_db()
        return case

    def contact(self, wants: str = "nej", *, by: User | None = None, **told: Any) -> AdviceContact:
        """A contact in råd och stöd at Farsta, today."""
        values = {
            "held_on": clock.today(),
            "unit": self.unit(),
            "kind": self.code("kontaktslag", "samtal"),
            "gender": "kvinna",
            "informed": True,
        }
        data = ContactData(wants=wants, **(values | told))
        return note_contact(data, by=by or self.coach, request_id=uuid.uuid4())

    def note(self, case: Case, *, by: User | None = None, sign: bool = False, **told: Any) -> Note:
        """A note in the case's journal, unsigned unless told."""
        values: dict[str, Any] = {
            "event_on": clock.today(),
            "title": "Samtal med den sökande",
            "text": "Hen ringde och frågade hur långt ärendet har kommit.",
        }
        text = NoteText(**(values | told))
        return notes.write_note(case, text, by=by or self.coach, request_id=uuid.uuid4(), sign=sign)

    def document(
        self,
        case: Case,
        content: bytes = b"",
        *,
        name: str = "intyg.txt",
        scanned: bool = True,
        **told: Any,
    ) -> Document:
        """A document that came in today, scanned and clean unless told."""
        values = {
            "title": "Läkarintyg",
            "type": self.code("handlingstyp", "intyg"),
            "received_on": clock.today(),
        }
        by = told.pop("by", None) or case.coach or self.chef
        body = content or f"Intyg nummer {case.documents.count() + 1}".encode()
        row = receive(case, BytesIO(body), name, DocumentData(**(values | told)), by=by)
        if scanned:
            Scan.objects.create(
                document=row, outcome="rent", scanner="Tests", scanned_at=clock.now()
            )
        return row

    def paper(
        self,
        content: bytes = b"",
        *,
        name: str = "brev.txt",
        scanned: bool = True,
        by: User | None = None,
    ) -> Paper:
        """A paper put into the inbox now, scanned and clean unless told."""
        body = content or f"Ett brev {uuid.uuid4()}".encode()
        row = put_in(BytesIO(body), name, by=by or self.registrator)
        if scanned:
            PaperScan.objects.create(
                paper=row, outcome="rent", scanner="Tests", scanned_at=clock.now()
            )
        return row
