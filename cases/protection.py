"""Skyddade personuppgifter: what each of the three levels keeps out of the system. law.md §9.4."""

from cases.models import Person

ADDRESS = ("street", "postcode", "city")
CONTACT = ("phone", "email", "contact_way")

# Whatever the level, the case is seen only by those who are named on it, letters go through
# Skatteverket and say nothing of the unit.
KEPT_OUT: dict[str, tuple[str, ...]] = {
    Person.Protection.NONE: (),
    Person.Protection.MARKED: (),  # kept, and shown on the person's own page alone
    Person.Protection.PROTECTED: ADDRESS,
    Person.Protection.ASSUMED: (*ADDRESS, *CONTACT),
}

IN_WORDS: dict[str, str] = {
    Person.Protection.MARKED: "Adress och telefon visas bara på sidan Personen.",
    Person.Protection.PROTECTED: "Adressen sparas inte. Telefon och e-post visas bara på sidan "
    "Personen.",
    Person.Protection.ASSUMED: "Varken adress, telefon eller e-post sparas.",
}


def conceal(person: Person) -> None:
    """Empties what the person's level keeps out; the row is not saved here."""
    for name in KEPT_OUT[person.protection]:
        setattr(person, name, "")
