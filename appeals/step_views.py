"""The steps of an appeal, each a page with one form: tiden, omprövning, yttrande, rätten."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from appeals import court_file, reviewing, telling, transferring, trying
from appeals.forms import (
    ElsewhereForm,
    NamndStatementForm,
    PartyForm,
    ReviewForm,
    SendForm,
    StatementForm,
    TryForm,
)
from appeals.models import Appeal, Transfer, Trial
from appeals.reviewing_rules import against_reviewing, changed_by
from appeals.telling_rules import against_telling
from appeals.timeliness import in_words, timeliness
from appeals.transferring_rules import (
    against_moment,
    against_namnd_stating,
    against_stating,
)
from appeals.trying_rules import UNPROVEN, against_trying
from appeals.views import find_appeal, told_of
from cases.conflict_rules import UNSIGNED
from cases.conflicts import declare
from cases.forms.conflict import NO, YES
from cases.models import Case, LetterPreview
from cases.views.common import draft_context, initial_with, keep_draft, page, pdf, preview_of
from decisions.deciders import powers_of
from decisions.models import Kind
from jobbtorg.acts import Rule, RuleBroken, refuse
from jobbtorg.jobs.models import Job
from jobbtorg.organisation.delegation import chain_for
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.namnder import acts_for
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form

Act = Callable[[Any], Any]


@dataclass(frozen=True)
class Button:
    """A way to send the form: its value, what it says, and what it does."""

    value: str
    label: str
    act: Act
    secondary: bool = False
    off: str = ""  # why it cannot be pressed; empty when it can


@dataclass(frozen=True)
class Step:
    """One step's page: what stands in the way, its form, its buttons, and what it says first."""

    title: str
    lead: str
    draft: str
    form: Callable[..., Form]
    against: list[Rule]
    buttons: tuple[Button, ...]
    done: str
    power: str = ""
    notes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    initial: dict[str, Any] = field(default_factory=dict)
    asked: Job | None = None  # the long work that makes the file
    file: LetterPreview | None = None


