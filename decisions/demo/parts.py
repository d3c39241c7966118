"""What each part of the investigation is saved with."""

from datetime import date, timedelta
from random import Random
from typing import Any

from cases.models import Consent, Investigation, Outcome, Part
from decisions.demo.plans import Plan
from decisions.demo.writing import Words
from jobbtorg import clock

UNSAID = ("registered_from", "registered_to", "last_report_on", "consent")
CONSENT_COVERS = "Planering och tidigare insatser hos Arbetsförmedlingen"


def criteria(found: Investigation, plan: Plan, words: Words, *, whole: bool) -> dict[str, Any]:
    """Each criterion with its source; half done, the last two are still open."""
    values: dict[str, Any] = {}
    rows = list(found.riktlinje_to_assess_by.criteria.all())
    for n, criterion in enumerate(rows):
        code, done = criterion.code, whole or n < len(rows) - 2
        unmet = code == plan.ground
        values |= {
            f"{code}_answer": ("inte_uppfyllt" if unmet else "uppfyllt") if done else "",
            f"{code}_source": _source(code, words) if done else "",
            f"{code}_comment": words.ground["comment"] if unmet and done else "",
        }
    return values | {"individual": words.text("individual") if whole else ""}


def _source(code: str, words: Words) -> str:
    if code == "malgrupp":
        return "Folkbokföringen"
    if code == "stadsdel":
        return "Svar från stadsdelsnämnden (15 kap. 8 § SoL)"
    return words.text("sources")


def answers(found: Investigation, words: Words, *, whole: bool) -> dict[str, Any]:
    """Initial bedömning del 2; half done, only the first two questions."""
    texts = words.answers()
    questions = found.form.questions.all()
    return {
        f"question_{q.pk}": (texts[n] if n < len(texts) and (whole or n < 2) else "")
        for n, q in enumerate(questions)
    }


def af(words: Words, rng: Random, consent: Consent | None) -> dict[str, Any]:
    """The six items, or that the person is not registered; now and then more, by consent."""
    today = clock.today()
    values: dict[str, Any] = dict.fromkeys(UNSAID) | {
        "basis": "lagstod", "statute": "", "received_on": today,
        "source": "Utdrag från Arbetsförmedlingen", "not_registered": words.unknown_at_af,
        "unemployment_fund": "", "category": "", "programme": "", "more": "",
    }  # fmt: skip
    if not words.unknown_at_af:
        values |= _registered(today, words, rng)
    if consent:
        values |= {
            "basis": "samtycke", "consent": consent,
            "source": "Handläggare på Arbetsförmedlingen, per telefon",
            "more": "Handläggaren känner inte till något som hindrar stöd från jobbtorget.",
        }  # fmt: skip
    return values


def _registered(today: date, words: Words, rng: Random) -> dict[str, Any]:
    in_programme = words.ground.get("code") == "nadd"
    since = today - timedelta(days=rng.randint(65, 400))
    return {
        "registered_from": since,
        "category": "Deltar i program" if in_programme else "Öppet arbetslös",
        "programme": f"Program med handledare sedan {today - timedelta(days=62)}"
        if in_programme
        else "",
        "last_report_on": today.replace(day=1) + timedelta(days=min(today.day, 12) - 1),
    }


def summary(plan: Plan, words: Words, *, whole: bool) -> dict[str, Any]:
    """Samlad bedömning with its proposal; half done, only facts and the person's own view."""
    right, may = plan.outcomes
    right_texts, may_texts = words.right(right), words.may(right, may)
    first, last = plan.period or (None, None)
    values = {
        "facts": words.facts(), "own_view": words.text("own_view"),
        "assessment": words.assessment(),
        "right_outcome": right, "right_scope": _scope(right, words),
        "right_circumstances": right_texts[0], "right_reasons": right_texts[1],
        "may_outcome": may, "may_scope": _scope(may, words),
        "may_circumstances": may_texts[0], "may_reasons": may_texts[1],
    }  # fmt: skip
    if not whole:
        values = {n: v if n in ("facts", "own_view") else "" for n, v in values.items()}
        first = last = None
    return values | {"period_from": first, "period_to": last}


def _scope(outcome: str, words: Words) -> str:
    return words.text("scope") if outcome == Outcome.PARTLY else ""


def children(rng: Random) -> dict[str, Any]:
    """Most have none; where there is one, what is best for it."""
    no = {"any": "nej", "number": None, "ages": "", "effect": "", "own_view": ""}
    if rng.random() > 0.15:
        return no | {"best_interests": ""}
    return no | {
        "any": "ja", "number": 1, "ages": "4 år", "effect": "Dagarna läggs efter förskolans tider.",
        "best_interests": "Barnet har nytta av att föräldern får stöd mot arbete. Inget talar mot.",
    }  # fmt: skip


def values_of(
    part: Part.Name,
    found: Investigation,
    plan: Plan,
    words: Words,
    rng: Random,
    *,
    whole: bool,
    consent: Consent | None = None,
) -> dict[str, Any]:
    """What to save the part with."""
    if part == Part.Name.CRITERIA:
        return criteria(found, plan, words, whole=whole)
    if part == Part.Name.ASSESSMENT:
        return answers(found, words, whole=whole)
    if part == Part.Name.CHILDREN:
        return children(rng)
    if part == Part.Name.AF:
        return af(words, rng, consent)
    return summary(plan, words, whole=whole)
