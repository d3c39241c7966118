"""The decision with its rulings, its letter and its dispatch: rows of law, written once."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from cases.models import Application, Case, Outcome
from decisions import later_triggers, referral_triggers, relied_on, triggers
from decisions.unreported_triggers import is_to_be_reported
from decisions.waiting_triggers import letter_waits
from jobbtorg.history import Followed, append_only, audited
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import Appointment, Delegation, Unit, User
from jobbtorg.rulebook.models import Provision, Riktlinje

BY_DELEGATE = (
    Q(decided_by__isnull=False, appointment__isnull=False, delegation__isnull=False)
    & Q(registered_by=None, dnr="", paragraph="")
    & ~Q(decider_title="")
    & ~Q(chain="")
)
BY_NAMND = Q(decided_by=None, appointment=None, delegation=None, decider_title="", chain="") & Q(
    registered_by__isnull=False, dnr__regex=r"\S", paragraph__regex=r"\S"
)
GRANTS = (Outcome.GRANTED, Outcome.PARTLY)


class Kind(models.TextChoices):
    """What is decided: the application itself, a matter of form, or an earlier decision."""

    INSATS = "insats", "Beslut om insats"
    DISMISSAL = "avvisning", "Avvisning av ansökan"
    DISCONTINUANCE = "avskrivning", "Avskrivning"
    NOT_YET = "avslag_avgorande", "Avslag på begäran om avgörande"
    LATE_APPEAL = "avvisat_overklagande", "Avvisning av överklagande"
    CORRECTION = "rattelse", "Rättelse"
    CHANGE = "andring", "Ändring"
    ENDING = "upphorande", "Avslut i förtid"


class Ground(models.TextChoices):
    """Why an application is discontinued, or a decision changed. FL 37–38 §§, SoL 14 kap. 9 §."""

    WITHDRAWN = "aterkallad", "Ansökan är återkallad"
    DECEASED = "avliden", "Personen har avlidit"
    ERROR = "felaktigt", "Beslutet är felaktigt"
    OBVIOUS = "uppenbart_felaktigt", "Beslutet är uppenbart felaktigt"
    RESERVATION = "forbehall", "Förbehåll i beslutet eller i en föreskrift"
    SAFETY = "sakerhet", "Tvingande säkerhetsskäl"
    FALSE = "oriktiga_uppgifter", "Oriktiga eller vilseledande uppgifter"
    REQUEST = "egen_begaran", "Personen har själv begärt det"


# what alone allows a change to the person's detriment: FL 37 § second paragraph
ADVERSE = (Ground.RESERVATION, Ground.SAFETY, Ground.FALSE)
DATED = (Ground.WITHDRAWN, Ground.DECEASED, Ground.REQUEST)  # a ground that is of a day
GROUNDS: dict[str, tuple[Ground, ...]] = {
    Kind.DISCONTINUANCE: (Ground.WITHDRAWN, Ground.DECEASED),
    Kind.CHANGE: (Ground.ERROR, Ground.OBVIOUS, *ADVERSE),
    Kind.ENDING: (Ground.REQUEST, *ADVERSE),
}

# what ends an application: one of them, once
ENDS = (Kind.INSATS, Kind.DISMISSAL, Kind.DISCONTINUANCE)
# what rules on a matter of form; the others rule on the right and the may-insats
FORMAL = (Kind.DISMISSAL, Kind.DISCONTINUANCE, Kind.NOT_YET, Kind.LATE_APPEAL)
# what takes the place of an earlier decision, and points at it
LATER = (Kind.CORRECTION, Kind.CHANGE, Kind.ENDING)


def _grounded() -> Q:
    """Each kind has one of its own grounds, or none where it has none; some are of a day."""
    own = Q(ground="", ground_on=None) & ~Q(kind__in=list(GROUNDS))
    for kind, grounds in GROUNDS.items():
        own |= Q(kind=kind, ground__in=grounds)
    dated = Q(ground__in=DATED, ground_on__isnull=False)
    return own & (dated | (~Q(ground__in=DATED) & Q(ground_on=None)))


class DecisionQuerySet(models.QuerySet):
    """Decision.objects: in the order in which they were taken."""

    def of(self, case: Case) -> Self:
        """The case's decisions, the latest first."""
        return self.filter(application__case=case)

    def ending(self, application: Application) -> Self:
        """What has ended the application, if it is decided."""
        return self.filter(application=application, kind__in=ENDS)

    def in_force(self) -> Self:
        """What rules on an insats today: no later decision has taken its place."""
        return self.filter(changed_by=None).exclude(kind__in=FORMAL)


