"""The acts on phrases: make, change, put out of use. A change is a new version."""

from django.db.models import QuerySet

from cases import phrase_rules as rules
from cases.models import Draft, Phrase, PhraseVersion
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import Unit, User


def current(phrase: Phrase) -> PhraseVersion | None:
    """What the phrase says today, if it is in use."""
    return phrase.versions.in_use().select_related("made_by").first()


def in_use_for(user: User) -> QuerySet[PhraseVersion]:
    """What the user may insert today."""
    rows = PhraseVersion.objects.in_use().filter(phrase__in=Phrase.objects.visible_to(user))
    return rows.select_related("phrase__unit")


@act
def make_phrase(
    title: str, text: str, *, by: User, unit: Unit | None = None, common: bool = False
) -> Phrase:
    """A phrase of one's own, of the unit, or common to all. Raises RuleBroken."""
    refuse(rules.against_making(by, unit, common=common), rules.against_words(title, text))
    phrase = Phrase.objects.create(owner=None if unit or common else by, unit=unit)
    _write(phrase, title, text, by)
    Draft.objects.filter(user=by, case=None, form="fras").delete()
    return phrase


@act
def change_phrase(phrase: Phrase, title: str, text: str, *, by: User, seen: int) -> PhraseVersion:
    """A new version from today; the one before is put out of use. Raises RuleBroken."""
    phrase = Phrase.objects.select_for_update(of=("self",)).select_related("unit").get(pk=phrase.pk)
    before = current(phrase)
    refuse(
        rules.against_changing(phrase, before, by),
        rules.against_stale(before, seen),
        rules.against_words(title, text),
    )
    assert before is not None
    Draft.objects.filter(user=by, case=None, form=f"fras-{phrase.pk}").delete()
    if (before.title, before.text) == (title.strip(), text.strip()):
        return before
    before.put_out_of_use()
    return _write(phrase, title, text, by)


def _write(phrase: Phrase, title: str, text: str, by: User) -> PhraseVersion:
    return PhraseVersion.objects.create(
        phrase=phrase,
        title=title.strip(),
        text=text.strip(),
        made_by=by,
        valid_from=clock.today(),
    )


@act
def end_phrase(phrase: Phrase, *, by: User) -> Phrase:
    """Ta ur bruk: it is no longer offered, and is still known again. Raises RuleBroken."""
    phrase = Phrase.objects.select_for_update(of=("self",)).select_related("unit").get(pk=phrase.pk)
    version = current(phrase)
    refuse(rules.against_changing(phrase, version, by))
    assert version is not None
    version.put_out_of_use()
    return phrase
