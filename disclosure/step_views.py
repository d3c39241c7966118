"""The steps of a request, each a page with one form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from appeals.step_views import Button, carried_out
from cases.access import get_case
from cases.drafts import discard
from cases.forms.conflict import YES
from cases.models import Case
from cases.views.common import draft_context, initial_with, page
from disclosure import actions, refusing, rules
from disclosure.forms import (
    AskedForm,
    CourtAppealForm,
    DecideForm,
    DemandForm,
    GivenForm,
    ReleaseForm,
    ReplyForm,
)
from disclosure.models import Disclosure, MaskedCopy
from disclosure.standing import Standing
from disclosure.views import find, told_of
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.delegation import chain_for
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form


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
    more: dict[str, Any] = field(default_factory=dict)
    power: str = ""


def new_disclosure(request: StaffRequest, slug: str) -> HttpResponse:
    """Registrera begäran."""
    case, by = get_case(request.user, slug, "Registrera begäran om utlämnande"), request.user
    step = Step(
        "Registrera begäran om utlämnande",
        "En begäran besvaras skyndsamt, helst samma dag. Den som är part har rätt till insyn i "
        "allt som hör till ärendet (10 § FL).",
        "utlamnande",
        partial(AskedForm, case=case),
        rules.against_handling(case, by),
        (Button("save", "Registrera", lambda form: actions.register(case, form.told(), by=by)),),
        "Begäran är registrerad.",
    )
    return answer(request, case, None, step)


def release_copy(request: StaffRequest, slug: str, pk: int, copy: int) -> HttpResponse:
    """Gå igenom kopian and decide that it may be given."""
    found, by = find(request, slug, pk, "kopian"), request.user
    row = get_object_or_404(MaskedCopy, disclosure=found, pk=copy)
    against = rules.against_preparing(found, by)
    if hasattr(row, "release"):
        against.append(Rule("released", "Kopian är redan godkänd.", kind="conflict"))
    sha256 = request.POST.get("sha256", "")
    step = Step(
        "Gå igenom kopian",
        "Se efter på varje sida att det som ska vara maskat är svart, och att inget annat är det. "
        "Det är just den här filen som lämnas ut.",
        f"utlamnande-kopia-{row.pk}",
        partial(ReleaseForm, copy=row),
        against,
        (
            Button(
                "release",
                "Godkänn för utlämnande",
                lambda form: actions.release(row, sha256, form.cleaned_data["reasons"], by=by),
            ),
        ),
        "Kopian är godkänd och kan lämnas ut.",
        more={"copy": row},
    )
    return answer(request, found.case, found, step)


def give_copy(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Lämna ut kopian."""
    found, by = find(request, slug, pk, "lämna ut"), request.user
    release, sha256 = Standing(found).release, request.POST.get("sha256", "")
    step = Step(
        "Lämna ut kopian",
        "Lämna ut just den fil som är godkänd. Anteckna vem som fick den, hur och när.",
        f"utlamnande-ut-{pk}",
        partial(GivenForm, found=found),
        rules.against_giving(release, found, by),
        (
            Button(
                "give",
                "Anteckna som utlämnat",
                lambda form: actions.give(found, sha256, form.told(), by=by),
            ),
        ),
        "Utlämnandet är antecknat.",
        more={"copy": release.copy if release else None},
    )
    return answer(request, found.case, found, step)


