"""The steps of an avvikelse, each a page with one form: it keeps drafts and refuses in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases import drafts
from cases.note_rules import NoteText
from cases.views.common import draft_context, initial_with, pdf
from followup import deviation_deciding as deciding
from followup import deviation_forms as forms
from followup import deviation_handling as handling
from followup import deviation_reporting as reporting
from followup import deviation_rules as rules
from followup.deviation_access import get_deviation
from followup.deviation_ivo import manuscript
from followup.models import Deviation, DeviationIvo
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.delegation import chain_for
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused

Against = Callable[[Deviation, User], Iterable[Rule]]


@dataclass(frozen=True)
class Step:
    """What the page is called and asks, who may take the step, and the act that it ends in."""

    title: str
    lead: str
    button: str
    done: str
    form: type[forms.StepForm]
    against: Against
    act: Callable[[Deviation, Any, User], Any]
    starts_today: str = ""  # the day field that begins with today
    drafted: bool = True
    own: bool = False  # whether it is the reporter's too
    power: str = ""


STEPS: dict[str, Step] = {
    "namnge": Step(
        "Namnge medarbetare",
        "Gäller rapporten någon som arbetar här? Den som namnges kan inte öppna den.",
        "Namnge",
        "Antecknat. Den som är namngiven ser inte rapporten.",
        forms.NameForm,
        rules.against_naming,
        lambda d, f, by: reporting.name_staff(d, f.cleaned_data["users"], by=by),
        drafted=False,
        own=True,
    ),
    "ta-emot": Step(
        "Ta emot rapporten",
        "Bedöm vad som har hänt och vad som måste göras genast.",
        "Ta emot",
        "Rapporten är mottagen.",
        forms.ReceiveForm,
        rules.against_receiving,
        lambda d, f, by: handling.receive(d, **f.cleaned_data, by=by),
    ),
    "utse": Step(
        "Utse utredare",
        "En annan person än utredaren fattar sedan beslutet.",
        "Utse",
        "Utredaren är utsedd.",
        forms.AppointForm,
        rules.against_appointing,
        lambda d, f, by: handling.appoint(d, f.cleaned_data["user"], by=by),
        drafted=False,
    ),
    handling.INQUIRY: Step(
        "Utredning",
        "Texten sparas som ditt utkast medan du skriver. Lämna den till beslut när den är hel.",
        "Lämna till beslut",
        "Utredningen är lämnad till beslut.",
        forms.InquiryForm,
        rules.against_investigating,
        lambda d, f, by: deciding.investigate(d, f.told(), f.cleaned_data["cause"], by=by),
    ),
    "besluta": Step(
        "Beslut enligt lex Sarah",
        "Är det allvarligt ska det anmälas till Ivo snarast, med utredningen.",
        "Fatta beslut",
        "Beslutet är fattat.",
        forms.DecideForm,
        rules.against_deciding,
        lambda d, f, by: deciding.decide(d, **f.cleaned_data, by=by),
        power=rules.POWER,
    ),
    "namndens-beslut": Step(
        "Nämndens beslut",
        "Anteckna vad nämnden själv har beslutat, som det står i protokollet.",
        "Anteckna beslutet",
        "Nämndens beslut är antecknat.",
        forms.NamndForm,
        rules.against_noting_decision,
        lambda d, f, by: deciding.note_namnds_decision(
            d, f.cleaned_data["outcome"], f.cleaned_data["reasons"], f.told(), by=by
        ),
    ),
    "anmal": Step(
        "Anmälan till Ivo",
        "Läs igenom filen, skicka den till Ivo och anteckna här att den har gått. Filen fryses.",
        "Anteckna som skickad",
        "Anmälan är antecknad som skickad.",
        forms.SendForm,
        rules.against_sending,
        lambda d, f, by: deciding.send_to_ivo(d, **f.cleaned_data, by=by),
        starts_today="sent_on",
    ),
    "svara": Step(
        "Svar till den som klagade",
        "Anteckna vad ni svarade, när och hur.",
        "Anteckna svaret",
        "Svaret är antecknat.",
        forms.AnswerForm,
        rules.against_answering,
        lambda d, f, by: handling.answer(d, **f.cleaned_data, by=by),
        starts_today="answered_on",
    ),
    "atgard": Step(
        "Ny åtgärd",
        "Vad ska göras, av vem och när? Åtgärden följs upp i listan.",
        "Anteckna åtgärden",
        "Åtgärden är antecknad.",
        forms.MeasureForm,
        rules.against_measuring,
        lambda d, f, by: handling.add_measure(d, **f.cleaned_data, by=by),
    ),
    "informera": Step(
        "Information till den enskilde",
        "Den som berörs ska få veta vad som har hänt och vad ni gör åt det.",
        "Anteckna",
        "Antecknat.",
        forms.InformedForm,
        rules.against_working,
        lambda d, f, by: handling.note_informed(d, **f.cleaned_data, by=by),
        starts_today="told_on",
    ),
    "journal": Step(
        "Anteckna händelsen i journalen",
        "Det här är det enda som skrivs i personakten, och bara om du väljer det.",
        "Skriv i journalen",
        "Händelsen står nu i journalen.",
        forms.JournalForm,
        rules.against_writing_in_journal,
        lambda d, f, by: handling.note_in_journal(d, NoteText(**f.cleaned_data), by=by),
    ),
    "avsluta": Step(
        "Avsluta",
        "Den som rapporterade ser att den är avslutad, men inte vad som står här.",
        "Avsluta",
        "Rapporten är avslutad.",
        forms.CloseForm,
        rules.against_closing,
        lambda d, f, by: handling.close(
            d,
            f.cleaned_data["conclusion"],
            f.cleaned_data.get("cause"),
            f.cleaned_data.get("no_measures", ""),
            by=by,
        ),
    ),
}


def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """The page of one step."""
    chosen = STEPS[name]
    found = get_deviation(request.user, number, chosen.title, own=chosen.own)
    return _answer(request, found, chosen, handling.draft_of(name, found))


def measure_done(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Noting that an åtgärd is done."""
    found = get_deviation(request.user, number, "Åtgärd")
    measure = get_object_or_404(found.measures.all(), pk=pk)
    chosen = Step(
        "Åtgärden är klar",
        measure.text,
        "Anteckna som klar",
        "Åtgärden är antecknad som klar.",
        forms.MeasureDoneForm,
        lambda d, by: rules.against_noting_done(measure, by),
        lambda d, f, by: handling.note_done(measure, **f.cleaned_data, by=by),
        starts_today="done_on",
    )
    return _answer(request, found, chosen, f"avvikelse-klar-{pk}")


