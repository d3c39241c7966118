"""Why the rulebook is not changed so, now, by this person: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import Course, Function, Unit, User
from jobbtorg.organisation.staff.rules import NEEDED_TRAINING, about_requiring
from jobbtorg.publishing.contents import against_content
from jobbtorg.publishing.samples import citing, letters_with
from jobbtorg.rulebook.entries import Content, Entries, entries_of
from jobbtorg.rulebook.models import Proposal, Riktlinje, Version

DAY = timedelta(days=1)
FURTHEST = timedelta(days=5 * 365)
KEEPERS = (Function.DELEGATIONSADMIN, Function.FORVALTNINGSCHEF)
RIKTLINJE_POWER = "riktlinje"
NEEDED_CODES = {"handlingstyp.delgivningskvitto"}  # delfående files its evidence under it
MADE_ANEW = (Proposal.Kind.LAGRUM, Proposal.Kind.KOD)
NEVER_ENDED = (Proposal.Kind.RIKTLINJE, Proposal.Kind.INSTALLNING, Proposal.Kind.FORMULAR)


@dataclass(frozen=True)
class Change:
    """What is proposed: what the entry is to say from a day on. Without content it ends."""

    kind: str
    key: str
    content: Content | None
    valid_from: date
    reason: str

    @property
    def entries(self) -> Entries:
        """The entries that this is one of."""
        return entries_of(self.kind)


def against_keeping(by: User) -> Iterator[Rule]:
    """Only its keepers change the rulebook."""
    if not by.holds(*KEEPERS):
        sentence = "Bara delegationsadministratören och förvaltningschefen ändrar regelverket."
        yield Rule("not_keeper", sentence, kind="forbidden")


def against_proposing(change: Change, by: User) -> Iterator[Rule]:
    """Why this is not proposed."""
    yield from against_keeping(by)
    if Proposal.objects.waiting().filter(kind=change.kind, key=change.key).exists():
        sentence = "Det finns redan ett förslag som väntar. Publicera det eller ta tillbaka det."
        yield Rule("waiting", sentence, kind="conflict")
    if not change.reason.strip():
        yield Rule("reason", "Skriv varför regelverket ska ändras.", where="reason")
    yield from against_change(change)


def against_change(change: Change) -> Iterator[Rule]:
    """Why the entry is not changed so: its day, and what it would say. Asked at publishing too."""
    latest = change.entries.versions(change.key).first()
    yield from _against_day(change, latest)
    yield from _against_entry(change, latest)
    if change.content is None:
        yield from _against_ending(change, latest)
    elif latest or change.kind in MADE_ANEW:
        yield from against_content(change.kind, change.key, change.content)
        if latest and _says(change.entries, latest) == change.content and not latest.valid_to:
            yield Rule("same", "Ingenting är ändrat. Ändra något, eller avbryt.")


def _says(entries: Entries, version: Version) -> Content:
    return entries.content(version)


def _against_day(change: Change, latest: Version | None) -> Iterator[Rule]:
    """What holds today is not changed under way, nor a version put before another."""
    if change.valid_from <= clock.today():
        sentence = "Den första dagen är tidigast i morgon. Det som gäller i dag ändras inte."
        yield Rule("backwards", sentence, where="valid_from")
    elif change.valid_from > clock.today() + FURTHEST:
        sentence = "Den första dagen är högst fem år bort. Stämmer årtalet?"
        yield Rule("too_far", sentence, where="valid_from")
    elif latest and change.valid_from <= latest.valid_from:
        sentence = f"Det finns redan en version från {latest.valid_from}. Ange en senare dag."
        yield Rule("later", sentence, where="valid_from")


def _against_entry(change: Change, latest: Version | None) -> Iterator[Rule]:
    """An entry that nothing reads is not made."""
    if latest is None and change.kind not in MADE_ANEW:
        yield Rule("unknown", "Det finns inget sådant i regelverket.", kind="conflict")


def _against_ending(change: Change, latest: Version | None) -> Iterator[Rule]:
    """What letters and acts need is replaced, never put out of use."""
    yield from against_ending(change.kind, change.key)
    if latest and latest.valid_to:
        sentence = f"Det tas redan ur bruk: sista dagen är {latest.valid_to}."
        yield Rule("ended", sentence, kind="conflict")


def against_ending(kind: str, key: str) -> Iterator[Rule]:
    """Why the entry cannot be put out of use at all."""
    if kind in NEVER_ENDED or key in NEEDED_CODES:
        sentence = "Systemet behöver det här. Ändra det i stället för att ta det ur bruk."
        yield Rule("needed", sentence, kind="conflict")
    if kind == Proposal.Kind.BREVTEXT and letters_with(key):
        where = " och ".join(letters_with(key))
        sentence = f"Texten behövs i {where}. Ändra den i stället för att ta den ur bruk."
        yield Rule("needed", sentence, kind="conflict")
    if kind == Proposal.Kind.LAGRUM and citing(key):
        sentence = "Breven hänvisar till lagrummet. Ändra det i stället för att ta det ur bruk."
        yield Rule("needed", sentence, kind="conflict")


def against_publishing(proposal: Proposal, by: User) -> Iterator[Rule]:
    """Why this person does not publish the proposal now."""
    yield from against_publisher(proposal, by)
    yield from _against_ended(proposal)
    if proposal.is_waiting:
        yield from against_change(change_of(proposal))


def against_publisher(proposal: Proposal, by: User) -> Iterator[Rule]:
    """Why the proposal is not this person's to publish, whatever it says."""
    yield from against_keeping(by)
    if proposal.proposed_by_id == by.pk:
        sentence = "Du har själv föreslagit ändringen. En annan ska läsa och publicera den."
        yield Rule("second_person", sentence, kind="forbidden")
    if proposal.kind == Proposal.Kind.RIKTLINJE:
        yield from _against_power(proposal, by)


