"""Why someone may not touch a case, or say what they say, because of jäv: every reason at once.

KL 7 kap. 4 § with 6 kap. 28–32 §§.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from cases.models import Case, Declaration
from cases.models.seeing import UNIT_ROLES
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.once import once, reading
from jobbtorg.organisation.models import CHEFER, Appointment, Unit, User

STATUTE = "7 kap. 4 § KL"
GROUNDS_OF_LAW = "6 kap. 28–32 §§ KL"
UNSIGNED = Rule(
    "unanswered", "Svara på frågan ”Är du jävig i ärendet?”.", STATUTE, where="conflict"
)


def is_barred(case: Case, user: User) -> bool:
    """Whether the user is jävig in the case."""

    def ask() -> bool:
        return Declaration.objects.barring().filter(case=case, user=user).exists()

    return once(("barred", case.pk, user.pk), ask)


def is_clear(case: Case, user: User) -> bool:
    """Whether the user has answered, and is not jävig."""
    if reading() and user.pk == case.coach_id:
        return case.is_answered

    def ask() -> bool:
        return Declaration.objects.clearing().filter(case=case, user=user).exists()

    return once(("clear", case.pk, user.pk), ask)


def staff_of(unit: Unit) -> QuerySet[User]:
    """Who works with the unit's cases today, by name."""
    held = Appointment.objects.on().filter(unit=unit, function__in=UNIT_ROLES)
    staff = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return staff.order_by("first_name", "last_name")


def against_barred(case: Case, by: User) -> Iterator[Rule]:
    """Who is jävig takes no part in the case."""
    if is_barred(case, by):
        yield Rule("barred", "Du är jävig i ärendet.", STATUTE, "forbidden")


def against_unanswered(case: Case, by: User) -> Iterator[Rule]:
    """Whoever is to work with the case has answered whether they are jävig."""
    if not is_clear(case, by):
        sentence = "Svara först på frågan om du är jävig. Den finns på ärendets översikt."
        yield Rule("unanswered", sentence, STATUTE, where="conflict")


def against_unsigned(case: Case, by: User) -> Iterator[Rule]:
    """Whoever decides has answered in person, nämnd or not."""
    own = Declaration.objects.filter(case=case, user=by, declared_by=by, ground="")
    if not own.exists():
        yield UNSIGNED


def against_declaring(case: Case, user: User, ground: str, comment: str, by: User) -> list[Rule]:
    """Why this cannot be declared: for oneself by everyone, for colleagues by their chef."""
    rules = [*_against_outsider(case, by)]
    if user != by:
        rules += _against_declaring_another(case, user, ground, by)
    if not ground and is_barred(case, user):
        sentence = f"{user} är jävig i ärendet. Bara nämnden kan pröva det på nytt."
        rules.append(Rule("lifting", sentence, GROUNDS_OF_LAW, "conflict"))
    if ground == Declaration.Ground.OTHER and not comment.strip():
        sentence = "Beskriv kort vilken omständighet det gäller."
        rules.append(Rule("comment", sentence, where="comment"))
    return rules


def _against_outsider(case: Case, by: User) -> Iterator[Rule]:
    if not case.is_seen_by(by):
        yield Rule("outsider", "Du arbetar inte med ärendet.", kind="forbidden")


def against_noting(case: Case, by: User) -> Iterator[Rule]:
    """What concerns somebody else's jäv is noted by the unit's chefs."""
    if not by.holds(*CHEFER, unit=case.unit):
        sentence = f"Bara chefer på {case.unit} antecknar jäv för någon annan."
        yield Rule("noter", sentence, kind="forbidden")


def _against_declaring_another(case: Case, user: User, ground: str, by: User) -> Iterator[Rule]:
    yield from against_noting(case, by)
    if not staff_of(case.unit).filter(pk=user.pk).exists():
        yield Rule("not_at_unit", f"{user} arbetar inte på {case.unit}.", where="user")
    if not ground:
        yield Rule("own_answer", f"Bara {user} kan svara att det inte finns jäv.", where="ground")


def against_lifting(case: Case, user: User, namnd_dnr: str, namnd_on: date, by: User) -> list[Rule]:
    """Why it cannot be noted that the nämnd has found that someone is not jävig."""
    rules = [*_against_outsider(case, by), *against_noting(case, by)]
    since = Declaration.objects.barring().filter(case=case, user=user).first()
    if since is None:
        rules.append(Rule("not_barred", f"{user} är inte jävig i ärendet.", kind="conflict"))
    elif not clock.day_of(since.declared_at) <= namnd_on <= clock.today():
        first = clock.day_of(since.declared_at)
        sentence = f"Ange en dag från {first}, då jävet anmäldes, till i dag."
        rules.append(Rule("namnd_on", sentence, where="namnd_on"))
    if not namnd_dnr.strip():
        sentence = "Ange nämndens diarienummer."
        rules.append(Rule("namnd_dnr", sentence, where="namnd_dnr"))
    return rules