def reply_disclosure(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Svara att inget lämnas ut."""
    found, by = find(request, slug, pk, "svar"), request.user
    step = Step(
        "Svara att inget lämnas ut",
        "Det här är ditt eget svar, inte myndighetens beslut. Det går inte att överklaga. Den som "
        "nekas kan begära ett skriftligt beslut av myndigheten, och ska få veta det.",
        f"utlamnande-svar-{pk}",
        ReplyForm,
        rules.against_replying(found, by),
        (
            Button(
                "reply",
                "Spara svaret",
                lambda form: refusing.reply(found, **form.cleaned_data, by=by),
            ),
        ),
        "Svaret är sparat.",
    )
    return answer(request, found.case, found, step)


def demand_decision(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Myndighetens beslut har begärts."""
    found, by = find(request, slug, pk, "begärt beslut"), request.user
    step = Step(
        "Beslut har begärts",
        "Den som inte har fått allt begär att myndigheten prövar saken. Då fattar den som har "
        "delegation ett skriftligt beslut som går att överklaga (6 kap. 3 § OSL).",
        f"utlamnande-begart-{pk}",
        DemandForm,
        rules.against_demanding(found, by),
        (
            Button(
                "demand",
                "Anteckna",
                lambda form: refusing.demand(found, form.cleaned_data["asked_on"], by=by),
            ),
        ),
        "Det är antecknat att beslut har begärts.",
    )
    return answer(request, found.case, found, step)


def decide_disclosure(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Myndighetens beslut att inte lämna ut."""
    found, by = find(request, slug, pk, "myndighetens beslut"), request.user
    step = Step(
        "Myndighetens beslut",
        "Beslutet blir ett brev med skälen och hur det överklagas till kammarrätten. Ska "
        "uppgifterna lämnas ut ändå? Gör då en ny kopia i stället.",
        f"utlamnande-beslut-{pk}",
        partial(DecideForm, found=found),
        rules.against_deciding(found, by),
        (
            Button(
                "preview",
                "Förhandsgranska brevet",
                lambda form: refusing.preview(found, **form.told(), by=by),
                secondary=True,
            ),
            Button(
                "decide",
                "Fatta beslutet",
                lambda form: refusing.decide(found, **form.told(), by=by),
            ),
        ),
        "Beslutet är fattat.",
        power=rules.REFUSES,
    )
    return answer(request, found.case, found, step)


def note_appeal(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Beslutet är överklagat till kammarrätten."""
    found, by = find(request, slug, pk, "överklagat"), request.user
    refusal = Standing(found).refusal
    step = Step(
        "Beslutet är överklagat",
        "Överklagandet lämnas in till er. Pröva att det kom i tid och om beslutet ska ändras, och "
        "skicka det sedan till kammarrätten inom en vecka (45–46 §§ FL).",
        f"utlamnande-ratten-{pk}",
        CourtAppealForm,
        rules.against_noting_appeal(refusal, found.case, by),
        (
            Button(
                "save",
                "Anteckna",
                lambda form: refusing.note_appeal(refusal, **form.cleaned_data, by=by),
            ),
        ),
        "Överklagandet är antecknat.",
    )
    return answer(request, found.case, found, step)


def answer(request: StaffRequest, case: Case, found: Disclosure | None, step: Step) -> HttpResponse:
    """The form; posted to, the act or the form with what stands in the way."""
    back = found.get_absolute_url() if found else reverse("disclosures", args=[case.slug])
    if step.against:
        return refused(request, RuleBroken(step.against), back)
    drafting = draft_context(request, case, step.draft)
    if request.method != "POST":
        form = step.form()
        saved = {name: each.initial for name, each in form.fields.items() if each.initial}
        form.initial = initial_with(drafting["draft"], saved)
        return _page(request, case, found, step, form, drafting)
    if request.POST.get("conflict") == YES:
        return redirect("conflict", slug=case.slug)
    form = step.form(request.POST)
    button = next((b for b in step.buttons if b.value == request.POST.get("do")), step.buttons[-1])
    made: list[Any] = []
    status = carry_out(
        form, lambda: made.append(carried_out(request, case, step.power, button, form))
    )
    if status:
        return _page(request, case, found, step, form, drafting, status)
    if button.value == "preview":
        return _page(request, case, found, step, form, drafting, preview=made[0])
    discard(request.user, case, step.draft)
    messages.success(request, step.done)
    return redirect(made[0] if found is None else found)


def _page(
    request: StaffRequest,
    case: Case,
    found: Disclosure | None,
    step: Step,
    form: Form,
    drafting: dict[str, Any],
    status: int = 200,
    preview: Any = None,
) -> HttpResponse:
    context = page(request, case, "disclosures") | drafting | step.more
    context |= told_of(found) if found else {}
    chain = chain_for(request.user, step.power, case.unit) if step.power else None
    context |= {"action": None, "step_page": step, "form": form, "chain": chain}
    if preview and found:
        args = [case.slug, found.pk, preview.sha256]
        context["preview_url"] = reverse("disclosure_preview", args=args)
    return render(request, "disclosure/step.html", context, status=status)
