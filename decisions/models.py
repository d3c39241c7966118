"""The decision with its rulings, its letter and its dispatch: rows of law, written once."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q

from cases.models import Application, Case, Outcome
from jobbtorg.history import append_only, audited
from jobbtorg.organisation.models import Appointment, Delegation, Unit, User
from jobbtorg.rulebook.models import Provision, Riktlinje


def refused_unless(name: str, *checks: tuple[str, str], declare: str) -> pgtrigger.Trigger:
    """Refuses an insert when one of the (condition, sentence) checks does not hold.

    `declare` is a query that fills the record `f` with the facts that the conditions are about.
    """
    lines = [
        f"IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION '{sentence}'"
        " USING ERRCODE = 'check_violation'; END IF;"
        for condition, sentence in checks
    ]
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("f", "record")],
        func="\n".join([declare, *lines, "RETURN NEW;"]),
    )


class Decision(models.Model):
    """A decision on an application: by whom, when, by which delegation. FL 31 §."""

    number = models.CharField("beslutsnummer", max_length=20, unique=True)
    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decided_on = models.DateField("beslutsdag")
    decided_at = models.DateTimeField("tidpunkt")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="decisions")
    decider_title = models.CharField("befattning", max_length=200)
    presented_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    chain = models.TextField("delegationskedjan som den såg ut")
    riktlinje = models.ForeignKey(Riktlinje, models.PROTECT, related_name="+")
    history = audited()

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                name="decider_did_not_investigate",
                condition=~Q(decided_by=F("presented_by")),
            ),
            models.CheckConstraint(
                name="decision_says_who_and_why", condition=~Q(decider_title="") & ~Q(chain="")
            ),
        ]
        triggers = [
            append_only(),
            refused_unless(
                "decided_lawfully",
                ("f.status = 'vantar_pa_beslut'", "Ärendet väntar inte på beslut."),
                ("NEW.unit_id = f.unit_id", "Beslutet hör till en annan enhet."),
                ("NEW.decided_on >= f.arrived_on", "Beslutet är äldre än ansökan."),
                (
                    "NEW.decided_by_id NOT IN (f.investigator_id, f.proposed_by_id)",
                    "Den som utrett eller föreslagit beslutar inte.",
                ),
                (
                    "NOT EXISTS (SELECT 1 FROM cases_historicalpart p"
                    " WHERE p.investigation_id = f.id AND p.saved_by_id = NEW.decided_by_id)",
                    "Den som skrivit i utredningen beslutar inte.",
                ),
                (
                    "EXISTS (SELECT 1 FROM delegation_chain(NEW.decided_by_id, 'insats_ratt',"
                    " f.unit_id, NEW.decided_on) d WHERE d.delegation_id = NEW.delegation_id"
                    " AND d.appointment_id = NEW.appointment_id)",
                    "Beslutsfattaren saknar delegation.",
                ),
                declare="""
                    SELECT i.id, c.status, c.unit_id, a.arrived_on,
                        i.investigator_id, i.proposed_by_id
                    INTO f FROM cases_application a
                    JOIN cases_case c ON c.id = a.case_id
                    JOIN cases_investigation i ON i.application_id = a.id
                    WHERE a.id = NEW.application_id;
                """,
            ),
            pgtrigger.Trigger(
                name="whole_at_commit",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM decisions_ruling
                        WHERE decision_id = NEW.id AND basis = 'ratt') THEN
                        RAISE EXCEPTION 'Beslutet saknar prövning av rätten.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF EXISTS (SELECT 1 FROM decisions_ruling
                            WHERE decision_id = NEW.id AND basis = 'ratt' AND outcome <> 'bifall')
                        AND NOT EXISTS (SELECT 1 FROM decisions_ruling
                            WHERE decision_id = NEW.id AND basis = 'befogenhet') THEN
                        RAISE EXCEPTION 'Beslutet saknar prövning av befogenheten.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NOT EXISTS (SELECT 1 FROM decisions_ruling
                            WHERE decision_id = NEW.id AND outcome = 'bifall')
                        AND NOT EXISTS (SELECT 1 FROM cases_investigation i
                            JOIN cases_communication c ON c.investigation_id = i.id
                            WHERE i.application_id = NEW.application_id
                            AND (c.waived_reason <> '' OR c.reply_on IS NOT NULL
                                OR c.reply_by < NEW.decided_on)) THEN
                        RAISE EXCEPTION 'Avslag utan kommunicering.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NOT EXISTS (SELECT 1 FROM decisions_letter
                        WHERE decision_id = NEW.id) THEN
                        RAISE EXCEPTION 'Beslutet saknar brev.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"beslut {self.number}"

    @property
    def granted(self) -> "Ruling | None":
        """The ruling that gives the insats, wholly or partly, if any does."""
        return next((r for r in self.rulings.all() if r.outcome != Outcome.REFUSED), None)


class Ruling(models.Model):
    """What the decision says of the right, or of the may-insats. FL 32 §."""

    class Basis(models.TextChoices):
        RIGHT = "ratt", "Rätt till insats"
        MAY = "befogenhet", "Insats utöver rätten"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="rulings")
    basis = models.CharField("grund", max_length=12, choices=Basis)
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")
    lagrum = models.CharField("lagrum", max_length=300)
    outcome = models.CharField("utfall", max_length=10, choices=Outcome)
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
                | (Q(circumstances__regex=r"\S") & Q(reasons__regex=r"\S")),
            ),
            models.CheckConstraint(
                name="partial_grant_says_what_it_gives",
                condition=~Q(outcome=Outcome.PARTLY) | Q(scope__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="grant_has_period_refusal_has_none",
                condition=Q(outcome=Outcome.REFUSED, period_from=None, period_to=None)
                | (
                    ~Q(outcome=Outcome.REFUSED)
                    & Q(period_from__isnull=False, period_to__gte=F("period_from"))
                ),
            ),
        ]
        triggers = [
            append_only(),
            refused_unless(
                "ruled_in_order",
                (
                    "NEW.basis = 'ratt' OR f.right_outcome <> 'bifall'",
                    "Rätten prövas först, och befogenheten bara för det som rätten inte ger.",
                ),
                (
                    "NEW.period_to IS NULL OR NEW.period_to <"
                    " NEW.period_from + make_interval(months => f.longest_months)",
                    "Perioden är längre än riktlinjen medger.",
                ),
                (
                    "NEW.period_from IS NULL OR NEW.period_from >= f.decided_on",
                    "Perioden börjar före beslutet.",
                ),
                (
                    "NEW.basis = 'ratt' OR NEW.outcome = 'avslag' OR NOT f.barred",
                    "Personen har försörjningsstöd: insatsen kan inte beviljas utöver rätten.",
                ),
                (
                    "EXISTS (SELECT 1 FROM delegation_chain(f.decided_by_id,"
                    " 'insats_' || NEW.basis, f.unit_id, f.decided_on))",
                    "Beslutsfattaren saknar delegation för prövningen.",
                ),
                (
                    "f.decided_on BETWEEN f.law_from AND COALESCE(f.law_to, 'infinity')"
                    " AND f.key = NEW.basis",
                    "Lagrummet gällde inte på beslutsdagen.",
                ),
                declare="""
                    SELECT d.decided_on, d.decided_by_id, d.unit_id, r.longest_months, p.key,
                        p.valid_from AS law_from, p.valid_to AS law_to,
                        EXISTS (SELECT 1 FROM cases_criterionanswer ca
                            JOIN rulebook_criterion c ON c.id = ca.criterion_id
                            JOIN cases_investigation i ON i.id = ca.investigation_id
                            WHERE i.application_id = d.application_id
                            AND c.bars_grant AND ca.answer = 'inte_uppfyllt') AS barred,
                        (SELECT outcome FROM decisions_ruling
                            WHERE decision_id = d.id AND basis = 'ratt') AS right_outcome
                    INTO f FROM decisions_decision d
                    JOIN rulebook_riktlinje r ON r.id = d.riktlinje_id
                    JOIN rulebook_provision p ON p.id = NEW.provision_id
                    WHERE d.id = NEW.decision_id;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}: {self.get_outcome_display()}"


