"""Why a phrase cannot be made, changed or put out of use by someone: every reason at once."""

from cases.models import Phrase, PhraseVersion
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, Unit, User


def against_making(by: User, unit: Unit | None, *, common: bool) -> list[Rule]:
    """Anyone makes their own; the unit's are its chefer's, the common the administratör's."""
    if unit and not by.holds(*CHEFER, unit=unit):
        sentence = f"Bara chefer på {unit} gör och ändrar enhetens fraser."
        return [Rule("not_chef", sentence, kind="forbidden", where="whose")]
    if common and not by.holds(Function.DELEGATIONSADMIN):
        sentence = "Bara delegationsadministratören gör och ändrar gemensamma fraser."
        return [Rule("not_admin", sentence, kind="forbidden", where="whose")]
    return []


def against_changing(phrase: Phrase, current: PhraseVersion | None, by: User) -> list[Rule]:
    """Why this phrase is not the user's to change, or no longer anybody's."""
    if phrase.owner_id and phrase.owner_id != by.pk:
        rules = [Rule("not_owner", "Frasen är någon annans.", kind="forbidden")]
    else:
        common = not phrase.owner_id and not phrase.unit_id
        rules = against_making(by, phrase.unit, common=common)
    if current is None:
        sentence = "Frasen är tagen ur bruk. Gör en ny fras om den behövs igen."
        rules.append(Rule("out_of_use", sentence, kind="conflict"))
    return rules


def against_words(title: str, text: str) -> list[Rule]:
    """What the phrase lacks."""
    rules = []
    if not title.strip():
        rules.append(Rule("title", "Ange namn.", where="title"))
    if not text.strip():
        rules.append(Rule("text", "Ange text.", where="text"))
    return rules


def against_stale(current: PhraseVersion | None, seen: int) -> list[Rule]:
    """Somebody has made another version since the page was fetched."""
    if current is None or current.pk == seen:
        return []
    sentence = (
        f"{current.made_by} har ändrat frasen efter att du öppnade sidan. Din text är kvar i "
        "fälten. Jämför med det som gäller nu innan du sparar igen."
    )
    return [Rule("stale", sentence, kind="conflict")]
