"""Why the practice city may not be brought back now."""

from collections.abc import Iterator

from jobbtorg.acts import Rule
from jobbtorg.practice import mark, progress


def against_resetting() -> Iterator[Rule]:
    """Only a database that says itself that it is for practice; and one reset at a time."""
    if not mark.is_marked():
        sentence = (
            "Databasen är inte märkt som övningsmiljö, och därför töms den inte. "
            "Märket sätts när databasen skapas och kan aldrig sättas efteråt."
        )
        yield Rule("not_marked", sentence, kind="conflict")
    if mark.is_being_reset() or progress.is_asked_for():
        sentence = "Någon har redan bett om en återställning. Vänta tills den är klar."
        yield Rule("under_way", sentence, kind="conflict")
