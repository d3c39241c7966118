"""A fault: something that ought not to be, found by the check, until it is put right."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, Q

from cases.models import Case
from jobbtorg.history import never_deleted
from jobbtorg.organisation.models import CHEFER, Appointment, Function, User


def stands_as_it_was_found() -> pgtrigger.Trigger:
    """Only that it was put right is written later, and once."""
    return pgtrigger.Trigger(
        name="stands_as_it_was_found",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="IF OLD.put_right_at IS NOT NULL OR (NEW.promise, NEW.subject, NEW.case_id,"
        " NEW.sentence, NEW.answers, NEW.found_at) IS DISTINCT FROM (OLD.promise, OLD.subject,"
        " OLD.case_id, OLD.sentence, OLD.answers, OLD.found_at) THEN"
        " RAISE EXCEPTION 'Det som kontrollen har funnit ändras inte.'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
    )


class FaultQuerySet(models.QuerySet["Fault"]):
    """Fault.objects."""

    def standing(self) -> Self:
        """What is not put right."""
        return self.filter(put_right_at=None)

    def answered_by(self, user: int) -> Self:
        """What is to be answered for by a function that the user has, in whatever case."""
        held = Appointment.objects.on().filter(user=user)
        chefs = held.filter(function__in=CHEFER)
        mine = Q(answers=Function.ENHETSCHEF, case__unit__in=chefs.values("unit"))
        mine |= Q(answers__in=held.exclude(function__in=CHEFER).values("function"))
        return self.filter(mine | Q(Exists(held.filter(function=Function.DELEGATIONSADMIN))))

    def for_user(self, user: User) -> Self:
        """What the user answers for: by function, and in the cases that the user sees.

        The delegationsadministratör has them all, so that none is nobody's: also that in a case
        which nobody sees any more.
        """
        if any(role.function == Function.DELEGATIONSADMIN for role in user.roles()):
            return self
        seen = Q(case=None) | Q(case__in=Case.objects.visible_to(user))
        return self.answered_by(user.pk).filter(seen)


class Fault(models.Model):
    """One thing that ought not to be. It names decisions and cases, never a person.

    `promise` is what is broken (integrity.checks), `subject` the row that breaks it, and
    `answers` the function whose it is to put right; the enhetschef's is every chef's of the unit.
    """

    promise = models.SlugField("kontroll", max_length=40)
    subject = models.CharField("gäller", max_length=200)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ärende"
    )
    sentence = models.CharField("vad som är fel", max_length=300)
    answers = models.CharField("vem som rättar", max_length=40, choices=Function)
    found_at = models.DateTimeField("funnet")
    put_right_at = models.DateTimeField("rättat", null=True, blank=True)

    objects = FaultQuerySet.as_manager()

    class Meta:
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "subject"],
                condition=Q(put_right_at=None),
                name="fault_stands_once",
            ),
            models.CheckConstraint(
                name="fault_is_put_right_after_it_was_found",
                condition=Q(put_right_at=None) | Q(put_right_at__gte=F("found_at")),
            ),
            models.CheckConstraint(
                name="fault_says_what_and_whose",
                condition=Q(sentence__regex=r"\S", answers__in=Function.values),
            ),
        ]
        triggers = [never_deleted(), stands_as_it_was_found()]

    def __str__(self) -> str:
        return self.sentence
