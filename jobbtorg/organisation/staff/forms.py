"""The forms on who works where: appointment, absence, training, the closing of a unit."""

from typing import Any

from django import forms
from django.db.models import F, Q

from jobbtorg import clock
from jobbtorg.organisation.models import Appointment, Course, Function, Unit, User
from jobbtorg.organisation.staff.rules import AT_UNITS, AppointmentData
from jobbtorg.ui.forms import Form, confirmation, day

NAMES = ("first_name", "last_name", "username")


def everyone() -> Any:
    """Everyone with an account in use, by name."""
    return User.objects.filter(is_active=True).order_by(*NAMES)


class AppointmentForm(Form):
    """Nytt förordnande: who, as what, where, from and to."""

    user = forms.ModelChoiceField(
        label="Medarbetare", queryset=User.objects.none(), empty_label="Välj"
    )
    function = forms.ChoiceField(label="Funktion", choices=[("", "Välj"), *Function.choices])
    unit = forms.ModelChoiceField(label="Enhet", queryset=Unit.objects.none(), empty_label="Välj")
    kind = forms.ChoiceField(
        label="Slag",
        choices=Appointment.Kind.choices,
        initial=Appointment.Kind.ORDINARIE,
        widget=forms.RadioSelect,
    )
    valid_from = day("Från och med", required=True)
    valid_to = day("Till och med", help_text="Lämna tomt om förordnandet gäller tills vidare.")
    confirmed = confirmation()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("user", everyone())
        units = Unit.objects.exclude(kind=Unit.Kind.OMRADE).exclude(last_day__lt=clock.today())
        self.choose_from("unit", units.order_by(F("part_of").desc(nulls_last=True), "name"))

    def told(self) -> AppointmentData:
        """What was told of the appointment."""
        return AppointmentData(
            **{name: self.cleaned_data[name] for name in AppointmentData.__dataclass_fields__}
        )


class DayForm(Form):
    """Gäller på datum."""

    datum = day("Gäller på datum")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()


class AbsenceForm(Form):
    """Who is away, and who takes the work meanwhile."""

    user = forms.ModelChoiceField(
        label="Vem är borta?", queryset=User.objects.none(), empty_label="Välj"
    )
    substitute = forms.ModelChoiceField(
        label="Ersättare",
        queryset=User.objects.none(),
        empty_label="Välj",
        help_text="Tar över arbetet under tiden, men aldrig delegationen.",
    )
    valid_from = day("Från och med", required=True)
    valid_to = day("Till och med", required=True)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Appointment.objects.on().filter(function__in=AT_UNITS)
        if not by.holds(Function.DELEGATIONSADMIN):
            held = held.filter(unit__in=by.appointments.on().values("unit"))
        at_work = everyone().filter(Q(pk__in=held.values("user")))
        self.choose_from("user", at_work)
        self.choose_from("substitute", at_work)
        self.fields["user"].initial = by.pk


class TrainingForm(Form):
    """Who has completed which course, and when."""

    user = forms.ModelChoiceField(
        label="Medarbetare", queryset=User.objects.none(), empty_label="Välj"
    )
    course = forms.ModelChoiceField(
        label="Utbildning", queryset=Course.objects.all(), empty_label="Välj"
    )
    completed_on = day("Genomförd", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("user", everyone())


class CloseForm(Form):
    """The unit's last day."""

    last_day = day("Sista dag", required=True)