def try_appeal(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Rättidsprövning."""
    found, by = find_appeal(request, slug, pk, "Rättidsprövning"), request.user
    seen = timeliness(found)
    came = seen.ground in (Trial.Ground.ARRIVED, Trial.Ground.COURT)
    off = UNPROVEN if seen.service is None else "Det kom in i rätt tid." if came else ""
    step = Step(
        "Rättidsprövning",
        "Bara ett överklagande som bevisligen kom för sent avvisas. Allt annat prövar rätten.",
        f"rattidsprovning-{pk}",
        partial(TryForm, late=seen.is_late or "reasons" in request.POST),
        against_trying(found, by),
        _trial_buttons(found, by, late=seen.is_late, off=off),
        "Rättidsprövningen är gjord.",
        power="rattidsprovning",
        notes=(in_words(seen, found),),
    )
    return answer(request, found, step)


def _trial_buttons(found: Appeal, by: User, *, late: bool, off: str) -> tuple[Button, ...]:
    """I rätt tid; and to turn it away, which is shut with its reason unless it is late."""
    shown = Button(
        "preview",
        "Förhandsgranska avvisningen",
        lambda form: trying.preview(found, form.cleaned_data["reasons"], by=by),
        secondary=True,
    )
    return (
        Button(
            "let_on",
            "I rätt tid",
            lambda form: trying.let_on(found, form.cleaned_data.get("notice_fault", ""), by=by),
            secondary=late,
        ),
        *((shown,) if late else ()),
        Button(
            "reject",
            "För sent inkommet: avvisa",
            lambda form: trying.reject(found, form.cleaned_data.get("reasons", ""), by=by),
            secondary=not late,
            off=off,
        ),
    )


def review_appeal(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Omprövning."""
    found, by = find_appeal(request, slug, pk, "Omprövning"), request.user
    changed = changed_by(found)
    notes = (
        "Är beslutet uppenbart felaktigt i något väsentligt? Går det att ändra snabbt och enkelt, "
        "utan att det blir sämre för någon? Då ska ni ändra det (38 § FL). Annars ändras det inte "
        "nu, utan lämnas över till rätten (39 § FL).",
        *([f"Beslut {changed.number} har ändrat det överklagade beslutet."] if changed else []),
    )
    holds = _in_force(found)
    link = reverse("later_decision", args=[slug, holds.pk, "andra"])
    may_change = not holds.is_formal and by.may(powers_of(Kind.CHANGE)[0], found.case.unit)
    step = Step(
        "Omprövning",
        "Ett beslut som ändras helt som personen har begärt lämnas inte över. Ändras det delvis "
        "gäller överklagandet det nya beslutet, och går vidare.",
        f"omprovning-{pk}",
        ReviewForm,
        against_reviewing(found, by),
        (Button("review", "Spara omprövningen", lambda form: _reviewed(found, form, by)),),
        "Omprövningen är sparad.",
        power="rattidsprovning",
        notes=notes,
        links=((link, "Ändra beslutet"),) if may_change and not changed else (),
    )
    return answer(request, found, step)


def _reviewed(found: Appeal, form: Any, by: User) -> Any:
    told = form.cleaned_data
    return reviewing.review(found, told["outcome"], told["reasons"], by=by)


def _in_force(found: Appeal) -> Any:
    """The appealed decision, or what has taken its place."""
    decision = found.decision
    while hasattr(decision, "changed_by"):
        decision = decision.changed_by
    return decision


def state_appeal(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Yttrande; over the nämnd's own decision the nämnd's."""
    found, by = find_appeal(request, slug, pk, "Yttrande"), request.user
    if found.decision.by_namnd and acts_for(by, found.case.unit, Function.NAMNDSEKRETERARE):
        return answer(request, found, _namnds_yttrande(found, by))
    step = Step(
        "Yttrande",
        "Nämndens yttrande till rätten. När du har signerat det går det inte att ändra.",
        f"yttrande-{pk}",
        StatementForm,
        against_stating(found, by),
        (
            Button(
                "state",
                "Signera yttrandet",
                lambda form: transferring.state(found, form.cleaned_data["text"], by=by),
            ),
        ),
        "Yttrandet är signerat.",
        power="yttrande",
    )
    return answer(request, found, step)


def _namnds_yttrande(found: Appeal, by: User) -> Step:
    """What the nämnd has said over its own decision, as its minutes have it."""
    return Step(
        "Nämndens yttrande",
        "Nämnden har själv fattat beslutet och yttrar sig själv till rätten (6 kap. 38 § KL). "
        "När yttrandet är registrerat går det inte att ändra.",
        f"yttrande-{found.pk}",
        NamndStatementForm,
        against_namnd_stating(found, by),
        (
            Button(
                "state",
                "Registrera yttrandet",
                lambda form: transferring.state_by_namnd(
                    found, form.cleaned_data["text"], form.minutes(), by=by
                ),
            ),
        ),
        "Nämndens yttrande är registrerat.",
    )


@dataclass(frozen=True)
class Way:
    """A way to send: what the page says, and the act that it ends in."""

    kind: str
    title: str
    lead: str
    act: Callable[..., Transfer]
    form: type[Form] = SendForm


WAYS = {
    "hand_over": Way(
        Transfer.Kind.HANDOVER,
        "Överlämna till förvaltningsrätten",
        "Överklagandet, beslutet och alla handlingar går till rätten i en fil. Hämta filen, "
        "skicka den och anteckna sedan att den är skickad.",
        transferring.hand_over,
    ),
    "forward": Way(
        Transfer.Kind.FORWARD,
        "Vidarebefordra till förvaltningsrätten",
        "Laglighetsprövning gör rätten själv. Ni prövar inte tiden och ändrar inte beslutet. "
        "Skicka överklagandet vidare genast, med dagen då det kom in (13 kap. 6 § KL).",
        transferring.forward,
    ),
    "send_more": Way(
        Transfer.Kind.LATER,
        "Skicka till förvaltningsrätten",
        "Det som har kommit in eller skrivits sedan rätten fick överklagandet.",
        transferring.send_more,
    ),
    "send_elsewhere": Way(
        Transfer.Kind.ELSEWHERE,
        "Skicka till en annan myndighet",
        "För ett överklagande av någon annans beslut. Det lämnar då er och er lista.",
        transferring.send_elsewhere,
        ElsewhereForm,
    ),
}


def send_appeal(request: StaffRequest, slug: str, pk: int, way: str) -> HttpResponse:
    """Överlämna, vidarebefordra, komplettera, or send to another authority."""
    chosen, by = WAYS[way], request.user
    found = find_appeal(request, slug, pk, chosen.title)
    asked = court_file.latest(found, chosen.kind, by)
    if asked and not asked.is_under_way:
        Job.objects.filter(pk=asked.pk).seen()
    step = Step(
        chosen.title,
        chosen.lead,
        f"{way}-{pk}",
        chosen.form,
        against_moment(found, chosen.kind, by),
        (
            Button(
                "ask",
                "Ta fram filen",
                lambda form: court_file.ask_for_file(found, form.out(chosen.kind), by=by),
                secondary=True,
            ),
            Button(
                "send",
                "Anteckna som skickat",
                lambda form: chosen.act(found, form.out(chosen.kind), by=by),
            ),
        ),
        "Antecknat som skickat.",
        asked=asked,
        file=court_file.as_asked(found, asked) if asked else None,
    )
    return answer(request, found, step)


def tell_party(request: StaffRequest, slug: str, pk: int, transfer: int) -> HttpResponse:
    """Skriv till personen att överklagandet är hos rätten."""
    found, by = find_appeal(request, slug, pk, "Brev till personen"), request.user
    row = get_object_or_404(Transfer, appeal=found, pk=transfer)
    step = Step(
        "Skriv till personen",
        "Brevet berättar att överklagandet är hos domstolen, vad som händer nu och att beslutet "
        "gäller så länge. Förhandsgranska det, skriv ut det och anteckna att det är skickat.",
        f"till-personen-{transfer}",
        partial(PartyForm, protected=found.case.person.is_protected),
        against_telling(row, by),
        (
            Button(
                "preview",
                "Förhandsgranska brevet",
                lambda form: telling.preview(row, **form.cleaned_data, by=by),
                secondary=True,
            ),
            Button(
                "send",
                "Anteckna som skickat",
                lambda form: telling.tell_party(row, **form.cleaned_data, by=by),
            ),
        ),
        "Brevet till personen är antecknat som skickat.",
    )
    return answer(request, found, step)


def answer(request: StaffRequest, found: Appeal, step: Step) -> HttpResponse:
    """The form; posted to, the act or the form with what stands in the way."""
    case = found.case
    if step.against:
        return refused(request, RuleBroken(step.against), found.get_absolute_url())
    drafting = draft_context(request, case, step.draft)
    if request.method != "POST":
        form = step.form(initial=initial_with(drafting["draft"], step.initial))
        return _page(request, found, step, form, drafting)
    if request.POST.get("conflict") == YES:
        return redirect("conflict", slug=case.slug)
    form = step.form(request.POST)
    button = next((b for b in step.buttons if b.value == request.POST.get("do")), step.buttons[0])
    made: list[Any] = []
    status = carry_out(
        form, lambda: made.append(carried_out(request, case, step.power, button, form))
    )
    if status:
        return _page(request, found, step, form, drafting, status)
    if button.value == "preview":
        return _page(request, found, step, form, drafting, preview=made[0])
    if button.value == "ask":
        keep_draft(request, case, step.draft)
        return redirect(made[0])
    messages.success(request, step.done)
    return redirect(found)


def carried_out(request: StaffRequest, case: Case, power: str, button: Button, form: Any) -> Any:
    """What a delegate finds is found in person: the answer about jäv is part of it."""
    if not power or button.value == "preview":
        return button.act(form)
    with transaction.atomic():
        if form.cleaned_data["conflict"] == NO:
            declare(case, request.user, by=request.user)
        else:
            refuse([UNSIGNED])
        return button.act(form)


def _page(
    request: StaffRequest,
    found: Appeal,
    step: Step,
    form: Form,
    drafting: dict[str, Any],
    status: int = 200,
    preview: LetterPreview | None = None,
) -> HttpResponse:
    case = found.case
    chain = chain_for(request.user, step.power, case.unit) if step.power else None
    context = page(request, case, "appeals") | told_of(found) | drafting
    preview = preview or step.file
    context |= {"action": None, "step_page": step, "form": form, "chain": chain, "preview": preview}
    if preview:
        args = [case.slug, found.pk, preview.sha256]
        context["preview_url"] = reverse("appeal_preview", args=args)
    return render(request, "appeals/step.html", context, status=status)


def preview_pdf(request: StaffRequest, slug: str, pk: int, sha256: str) -> HttpResponse:
    """What would be sent or decided, as the user's own preview."""
    found = find_appeal(request, slug, pk, "Förhandsgranskning")
    return pdf(bytes(preview_of(request, found.case, sha256).pdf), f"Forhandsgranskning-{slug}.pdf")
