"""What is done about an avvikelse: each step a row, written once. SoL 27 kap. 5–6 §§."""

from django.db import models
from django.db.models import Q

from cases.models import JournalEntry
from followup.models import deviation_triggers as triggers
from followup.models.deviation import Deviation
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import Appointment, Delegation, User
from jobbtorg.rulebook.models import Code


class DeviationInquiry(models.Model):
    """Utredning, as it was handed over for decision; a new one takes its place. SOSFS 2011:5."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="inquiries")
    happened = models.TextField("vad som har hänt")
    noticed = models.TextField("när och hur det uppmärksammades")
    causes = models.TextField("orsaker")
    cause = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="orsakskod")
    consequences = models.TextField("konsekvenser")
    before = models.TextField("om något liknande har hänt förut")
    done = models.TextField("vad som har gjorts")
    prevention = models.TextField("vad som ska hindra att det händer igen")
    views = models.TextField("den enskildes uppfattning")
    finished_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField("lämnad till beslut")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="deviation_inquiry_is_whole",
                condition=Q(
                    happened__regex=r"\S", noticed__regex=r"\S", causes__regex=r"\S",
                    consequences__regex=r"\S", before__regex=r"\S", done__regex=r"\S",
                    prevention__regex=r"\S", views__regex=r"\S",
                ),
            )
        ]  # fmt: skip
        triggers = [append_only(), triggers.inquired_lawfully()]

    def __str__(self) -> str:
        return f"utredning av {self.deviation}"


class DeviationDecision(models.Model):
    """Beslut: by a delegate with their chain, or the nämnd's own, noted. KL 7 kap. 5–6 §§."""

    class Outcome(models.TextChoices):
        NONE = "inte", "Inget missförhållande och ingen påtaglig risk"
        REMEDIED = "avhjalpt", "Missförhållande eller risk, inte allvarligt och avhjälpt"
        SERIOUS = "allvarligt", "Allvarligt missförhållande"
        SERIOUS_RISK = "allvarlig_risk", "Påtaglig risk för ett allvarligt missförhållande"

    deviation = models.OneToOneField(Deviation, models.PROTECT, related_name="decision")
    inquiry = models.ForeignKey(DeviationInquiry, models.PROTECT, related_name="+")
    outcome = models.CharField("beslut", max_length=16, choices=Outcome)
    reasons = models.TextField("skäl")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decider_title = models.CharField("befattning", max_length=200, blank=True)
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    chain = models.TextField("delegationskedjan som den såg ut", blank=True)
    meeting_on = models.DateField("nämndens sammanträde", null=True, blank=True)
    dnr = models.CharField("diarienummer", max_length=40, blank=True)
    paragraph = models.CharField("paragraf", max_length=20, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("tidpunkt")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deviation_decision_has_outcome_and_reasons",
                condition=Q(
                    outcome__in=["inte", "avhjalpt", "allvarligt", "allvarlig_risk"],
                    reasons__regex=r"\S",
                ),
            ),
            models.CheckConstraint(
                name="deviation_decided_by_delegate_or_namnd",
                condition=Q(
                    decided_by__isnull=False, appointment__isnull=False,
                    delegation__isnull=False, chain__regex=r"\S", meeting_on=None, dnr="",
                )
                | Q(
                    decided_by=None, appointment=None, delegation=None, meeting_on__isnull=False,
                    dnr__regex=r"\S", paragraph__regex=r"\S",
                ),
            ),
        ]  # fmt: skip
        triggers = [append_only(), triggers.decided_lawfully()]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def is_serious(self) -> bool:
        """Whether it is to be anmält to IVO snarast. 27 kap. 6 § SoL."""
        return self.outcome in (self.Outcome.SERIOUS, self.Outcome.SERIOUS_RISK)

    @property
    def who(self) -> str:
        """Who decided, and on what that rests."""
        if self.decided_by:
            return f"{self.decided_by}, {self.decider_title}. {self.chain}"
        return (
            f"Arbetsmarknadsnämnden {self.meeting_on} § {self.paragraph}, dnr {self.dnr}. "
            f"Antecknat av {self.noted_by}."
        )


