"""Underlag inför beslut: what the person may comment on before the decision. FL 25 §, SoL 14:8."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.columns import columns
from cases.letters.parties import coach_of, common, provision_text
from cases.models import Application, Assessment, Case, Children, Investigation
from jobbtorg.letters import (
    Authority,
    Contact,
    Manuscript,
    ProvisionText,
    Recipient,
    common_values,
    swedish_date,
)
from jobbtorg.letters import manuscript as manuscript_of
from jobbtorg.rulebook.models import Provision

Pair = tuple[str, str]


@dataclass(frozen=True)
class Proposal:
    """What is proposed under one provision, and why."""

    outcome: str
    scope: str
    circumstances: str
    reasons: str
    provision: ProvisionText


@dataclass(frozen=True)
class BasisContent:
    """All that the letter says: the proposal with its reasons, the material, how to reply."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    sent_on: date
    reply_by: date
    applied_on: date
    applied_for: str
    oral: bool
    right: Proposal
    may: Proposal | None
    coach: Contact
    facts: str
    own_view: str
    assessment: str
    criteria: tuple[Pair, ...]
    individual: str
    children: tuple[Pair, ...]
    answers: tuple[Pair, ...]
    af: tuple[Pair, ...]
    consultations: tuple[Pair, ...]
    documents: tuple[Pair, ...]
    provisions: tuple[ProvisionText, ...]
    oral_right: ProvisionText
    watermark: str = ""


def content_of(investigation: Investigation, sent_on: date, reply_by: date) -> BasisContent:
    """What the letter says of the investigation as it stands, under the law of the day."""
    application, summary = investigation.application, investigation.summary
    case = application.case
    rows = {row.key: provision_text(row) for row in Provision.objects.on(sent_on)}
    cited = ("utredning", "kommunikation", "foretrade")
    return BasisContent(
        **common(case, sent_on),
        sent_on=sent_on,
        reply_by=reply_by,
        applied_on=application.arrived_on,
        applied_for=investigation.riktlinje.insats,
        oral=application.channel == Application.Channel.ORAL,
        right=_proposal(summary, "right", rows["ratt"]),
        may=_proposal(summary, "may", rows["befogenhet"]) if summary.may_outcome else None,
        coach=coach_of(case.coach or investigation.investigator, case),
        facts=summary.facts,
        own_view=summary.own_view,
        assessment=summary.assessment,
        criteria=tuple(_criteria(investigation)),
        individual=investigation.individual.text,
        children=tuple(_children(investigation)),
        answers=tuple(_answers(investigation)),
        af=tuple(_af(investigation)),
        consultations=tuple(_consultations(investigation)),
        documents=tuple(_documents(case)),
        provisions=tuple(rows[key] for key in cited),
        oral_right=rows["foretrade"],
    )


def _proposal(summary: Assessment, prefix: str, provision: ProvisionText) -> Proposal:
    names = ("outcome", "scope", "circumstances", "reasons")
    told = {name: getattr(summary, f"{prefix}_{name}") for name in names}
    if told["outcome"] != "delvis":
        told["scope"] = ""
    return Proposal(provision=provision, **told)


def _criteria(investigation: Investigation) -> list[Pair]:
    """Each criterion with its answer, where the answer comes from, and the comment."""
    found = []
    for row in investigation.criteria:
        told = [f"{row.get_answer_display()}.", f"Källa: {row.source}" if row.source else ""]
        text = "\n".join(part for part in (" ".join(told).strip(), row.comment) if part)
        found.append((row.criterion.question, text))
    return found


def _answers(investigation: Investigation) -> list[Pair]:
    return [(a.question.text, a.text) for a in investigation.answers.all() if a.text.strip()]


def _children(investigation: Investigation) -> list[Pair]:
    """What was found about children in the household; nothing where there are none."""
    children = investigation.children
    if children.any != Children.Answer.YES:
        return []
    return [(label, str(value)) for label, value in columns(children)[1:]]


def _consultations(investigation: Investigation) -> list[Pair]:
    """Each samråd with Arbetsförmedlingen, by its day."""
    rows = investigation.consultations.all()
    return [(swedish_date(row.held_on), row.text) for row in rows if row.was_held]


def _documents(case: Case) -> list[Pair]:
    """What has come in to the case: what each is called, and its day."""
    rows = case.documents.current().not_infected()
    return [(row.title, f"kom in den {swedish_date(row.received_on)}") for row in rows]


def _af(investigation: Investigation) -> list[Pair]:
    """What Arbetsförmedlingen has told, each under its name."""
    return [
        (label, swedish_date(value) if isinstance(value, date) else str(value))
        for label, value in columns(investigation.af)
    ]


def manuscript(content: BasisContent) -> Manuscript:
    """The letter, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of(
        "underlag.html",
        content,
        values(content),
        dated=content.sent_on,
        right=content.right,
        may=content.may,
    )


def values(content: BasisContent) -> dict[str, str]:
    """What stands in for each placeholder; empty where the case lacks it."""
    may = content.may
    return common_values(content) | {
        "ansokt_den": swedish_date(content.applied_on),
        "befogenhet": may.provision.citation if may else "",
        "coach": content.coach.name,
        "coach_befattning": content.coach.title,
        "foretrade": content.oral_right.citation,
        "insats": content.applied_for,
        "ratt": content.right.provision.citation,
        "svara_senast": swedish_date(content.reply_by),
    }
