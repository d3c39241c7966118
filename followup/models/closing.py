"""Avslut: when and why the insats ended, with what result, and where the participant went.

Written once. What was noted wrong is put right by a new row in its place; a closing that was a
mistake is struck by one, and the insats goes on. The old row stays, and is still to be read.
"""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.models import Application, Case
from cases.models.conflict import not_by_the_barred
from decisions.triggers import FORMAL
from followup.models import insats
from followup.models.events import NotedQuerySet
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, refused_unless
from jobbtorg.rulebook.models import Code

DECEASED = "avliden"
TODAY = day_of("NEW.noted_at")
LAWFUL = (
    (
        "NEW.closed_on BETWEEN COALESCE(f.started_on, f.decided_on) AND GREATEST("
        f"COALESCE(f.started_on, f.decided_on), LEAST(f.last_day, {TODAY}))"
        f" AND NEW.closed_on <= {TODAY}",
        "Insatsen avslutas från den dag den började, och senast periodens sista dag.",
    ),
    (
        "EXISTS (SELECT 1 FROM rulebook_code k WHERE k.id = NEW.reason_id"
        " AND k.list = 'avslutsorsak' AND NEW.closed_on"
        " BETWEEN k.valid_from AND COALESCE(k.valid_to, 'infinity'))",
        "Orsaken gällde inte den dagen.",
    ),
    (
        "NEW.closed_on >= f.last_day OR NEW.own_wish_on <= NEW.closed_on OR EXISTS"
        " (SELECT 1 FROM rulebook_code k WHERE k.id = NEW.reason_id"
        f" AND k.code = '{DECEASED}')",
        "Insatsen avslutas i förtid bara genom beslut, eller när deltagaren vill det.",
    ),
    (
        f"NEW.informed <> '' OR EXISTS (SELECT 1 FROM rulebook_code k"
        f" WHERE k.id = NEW.reason_id AND k.code = '{DECEASED}')",
        "Deltagaren ska ha fått veta att insatsen är avslutad.",
    ),
)


class ClosingQuerySet(NotedQuerySet):
    """Closing.objects."""

    def standing(self) -> Self:
        """Those that hold: put right by none, and not themselves the striking of one."""
        return self.current().filter(strikes=False)


def not_unless_struck(check: tuple[str, str]) -> tuple[str, str]:
    """The check, which a row that only strikes another need not meet: it says what that said."""
    condition, sentence = check
    return f"NEW.strikes OR ({condition})", sentence