class DeviationIvo(StoredLetter):
    """Anmälan to IVO with the investigation, byte for byte as it went. 27 kap. 6 § SoL."""

    class How(models.TextChoices):
        DIGITAL = "digital", "Ivos e-tjänst"
        POST = "post", "Post"
        COURIER = "bud", "Bud"

    decision = models.OneToOneField(DeviationDecision, models.PROTECT, related_name="ivo")
    deviation = models.OneToOneField(Deviation, models.PROTECT, related_name="ivo")
    dnr = models.CharField("diarienummer", max_length=40)
    how = models.CharField("sätt", max_length=12, choices=How)
    sent_on = models.DateField("skickad")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(StoredLetter.Meta):
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="deviation_ivo_has_dnr_and_way",
                condition=Q(dnr__regex=r"\S", how__in=["digital", "post", "bud"]),
            ),
        ]
        triggers = [append_only(), triggers.sent_lawfully()]


class DeviationAnswer(models.Model):
    """What whoever complained was answered: how, when and in which words. SOSFS 2011:9."""

    class How(models.TextChoices):
        MEETING = "mote", "Vid ett möte"
        PHONE = "telefon", "Telefon"
        LETTER = "brev", "Brev"
        EMAIL = "epost", "E-post"
        NONE = "gar_inte", "Går inte att svara: vi vet inte vem det är"

    deviation = models.OneToOneField(Deviation, models.PROTECT, related_name="answer")
    how = models.CharField("sätt", max_length=12, choices=How)
    answered_on = models.DateField("besvarat")
    text = models.TextField("vad som sades eller skrevs")
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("antecknat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deviation_answer_says_something",
                condition=Q(
                    how__in=["mote", "telefon", "brev", "epost", "gar_inte"], text__regex=r"\S"
                ),
            )
        ]
        triggers = [append_only(), triggers.answered_lawfully()]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.answered_on}"


class DeviationMeasure(models.Model):
    """Åtgärd: what, by whom and until when. SOSFS 2011:9 5 kap."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="measures")
    text = models.TextField("åtgärd")
    responsible = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField("klar senast")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknad")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="deviation_measure_says_something", condition=Q(text__regex=r"\S")
            )
        ]
        triggers = [append_only(), triggers.measured_lawfully()]

    def __str__(self) -> str:
        return self.text

    @property
    def is_done(self) -> bool:
        """Whether it has been noted as done."""
        return hasattr(self, "done")


class DeviationMeasureDone(models.Model):
    """That an åtgärd is done: when, by whom, with what result."""

    measure = models.OneToOneField(DeviationMeasure, models.PROTECT, related_name="done")
    done_on = models.DateField("klar")
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    result = models.TextField("resultat")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deviation_measure_done_says_something", condition=Q(result__regex=r"\S")
            )
        ]
        triggers = [append_only(), triggers.done_lawfully()]

    def __str__(self) -> str:
        return f"klar {self.done_on}"


class DeviationInformed(models.Model):
    """Whether the person concerned has been told, and when; the latest row holds. SOSFS 2011:5."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="informings")
    told_on = models.DateField("informerad", null=True, blank=True)
    note = models.TextField("anteckning")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="deviation_informed_says_something", condition=Q(note__regex=r"\S")
            )
        ]
        triggers = [append_only(), triggers.informed_lawfully()]

    def __str__(self) -> str:
        return f"informerad {self.told_on}" if self.told_on else "inte informerad"


class DeviationJournalNote(models.Model):
    """The event that somebody chose to note in the personakt, without the report. law.md §6.5."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="journal_notes")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        triggers = [append_only(), triggers.noted_in_its_case()]

    def __str__(self) -> str:
        return f"journalanteckning {self.noted_at:%Y-%m-%d}"


class DeviationClosing(models.Model):
    """Avslut: what it came to and why it happened."""

    deviation = models.OneToOneField(Deviation, models.PROTECT, related_name="closing")
    conclusion = models.TextField("slutsats")
    cause = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="orsakskod"
    )
    no_measures = models.TextField("varför inga åtgärder behövs", blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("avslutad")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deviation_closing_says_something", condition=Q(conclusion__regex=r"\S")
            )
        ]
        triggers = [append_only(), triggers.closed_lawfully()]

    def __str__(self) -> str:
        return f"avslutad {self.closed_at:%Y-%m-%d}"
