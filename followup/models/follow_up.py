"""Uppföljning: the coach's running one, and the chef's of the uppdrag. SEED 2023, law.md §6.3."""

from django.db import models
from django.db.models import Q

from cases.models.conflict import not_by_the_barred
from followup.models import insats
from followup.models.assignment import Assignment
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, refused_unless


class FollowUp(models.Model):
    """How the uppdrag goes, in which hat it was asked, and what comes of it."""

    class Hat(models.TextChoices):
        """The performer's and the nämnd's are two roles, though both may sit at one unit."""

        COACH = "coach", "Coachens uppföljning"
        CHEF = "chef", "Chefens uppföljning"

    class How(models.TextChoices):
        MEETING = "mote", "Möte"
        PHONE = "telefon", "Telefon"
        VIDEO = "video", "Video"
        PAPERS = "handlingar", "Genomgång av ärendet"

    class Conclusion(models.TextChoices):
        GOES_ON = "fortsatter", "Fortsätter som planerat"
        NEW_PLAN = "ny_plan", "Jobbplanen ändras"
        NEW_APPLICATION = "ny_ansokan", "Deltagaren vill ansöka om fortsatt insats"
        ENDS = "avslutas", "Insatsen avslutas"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="follow_ups")
    hat = models.CharField("vems", max_length=8, choices=Hat)
    held_on = models.DateField("dag")
    how = models.CharField("sätt", max_length=12, choices=How)
    insats = models.TextField("beviljad insats: har den getts som beslutet säger", blank=True)
    result = models.TextField("mål och resultat")
    events = models.TextField("händelser av betydelse", blank=True)
    views = models.TextField("deltagarens synpunkter")
    conclusion = models.CharField("slutsats", max_length=12, choices=Conclusion)
    next_on = models.DateField("nästa uppföljning", null=True, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevs")

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_tells_of_result_and_views",
                condition=Q(result__regex=r"\S", views__regex=r"\S")
                & (Q(hat="coach") | Q(hat="chef", insats__regex=r"\S", events__regex=r"\S")),
            ),
            models.CheckConstraint(
                name="follow_up_names_the_next_day",
                condition=Q(conclusion="avslutas")
                | Q(conclusion__in=["fortsatter", "ny_plan", "ny_ansokan"], next_on__isnull=False),
            ),
        ]
        triggers = [
            append_only(),
            refused_unless(
                "followed_up_lawfully",
                insats.OPEN,
                insats.happened("NEW.held_on", "NEW.written_at"),
                insats.by(
                    "NEW.written_by_id",
                    f"(NEW.hat = 'chef' AND {insats.CHEFS}"
                    f" OR NEW.hat = 'coach' AND {insats.COACHES})",
                    "NEW.written_at",
                    "Coachen följer upp löpande, och chefen uppdraget.",
                ),
                (
                    f"NEW.next_on IS NULL OR NEW.next_on BETWEEN {day_of('NEW.written_at')}"
                    f" AND GREATEST(f.last_day, {day_of('NEW.written_at')})",
                    "Uppföljningen ligger inom perioden.",
                ),
                declare=insats.facts(insats.OF_ASSIGNMENT),
            ),
            not_by_the_barred(
                "follower_not_barred",
                insats.CASE_OF_ASSIGNMENT,
                "written_by_id",
                "Den som är jävig följer inte upp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_hat_display()} {self.held_on}"