class LetterPreview(models.Model):
    """The bytes that a manager looked at: kept until the decision, found by what they say."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="previews")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user", "content_hash"], name="preview_once"
            )
        ]

    def __str__(self) -> str:
        return f"förhandsgranskning {self.sha256[:8]}"


class Sha256Hex(Func):
    """What PostgreSQL itself says that the bytes hash to."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField()


class Letter(models.Model):
    """The decision letter: rendered once, its bytes stored with their hash, never again made."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="letter")
    title = models.CharField("titel", max_length=200)
    pdf = models.BinaryField("pdf")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    content_hash = models.CharField("innehållets kontrollsumma", max_length=64)
    pages = models.PositiveSmallIntegerField("sidor")
    made_at = models.DateTimeField("framställt")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="letter_bytes_match_hash", condition=Q(sha256=Sha256Hex(F("pdf")))
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.title


class Dispatch(models.Model):
    """How and when the letter went to the person. FL 33 §."""

    class How(models.TextChoices):
        LETTER = "brev", "Brev"
        RECEIPT = "brev_mottagningsbevis", "Brev med mottagningsbevis"
        HANDED = "overlamnat", "Personligen överlämnat"
        FORWARDED = "formedling", "Genom Skatteverkets förmedling"

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="dispatch")
    how = models.CharField("sätt", max_length=30, choices=How)
    sent_on = models.DateField("skickat eller överlämnat")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("antecknat")

    class Meta:
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.sent_on}"


class LetterCheck(models.Model):
    """A night's check that every stored letter still has the bytes it was made with."""

    checked_at = models.DateTimeField("tid")
    checked = models.PositiveIntegerField("kontrollerade brev")
    deviating = models.JSONField("avvikande beslutsnummer", default=list)

    class Meta:
        ordering = ["-checked_at"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d}: {self.checked} brev"


class DecidedCase(Case):
    """The case as the decision sees it: it is decided only by a decision, ended only after one."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="decided_by_a_decision",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("status") | pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__status__in=["beslutad", "pagar", "avslutad"]),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM cases_application a
                        LEFT JOIN decisions_decision d ON d.application_id = a.id
                        WHERE a.case_id = NEW.id AND d.id IS NULL
                    ) THEN
                        RAISE EXCEPTION 'Ansökan avslutas bara genom beslut.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]