def reopened_when_struck() -> pgtrigger.Trigger:
    """At the commit a case whose insats goes on is open again."""
    return pgtrigger.Trigger(
        name="reopened_when_struck",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__strikes=True),
        func=f"""
            IF EXISTS (SELECT 1 FROM cases_application a JOIN cases_case c ON c.id = a.case_id
                WHERE a.id = NEW.application_id AND c.status = 'avslutad' AND NOT EXISTS (
                    SELECT 1 FROM followup_closing x WHERE x.application_id = a.id
                    AND {insats.stands("x")})) THEN
                RAISE EXCEPTION 'Ärendet öppnas när avslutet stryks.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


class Closing(models.Model):
    """The insats is over: a time-limited grant ends early only by decision, or at one's own wish.

    Of the latest application that was granted; law.md §6.3 (avslut), SoL 14 kap. 9 §, FL 37 §.
    """

    class Result(models.TextChoices):
        REACHED = "uppnatt", "Målen är uppnådda"
        PARTLY = "delvis", "Målen är delvis uppnådda"
        NOT_REACHED = "inte", "Målen är inte uppnådda"

    class Informed(models.TextChoices):
        MEETING = "mote", "Vid ett möte"
        PHONE = "telefon", "Per telefon"
        LETTER = "brev", "Genom brev"
        NOT_REACHED = "inte_natt", "Har inte gått att nå"

    application = models.ForeignKey(Application, models.PROTECT, related_name="closings")
    closed_on = models.DateField("avslutades")
    reason = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="orsak")
    result = models.CharField("mål och resultat", max_length=12, choices=Result)
    result_text = models.TextField("resultatet mot målen")
    where_to = models.TextField("vart deltagaren går", blank=True)
    own_wish = models.TextField("hur deltagaren själv vill avsluta i förtid", blank=True)
    own_wish_on = models.DateField("när deltagaren sa det", null=True, blank=True)
    informed = models.CharField("informerad", max_length=12, choices=Informed, blank=True)
    wants_more = models.BooleanField("vill ansöka igen", default=False)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    why_replaced = models.TextField("vad som blev fel", blank=True)
    strikes = models.BooleanField("stryker avslutet", default=False)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="closing_tells_the_result",
                condition=Q(result__in=["uppnatt", "delvis", "inte"], result_text__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="own_wish_has_its_day",
                condition=Q(own_wish="", own_wish_on=None)
                | Q(own_wish__regex=r"\S", own_wish_on__isnull=False),
            ),
            models.CheckConstraint(
                name="closing_put_right_with_reason",
                condition=Q(replaces=None, why_replaced="", strikes=False)
                | Q(replaces__isnull=False, why_replaced__regex=r"\S"),
            ),
        ]
        triggers = [
            append_only(),
            reopened_when_struck(),
            refused_unless(
                "closed_lawfully",
                insats.GRANTED,
                ("NEW.replaces_id IS NOT NULL OR NOT f.closed", "Insatsen är redan avslutad."),
                (
                    "NEW.replaces_id IS NULL OR EXISTS (SELECT 1 FROM followup_closing o WHERE"
                    " o.id = NEW.replaces_id AND o.application_id = NEW.application_id"
                    " AND NOT o.strikes)",
                    "Det som rättas är ett avslut av samma insats.",
                ),
                insats.by(
                    "NEW.noted_by_id",
                    f"(({insats.UNIT}) AND NOT NEW.strikes OR ({insats.CHEFS}))",
                    "NEW.noted_at",
                    "Enheten avslutar, och en chef öppnar igen.",
                ),
                *map(not_unless_struck, LAWFUL),
                declare=insats.facts("NEW.application_id"),
            ),
            not_by_the_barred(
                "closer_not_barred",
                insats.CASE_OF_APPLICATION,
                "noted_by_id",
                "Den som är jävig avslutar ingen insats.",
            ),
        ]

    def __str__(self) -> str:
        return f"avslutad {self.closed_on}"


class InsatsCase(Case):
    """The case as the insats sees it: it is not closed before what was granted is."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="closed_after_its_insats",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Q(new__status="avslutad")
                & ~pgtrigger.Q(old__status="avslutad"),
                func=f"""
                    IF EXISTS (
                        SELECT 1 FROM cases_application a
                        JOIN decisions_decision d ON d.application_id = a.id
                            AND d.kind NOT IN {FORMAL} AND NOT EXISTS (
                                SELECT 1 FROM decisions_decision n WHERE n.changes_id = d.id)
                        JOIN decisions_ruling r ON r.decision_id = d.id
                            AND r.outcome IN ('bifall', 'delvis')
                        WHERE a.case_id = NEW.id AND NOT EXISTS (
                            SELECT 1 FROM followup_closing x JOIN cases_application l
                            ON l.id = x.application_id WHERE l.case_id = NEW.id AND l.id >= a.id
                            AND {insats.stands("x")})
                    ) THEN
                        RAISE EXCEPTION 'Insatsen är inte avslutad.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="goes_on_since_struck",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Q(old__status="avslutad", new__status="pagar"),
                func=f"""
                    IF NOT EXISTS (SELECT 1 FROM followup_closing s
                        JOIN cases_application a ON a.id = s.application_id
                        WHERE a.case_id = NEW.id AND s.strikes AND NOT EXISTS (
                            SELECT 1 FROM followup_closing x JOIN cases_application l
                            ON l.id = x.application_id WHERE l.case_id = NEW.id AND l.id >= a.id
                            AND {insats.stands("x")})) THEN
                        RAISE EXCEPTION 'En insats går vidare bara när dess avslut är struket.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