def _against_power(proposal: Proposal, by: User) -> Iterator[Rule]:
    """One of the two has the nämnd's delegation to update the riktlinje."""
    top = Unit.objects.get(kind=Unit.Kind.FORVALTNING)
    if not any(user.may(RIKTLINJE_POWER, top) for user in (by, proposal.proposed_by)):
        sentence = (
            "Riktlinjerna uppdateras på delegation. Förvaltningschefen ska föreslå eller publicera."
        )
        yield Rule("no_delegation", sentence, "6 kap. 37 § KL", kind="forbidden")


def about(proposal: Proposal) -> list[Rule]:
    """What the one who publishes is told before: it stops nothing."""
    if proposal.key != NEEDED_TRAINING or proposal.content is None:
        return []
    courses = Course.objects.filter(code__in=proposal.content["value"])
    return list(about_requiring(list(courses), proposal.valid_from))


def against_taking_back(proposal: Proposal, by: User) -> Iterator[Rule]:
    """Why this person does not take the proposal back."""
    yield from against_keeping(by)
    yield from _against_ended(proposal)


def _against_ended(proposal: Proposal) -> Iterator[Rule]:
    if proposal.published_at:
        sentence = f"{proposal.published_by} har redan publicerat förslaget."
        yield Rule("published", sentence, kind="conflict")
    elif proposal.taken_back_at:
        sentence = f"{proposal.taken_back_by} har tagit tillbaka förslaget."
        yield Rule("taken_back", sentence, kind="conflict")


def change_of(proposal: Proposal) -> Change:
    """What the proposal is about."""
    return Change(
        proposal.kind, proposal.key, proposal.content, proposal.valid_from, proposal.reason
    )


@dataclass(frozen=True)
class Reported:
    """Where the nämnd's minutes tell of the updated riktlinje."""

    meeting_on: date | None
    paragraph: str
    dnr: str


def against_reporting(riktlinje: Riktlinje, told: Reported, by: User) -> Iterator[Rule]:
    """Why the report to the nämnd is not registered. KL 6 kap. 40 §."""
    if not by.holds(Function.NAMNDSEKRETERARE):
        sentence = "Bara nämndsekreteraren registrerar anmälan till nämnden."
        yield Rule("not_secretary", sentence, kind="forbidden")
    if riktlinje.proposal is None or riktlinje.proposal.published_at is None:
        sentence = "Riktlinjen har nämnden själv beslutat. Den ska inte anmälas."
        yield Rule("own", sentence, kind="conflict")
        return
    for name, label in (("paragraph", "paragrafen"), ("dnr", "diarienumret")):
        if not getattr(told, name).strip():
            yield Rule("missing", f"Ange {label}.", where=name)
    published_on = clock.day_of(riktlinje.proposal.published_at)
    if told.meeting_on is None:
        yield Rule("missing", "Ange sammanträdesdagen.", where="meeting_on")
    elif told.meeting_on > clock.today():
        sentence = "Sammanträdet har inte varit än. Registrera anmälan när det har varit."
        yield Rule("to_come", sentence, where="meeting_on")
    elif told.meeting_on < published_on:
        sentence = f"Riktlinjen publicerades {published_on}. Ange ett senare sammanträde."
        yield Rule("before", sentence, where="meeting_on")
