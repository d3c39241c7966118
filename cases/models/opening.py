"""Öppna med skäl: that somebody opened a case that is not theirs, why, and for how long.

Lag (2001:454) 10 §. The row is itself the grant: what it gives ends by its own time, and nothing
has to be taken back. Only to read: cases.models.case.CaseQuerySet.opened_by.
"""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from cases.models.conflict import not_by_the_barred
from cases.models.district import wrong_list
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_when
from jobbtorg.organisation.namnder import root, same_namnd
from jobbtorg.rulebook.models import Code

REASONS = "oppningsskal"
LONGEST = "oppna_med_skal_timmar"
SHORTEST_TEXT = 10
OPENS = ("coach", "enhetschef", "bitradande_enhetschef", "registrator")

_SAME_NAMND = f"""{root("p.unit_id")} = (
    SELECT {root("c.unit_id")} FROM cases_case c WHERE c.id = NEW.case_id
) AND p.function IN {OPENS}"""
_LONGEST = f"""COALESCE((
    SELECT (value #>> '{{}}')::numeric FROM rulebook_setting
    WHERE key = '{LONGEST}' AND {day_of("NEW.opened_at")}
        BETWEEN valid_from AND COALESCE(valid_to, 'infinity')
), 0) * interval '1 hour'"""