class Decision(Followed):
    """A decision in a case: of which kind, when, by which delegate or by the nämnd. FL 31 §.

    A delegate has appointment, delegation and chain; the nämnd has dnr and paragraph of its
    minutes, and someone who registered them. A rättelse, ändring or avslut i förtid points at the
    decision that it takes the place of, which stays as it was (FL 36–38 §§).
    """

    number = models.CharField("beslutsnummer", max_length=20, unique=True)
    kind = models.CharField("slag", max_length=20, choices=Kind, default=Kind.INSATS)
    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    changes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="changed_by"
    )
    ground = models.CharField("grund", max_length=20, choices=Ground, blank=True)
    ground_on = models.DateField("grundens dag", null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decided_on = models.DateField("beslutsdag")
    decided_at = models.DateTimeField("tidpunkt")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    decider_title = models.CharField("befattning", max_length=200, blank=True)
    presented_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    chain = models.TextField("delegationskedjan som den såg ut", blank=True)
    dnr = models.CharField("nämndens diarienummer", max_length=40, blank=True)
    paragraph = models.CharField("paragraf i nämndens protokoll", max_length=20, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    riktlinje = models.ForeignKey(
        Riktlinje, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reply_met = models.BooleanField("den sökandes svar är bemött", default=False)
    unnamed = models.TextField("varför brevet utelämnar namnen", blank=True)
    history = audited()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(kind__in=ENDS), name="application_ends_once"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(kind=Kind.NOT_YET), name="not_yet_once"
            ),
            models.CheckConstraint(
                name="later_decision_points_at_the_old",
                condition=Q(kind__in=LATER, changes__isnull=False)
                | (~Q(kind__in=LATER) & Q(kind__in=Kind.values, changes=None)),
            ),
            models.CheckConstraint(name="ground_is_of_its_kind", condition=_grounded()),
            models.CheckConstraint(
                name="insats_has_riktlinje_and_foredragande",
                condition=Q(kind__in=FORMAL, riktlinje=None)
                | Q(kind__in=LATER, riktlinje__isnull=False)
                | Q(riktlinje__isnull=False, presented_by__isnull=False),
            ),
            models.CheckConstraint(
                name="decider_did_not_investigate",
                condition=~Q(decided_by=F("presented_by")),
            ),
            models.CheckConstraint(
                name="delegate_or_namnd_decides", condition=BY_DELEGATE | BY_NAMND
            ),
        ]
        triggers = [
            append_only(),
            triggers.decided_lawfully(),
            triggers.whole_at_commit(),
            later_triggers.points_at_what_holds(),
            relied_on.rests_on_what_was_recorded(),
            is_to_be_reported(),
        ]

    def __str__(self) -> str:
        return f"beslut {self.number}"

    @property
    def is_formal(self) -> bool:
        """Whether it is a matter of form: no insats is given or refused."""
        return self.kind in FORMAL

    @property
    def by_namnd(self) -> bool:
        """Whether the nämnd decided, and not a delegate."""
        return self.decided_by_id is None

    @property
    def rests_on(self) -> str:
        """The delegate's chain, or the nämnd's meeting."""
        if not self.by_namnd:
            return self.chain
        meeting = f"{self.decided_on}, § {self.paragraph}, dnr {self.dnr}"
        return f"Beslutat av arbetsmarknadsnämnden {meeting}"

    @property
    def granted(self) -> "Ruling | None":
        """The ruling that gives the insats, wholly or partly, if any does."""
        return next((r for r in self.rulings.all() if r.grants), None)


class Ruling(Followed):
    """What the decision says of the right, of the may-insats, or of a matter of form. FL 32 §."""

    class Basis(models.TextChoices):
        RIGHT = "ratt", "Rätt till insats"
        MAY = "befogenhet", "Insats utöver rätten"
        FORMAL = "formell", "Formellt beslut"

    class Formal(models.TextChoices):
        """What becomes of the application, or of the request, by a decision on a matter of form."""

        DISMISSED = "avvisas", "Avvisas"
        DISCONTINUED = "avskrivs", "Avskrivs"
        NOT_YET = "avgors_inte_an", "Avgörs inte än"
        TOO_LATE = "avvisas_for_sent", "Avvisas som för sent"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="rulings")
    basis = models.CharField("grund", max_length=12, choices=Basis)
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")
    lagrum = models.CharField("lagrum", max_length=300)
    outcome = models.CharField("utfall", max_length=20, choices=[*Outcome.choices, *Formal.choices])
    scope = models.TextField("vad som beviljas", blank=True)
    circumstances = models.TextField("avgörande omständigheter", blank=True)
    reasons = models.TextField("skäl", blank=True)
    period_from = models.DateField("från och med", null=True, blank=True)
    period_to = models.DateField("till och med", null=True, blank=True)
    history = audited()

    class Meta:
        ordering = ["decision", "-basis"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "basis"], name="one_ruling_per_basis"),
            models.CheckConstraint(
                name="refusal_is_reasoned",
                condition=Q(outcome=Outcome.GRANTED)
                | (Q(circumstances__regex=r"\S") & Q(reasons__regex=r"\S"))
                | (Q(basis="formell") & Q(reasons__regex=r"\S")),
            ),
            models.CheckConstraint(
                name="outcome_is_of_its_basis",
                condition=Q(
                    basis="formell",
                    outcome__in=["avvisas", "avskrivs", "avgors_inte_an", "avvisas_for_sent"],
                )
                | Q(basis__in=["ratt", "befogenhet"], outcome__in=Outcome.values),
            ),
            models.CheckConstraint(
                name="partial_grant_says_what_it_gives",
                condition=~Q(outcome=Outcome.PARTLY) | Q(scope__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="grant_has_period_refusal_has_none",
                condition=(~Q(outcome__in=GRANTS) & Q(period_from=None, period_to=None))
                | Q(outcome__in=GRANTS, period_from__isnull=False, period_to__gte=F("period_from")),
            ),
        ]
        triggers = [
            append_only(),
            triggers.ruled_in_order(),
            triggers.reasoned_in_own_words(),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}: {self.get_outcome_display()}"

    @property
    def grants(self) -> bool:
        """Whether it gives the insats, wholly or partly."""
        return self.outcome in GRANTS


class Letter(StoredLetter):
    """The decision letter: rendered once, its bytes stored with their hash, never again made."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="letter")

    class Meta(StoredLetter.Meta):
        triggers = [*StoredLetter.Meta.triggers, letter_waits("NEW.id")]

    @property
    def dispatch(self) -> Any:
        """The latest sending, or None before there is one."""
        return next(iter(self.dispatches.all()), None)


class LetterCheck(models.Model):
    """A night's check that every stored letter still has the bytes it was made with."""

    checked_at = models.DateTimeField("tid")
    checked = models.PositiveIntegerField("kontrollerade brev")
    deviating = models.JSONField("avvikande brev", default=list)

    class Meta:
        ordering = ["-checked_at"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d}: {self.checked} brev"


class DecidedCase(Case):
    """The case as the decision sees it: decided only by a decision, waiting while referred."""

    class Meta:
        proxy = True
        triggers = [
            triggers.decided_by_a_decision(),
            referral_triggers.waits_while_referred(),
            later_triggers.taken_up_to_send(),
        ]


class DecidedApplication(Application):
    """The application as the decision sees it: it lies in no case that has done with it."""

    class Meta:
        proxy = True
        triggers = [triggers.application_opens_its_case()]
