"""How the letter went, and when the person got part of the decision, with the evidence of it.

FL 33 §, delgivningslag (2010:1932). The ways that SoL 14 kap. 12 § bars, through others and by
kungörelse, are not among the choices.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from cases.models import Document, Representative
from cases.models.conflict import not_by_the_barred
from decisions.models.decision import Decision, Letter
from decisions.waiting_triggers import letter_waits
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd

SIMPLIFIED_AFTER = timedelta(days=14)  # delgivningslag 26 §: no action, so no working day
SENDS = (
    "(p.function IN ('coach', 'enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"
    f" OR p.function = 'registrator' AND {same_namnd('f.unit_id')})"
)
OF_LETTER = """
    SELECT d.id, d.unit_id, d.decided_by_id, d.decided_on, a.case_id, n.protection
    INTO f FROM decisions_decision d JOIN cases_application a ON a.id = d.application_id
    JOIN cases_case c ON c.id = a.case_id JOIN cases_person n ON n.id = c.person_id
    {letter} WHERE {which};
"""
JOIN_LETTER = "JOIN decisions_letter l ON l.decision_id = d.id"
JOIN_DISPATCH = f"{JOIN_LETTER} JOIN decisions_dispatch s ON s.letter_id = l.id"
CASE_OF_LETTER = """(SELECT a.case_id FROM decisions_letter l
    JOIN decisions_decision d ON d.id = l.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE l.id = NEW.letter_id)"""
CASE_OF_DISPATCH = CASE_OF_LETTER.replace(
    "WHERE l.id = NEW.letter_id",
    "JOIN decisions_dispatch s ON s.letter_id = l.id WHERE s.id = NEW.dispatch_id",
)
CASE_OF_DECISION = """(SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = NEW.decision_id)"""
OF_DISPATCH = "(SELECT o.letter_id FROM decisions_dispatch o WHERE o.id = NEW.dispatch_id)"
OF_DECISION = "(SELECT l.id FROM decisions_letter l WHERE l.decision_id = NEW.decision_id)"
NOT_THEIRS = "Brevet är inte den här personens att skicka."


def _by_the_sender(user: str, moment: str) -> tuple[str, str]:
    """The unit, the registrator or who decided: the same that may send the letter."""
    condition = f"f.decided_by_id = NEW.{user} OR {holds(f'NEW.{user}', SENDS, day_of(moment))}"
    return condition, NOT_THEIRS


class Dispatch(models.Model):
    """How and when the letter went to the person, or to who speaks for them. FL 33 §."""

    class How(models.TextChoices):
        LETTER = "brev", "Brev"
        RECEIPT = "brev_mottagningsbevis", "Brev med mottagningsbevis"
        HANDED = "overlamnat", "Personligen överlämnat"
        SIMPLIFIED = "forenklad", "Förenklad delgivning"
        DIGITAL = "digital_post", "Digital post"
        FORWARDED = "formedling", "Genom Skatteverkets förmedling"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="dispatches")
    how = models.CharField("sätt", max_length=30, choices=How)
    sent_on = models.DateField("skickat eller överlämnat")
    informed_on = models.DateField("fick veta om förenklad delgivning", null=True, blank=True)
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="till"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="simplified_service_was_told_of",
                condition=Q(
                    how="forenklad", informed_on__isnull=False, informed_on__lte=F("sent_on")
                )
                | (~Q(how="forenklad") & Q(informed_on=None)),
            ),
            models.CheckConstraint(
                name="dispatched_in_a_lawful_way",
                condition=Q(
                    how__in=[
                        "brev", "brev_mottagningsbevis", "overlamnat", "forenklad",
                        "digital_post", "formedling",
                    ]
                ),
            ),
        ]  # fmt: skip
        triggers = [
            append_only(),
            letter_waits("NEW.letter_id"),
            refused_unless(
                "sent_lawfully",
                (
                    f"NEW.sent_on BETWEEN f.decided_on AND {day_of('NEW.recorded_at')}",
                    "Brevet skickas från beslutsdagen och antecknas sedan det har skickats.",
                ),
                _by_the_sender("recorded_by_id", "NEW.recorded_at"),
                (
                    "f.protection = '' OR NEW.how NOT IN ('brev', 'forenklad', 'digital_post')",
                    "Personen har skyddade personuppgifter.",
                ),
                (
                    "NOT EXISTS (SELECT 1 FROM decisions_dispatch o LEFT JOIN"
                    " decisions_undelivered u ON u.dispatch_id = o.id"
                    " WHERE o.letter_id = NEW.letter_id AND u.id IS NULL)",
                    "Brevet är redan skickat.",
                ),
                declare=OF_LETTER.format(letter=JOIN_LETTER, which="l.id = NEW.letter_id"),
            ),
            not_by_the_barred(
                "sender_not_barred",
                CASE_OF_LETTER,
                "recorded_by_id",
                "Den som är jävig skickar inte brevet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.sent_on}"

    @property
    def is_undelivered(self) -> bool:
        """Whether it came back, or the person says that it never came."""
        return hasattr(self, "undelivered")

    @property
    def served_on(self) -> date:
        """When simplified service is deemed done: two weeks after it was sent, never rolled."""
        return self.sent_on + SIMPLIFIED_AFTER


class Undelivered(models.Model):
    """The letter came back, or never came: what it served is void, and it is sent anew."""

    dispatch = models.OneToOneField(Dispatch, models.PROTECT, related_name="undelivered")
    noticed_on = models.DateField("dag")
    reason = models.CharField("vad som hände", max_length=300)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="undelivered_says_what_happened", condition=Q(reason__regex=r"\S")
            )
        ]
        triggers = [
            append_only(),
            letter_waits(OF_DISPATCH),
            refused_unless(
                "undelivered_after_it_was_sent",
                (
                    "NEW.noticed_on BETWEEN (SELECT sent_on FROM decisions_dispatch"
                    f" WHERE id = NEW.dispatch_id) AND {day_of('NEW.noted_at')}",
                    "Brevet kan inte ha kommit tillbaka innan det skickades.",
                ),
                _by_the_sender("noted_by_id", "NEW.noted_at"),
                declare=OF_LETTER.format(letter=JOIN_DISPATCH, which="s.id = NEW.dispatch_id"),
            ),
            not_by_the_barred(
                "undelivered_noter_not_barred",
                CASE_OF_DISPATCH,
                "noted_by_id",
                "Den som är jävig antecknar inget om brevet.",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class ControlMessage(models.Model):
    """The message, the next working day, that a letter was sent by förenklad delgivning."""

    dispatch = models.OneToOneField(Dispatch, models.PROTECT, related_name="control_message")
    sent_on = models.DateField("skickat")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        triggers = [
            append_only(),
            letter_waits(OF_DISPATCH),
            refused_unless(
                "controls_simplified_service",
                (
                    "EXISTS (SELECT 1 FROM decisions_dispatch o WHERE o.id = NEW.dispatch_id"
                    " AND o.how = 'forenklad' AND NEW.sent_on > o.sent_on"
                    f" AND NEW.sent_on <= {day_of('NEW.noted_at')})",
                    "Kontrollmeddelandet följer på en förenklad delgivning.",
                ),
                _by_the_sender("noted_by_id", "NEW.noted_at"),
                declare=OF_LETTER.format(letter=JOIN_DISPATCH, which="s.id = NEW.dispatch_id"),
            ),
            not_by_the_barred(
                "controller_not_barred",
                CASE_OF_DISPATCH,
                "noted_by_id",
                "Den som är jävig antecknar inget om brevet.",
            ),
        ]

    def __str__(self) -> str:
        return f"kontrollmeddelande {self.sent_on}"


class Service(models.Model):
    """Delfående: the day the person got part of the decision, and how that is known.

    The order of the choices is the order of strength: the strongest governs the time to appeal.
    """

    class Evidence(models.TextChoices):
        RECEIPT = "kvitto", "Delgivningskvitto"
        DIGITAL = "digitalt_kvitto", "Kvitterad digital post"
        SIMPLIFIED = "forenklad", "Förenklad delgivning"
        HANDED = "overlamnat", "Personligen överlämnat"
        ORAL = "muntlig", "Muntlig delgivning"
        OWN_WORD = "egen_uppgift", "Personens egen uppgift"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="services")
    evidence = models.CharField("bevis", max_length=20, choices=Evidence)
    received_on = models.DateField("delfåendedag")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kvitto"
    )
    dispatch = models.OneToOneField(
        Dispatch, models.PROTECT, null=True, blank=True, related_name="simplified"
    )
    note = models.CharField("hur det gick till", max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="service_has_its_evidence",
                condition=Q(evidence="kvitto", document__isnull=False, dispatch=None)
                | Q(evidence="forenklad", dispatch__isnull=False)
                | (
                    Q(evidence__in=["digitalt_kvitto", "overlamnat", "muntlig", "egen_uppgift"])
                    & Q(dispatch=None)
                    & (Q(document__isnull=False) | Q(note__regex=r"\S"))
                ),
            )
        ]
        triggers = [
            append_only(),
            letter_waits(OF_DECISION),
            refused_unless(
                "served_lawfully",
                (
                    "NEW.received_on >= f.decided_on AND (NEW.evidence = 'forenklad'"
                    f" OR NEW.received_on <= {day_of('NEW.noted_at')})",
                    "Delfåendedagen ligger före beslutet eller i framtiden.",
                ),
                (
                    "NEW.dispatch_id IS NULL OR EXISTS (SELECT 1 FROM decisions_dispatch o"
                    " JOIN decisions_letter l ON l.id = o.letter_id"
                    " JOIN decisions_controlmessage m ON m.dispatch_id = o.id"
                    " WHERE o.id = NEW.dispatch_id AND l.decision_id = f.id"
                    " AND NEW.received_on = o.sent_on + 14)",
                    "Förenklad delgivning kräver kontrollmeddelande och två veckor.",
                ),
                (
                    "NEW.document_id IS NULL OR EXISTS (SELECT 1 FROM cases_document o"
                    " WHERE o.id = NEW.document_id AND o.case_id = f.case_id)",
                    "Kvittot hör till ett annat ärende.",
                ),
                (
                    "NEW.replaces_id IS NULL OR EXISTS (SELECT 1 FROM decisions_service o"
                    " WHERE o.id = NEW.replaces_id AND o.decision_id = NEW.decision_id)",
                    "Det rättade delfåendet gäller ett annat beslut.",
                ),
                _by_the_sender("noted_by_id", "NEW.noted_at"),
                declare=OF_LETTER.format(letter="", which="d.id = NEW.decision_id"),
            ),
            not_by_the_barred(
                "service_noter_not_barred",
                CASE_OF_DECISION,
                "noted_by_id",
                "Den som är jävig antecknar inget om delfåendet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_evidence_display()} {self.received_on}"

    @property
    def is_void(self) -> bool:
        """Whether it was put right by another row, or the letter came back."""
        undelivered = self.dispatch is not None and self.dispatch.is_undelivered
        return undelivered or hasattr(self, "replaced_by")


def governing(services: list[Service]) -> Service | None:
    """The delfående that the time to appeal is counted from: the strongest evidence, the latest.

    A signed receipt goes before förenklad delgivning (RÅ 2009 not 130). law.md §2.8.
    """
    strength = list(Service.Evidence.values)
    held = [row for row in services if not row.is_void]
    return min(held, key=lambda row: (strength.index(row.evidence), -row.pk), default=None)