def opened_lawfully() -> pgtrigger.Trigger:
    """Now and no longer than the rulebook says, by who works under the nämnd, none protected."""
    return refused_when(
        "opened_lawfully",
        (
            "abs(extract(epoch FROM NEW.opened_at - clock_timestamp())) > 300",
            "Öppningen är daterad till en annan tid.",
        ),
        (
            f"NEW.until <= NEW.opened_at OR NEW.until - NEW.opened_at > {_LONGEST}",
            "Öppningen gäller för länge.",
        ),
        (
            "EXISTS (SELECT 1 FROM cases_case c JOIN cases_person p ON p.id = c.person_id"
            " WHERE c.id = NEW.case_id AND p.protection <> '')",
            "Ärendet har skyddade personuppgifter.",
        ),
        (
            f"NOT {holds('NEW.user_id', _SAME_NAMND, day_of('NEW.opened_at'))}",
            "Bara den som arbetar under samma nämnd öppnar ärendet med skäl.",
        ),
        (wrong_list("reason_id", REASONS), "Skälet finns inte i listan."),
    )


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Opening.objects: what lasts, and what the chefer have yet to look at."""

    def in_force(self) -> Self:
        """Those whose time has not run out, and that nobody has ended."""
        now = clock.now()
        return self.filter(opened_at__lte=now, until__gt=now, end=None)

    def shown(self) -> Self:
        """With all that a row of a list tells."""
        rows = self.select_related("case__unit", "user", "reason", "end")
        return rows.prefetch_related("reviews__by")


class Opening(models.Model):
    """A case opened with a reason: by whom, as what, why, from when and until when."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="openings")
    user = models.ForeignKey(User, models.PROTECT, related_name="openings")
    acting_as = models.CharField("funktion och enhet", max_length=300)
    reason = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="skäl")
    text = models.TextField("beskrivning")
    opened_at = models.DateTimeField("öppnat")
    until = models.DateTimeField("gäller till")

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["user", "case", "until"])]
        constraints = [
            models.CheckConstraint(
                name="opening_says_why",
                condition=Q(text__regex=rf"^(\s*\S){{{SHORTEST_TEXT}}}"),
            ),
            models.CheckConstraint(
                name="opening_has_an_end", condition=Q(until__gt=F("opened_at"))
            ),
        ]
        triggers = [
            append_only(),
            opened_lawfully(),
            not_by_the_barred(
                "opener_not_barred", "NEW.case_id", "user_id", "Den som är jävig öppnar inte."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} öppnat {self.opened_at:%Y-%m-%d} av {self.user}"

    @property
    def in_words(self) -> str:
        """The reason as the access log tells it."""
        return f"{self.reason}: {self.text}"

    @property
    def is_over(self) -> bool:
        """Whether it gives nothing any more."""
        return hasattr(self, "end") or self.until <= clock.now()

    @property
    def latest(self) -> "OpeningReview | None":
        """What was said last about it."""
        return next(iter(self.reviews.all()), None)


class OpeningEnd(models.Model):
    """That whoever opened the case was done before the time had run out."""

    opening = models.OneToOneField(Opening, models.PROTECT, related_name="end")
    ended_at = models.DateTimeField("avslutat")

    class Meta:
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"avslutat {self.ended_at:%Y-%m-%d}"


_OPENING = "SELECT 1 FROM cases_opening o JOIN cases_case c ON c.id = o.case_id"
_SAID_LAST = """(
    SELECT kind FROM cases_openingreview WHERE opening_id = NEW.opening_id ORDER BY id DESC LIMIT 1
)"""


def reviewed_lawfully() -> pgtrigger.Trigger:
    """By the unit's chefer or the top, never by who opened it, who alone explains."""
    chef = holds(
        "NEW.by_id",
        "(p.unit_id = c.unit_id AND p.function IN ('enhetschef', 'bitradande_enhetschef')"
        f" OR p.function = 'forvaltningschef' AND {same_namnd('c.unit_id')})",
        day_of("NEW.at"),
    )
    return refused_when(
        "reviewed_lawfully",
        (
            f"NEW.kind <> 'forklaring' AND NOT EXISTS ({_OPENING} WHERE o.id = NEW.opening_id"
            f" AND o.user_id <> NEW.by_id AND {chef})",
            "Enhetens chefer granskar, och aldrig det som de själva har öppnat.",
        ),
        (
            f"NEW.kind = 'forklaring' AND NOT EXISTS ({_OPENING} WHERE o.id = NEW.opening_id"
            f" AND o.user_id = NEW.by_id AND {_SAID_LAST} = 'begard')",
            "Bara den som öppnade ärendet förklarar, när någon har frågat.",
        ),
        (f"{_SAID_LAST} = 'behorig'", "Det är redan noterat som behörigt."),
        (
            f"NEW.kind = 'begard' AND {_SAID_LAST} = 'begard'",
            "Förklaringen är redan begärd.",
        ),
    )


class OpeningReview(models.Model):
    """What was said about an opening: that it was right, a question, the answer to it."""

    class Kind(models.TextChoices):
        RIGHT = "behorig", "Behörig"
        ASKED = "begard", "Förklaring begärd"
        EXPLAINED = "forklaring", "Förklaring lämnad"

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="reviews")
    kind = models.CharField("slag", max_length=12, choices=Kind)
    text = models.TextField("text", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("tid")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="question_and_answer_have_words",
                condition=Q(kind="behorig")
                | Q(kind__in=["begard", "forklaring"], text__regex=r"\S"),
            )
        ]
        triggers = [
            append_only(),
            reviewed_lawfully(),
            not_by_the_barred(
                "opening_not_reviewed_by_barred",
                "(SELECT case_id FROM cases_opening WHERE id = NEW.opening_id)",
                "by_id",
                "Den som är jävig granskar inte öppningen.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


def readers_write_nothing() -> pgtrigger.Trigger:
    """Who has the case open with a reason, and works elsewhere, does nothing in it.

    Every act writes in the journal. Another unit may still pass on what the person wants, and a
    note that was written before locks as it is.
    """
    at_unit = holds(
        "NEW.author_id",
        "(p.unit_id = (SELECT unit_id FROM cases_case WHERE id = NEW.case_id)"
        " OR p.function NOT IN ('coach', 'enhetschef', 'bitradande_enhetschef'))",
        day_of("NEW.written_at"),
    )
    return refused_when(
        "readers_write_nothing",
        (
            f"""NEW.kind <> 'anteckning' AND EXISTS (
                SELECT 1 FROM cases_opening o
                LEFT JOIN cases_openingend e ON e.opening_id = o.id
                WHERE o.case_id = NEW.case_id AND o.user_id = NEW.author_id AND e.id IS NULL
                AND NEW.written_at >= o.opened_at AND NEW.written_at < o.until
            ) AND NOT {at_unit} AND NOT EXISTS (
                SELECT 1 FROM cases_caseuserobjectpermission
                WHERE content_object_id = NEW.case_id AND user_id = NEW.author_id
            ) AND NOT EXISTS (
                SELECT 1 FROM cases_contactrequest r WHERE r.case_id = NEW.case_id
                AND r.asked_by_id = NEW.author_id AND r.text = NEW.text
            )""",
            "Den som läser ärendet med skäl gör inget i det.",
        ),
    )
