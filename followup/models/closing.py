"""Avslut: when and why the insats ended, with what result, and where the participant went."""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.models import Application, Case
from cases.models.conflict import not_by_the_barred
from decisions.triggers import FORMAL
from followup.models import insats
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, refused_unless
from jobbtorg.rulebook.models import Code

DECEASED = "avliden"
TODAY = day_of("NEW.noted_at")


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

    application = models.OneToOneField(Application, models.PROTECT, related_name="closing")
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
        ]
        triggers = [
            append_only(),
            refused_unless(
                "closed_lawfully",
                insats.GRANTED,
                ("NOT f.closed", "Insatsen är redan avslutad."),
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
                insats.by("NEW.noted_by_id", insats.UNIT, "NEW.noted_at", "Enheten avslutar."),
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
                            ON l.id = x.application_id WHERE l.case_id = NEW.id AND l.id >= a.id)
                    ) THEN
                        RAISE EXCEPTION 'Insatsen är inte avslutad.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