def _answer(request: StaffRequest, found: Deviation, chosen: Step, draft: str) -> HttpResponse:
    """The form; posted to, the act, or the form with what stands in the way."""
    against = list(chosen.against(found, request.user))
    if against:
        return refused(request, RuleBroken(against), found.get_absolute_url())
    drafting = draft_context(request, None, draft) if chosen.drafted else {}
    saved = {chosen.starts_today: clock.today()} if chosen.starts_today else {}
    form = chosen.form(initial=initial_with(drafting.get("draft"), saved), deviation=found)
    status = 200
    if request.method == "POST":
        form = chosen.form(request.POST, deviation=found)
        status = carry_out(form, partial(chosen.act, found, form, request.user))
        if not status:
            drafts.discard(request.user, None, draft)
            messages.success(request, chosen.done)
            return redirect(found)
    context = drafting | {
        "deviation": found,
        "step": chosen,
        "form": form,
        "chain": chain_for(request.user, chosen.power, found.unit) if chosen.power else None,
        "sends": chosen.form is forms.SendForm,
        "reads_inquiry": found.inquiry is not None and not chosen.own,
        "crumbs": [
            {"label": "Avvikelser", "url": reverse("deviations")},
            {"label": found.number, "url": found.get_absolute_url()},
        ],
    }
    return render(request, "followup/deviation_step.html", context, status=status)


def ivo_preview(request: StaffRequest, number: str) -> HttpResponse:
    """The anmälan as it would go today, logged as printed and not kept."""
    found = get_deviation(request.user, number, "Utkast till anmälan", action=_PRINT)
    against = rules.against_sending(found, request.user)
    if against:
        return refused(request, RuleBroken(against), found.get_absolute_url())
    content = manuscript(found, "anges när den skickas", clock.today()).pdf()
    return pdf(content, f"Utkast-{number}.pdf")


def ivo_letter(request: StaffRequest, number: str) -> HttpResponse:
    """The anmälan, byte for byte as it went, logged as printed."""
    found = get_deviation(request.user, number, "Anmälan till Ivo", action=_PRINT)
    row = get_object_or_404(DeviationIvo, deviation=found)
    return pdf(bytes(row.pdf), f"Anmalan-{number}.pdf")


_PRINT = AccessLog.Action.PRINT
