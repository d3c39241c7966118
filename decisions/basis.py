"""The basis for decision, as the manager reads it: every part in words, nothing to fill in."""

from typing import Any

from django.urls import reverse

from cases.columns import columns
from cases.models import Document, Investigation, Part

Row = dict[str, Any]


def sections(found: Investigation) -> list[dict[str, Any]]:
    """The parts that have something to show, each with its rows."""
    parts = [
        ("Ansökan", _application(found)),
        ("Handlingar", _documents(found)),
        (Part.Name.SUMMARY.label, _summary(found)),
        (Part.Name.CRITERIA.label, _criteria(found)),
        (Part.Name.ASSESSMENT.label, _answers(found)),
        (Part.Name.CHILDREN.label, _columns(getattr(found, "children", None))),
        ("Hänvisning till stadsdelsförvaltning", _signpostings(found)),
        (Part.Name.AF.label, _af(found)),
        ("Samråd med Arbetsförmedlingen", _consultations(found)),
        ("Kommunicering", _communication(found)),
    ]
    return [{"title": title, "rows": rows} for title, rows in parts if rows]


def _application(found: Investigation) -> list[Row]:
    application = found.application
    return [
        {"label": "Kom in", "value": application.arrived_on},
        {"label": "Kanal", "value": application.get_channel_display()},
        {"label": "Med den sökandes egna ord", "value": application.own_words},
    ]


def _documents(found: Investigation) -> list[Row]:
    """What has come in, each with the way to open it once it is scanned."""
    case = found.application.case
    return [_document(case.slug, row) for row in case.documents.current().listed()]


def _document(slug: str, row: Document) -> Row:
    label = f"Handling {row.number}: {row.type.label}"
    value = f"{row.title}\nKom in {row.received_on}"
    if row.is_clean:
        url = reverse("document", args=[slug, row.number])
        return {"label": label, "value": value, "url": url, "action": "Öppna"}
    state = "stoppad: virus" if row.is_infected else "väntar på virussökning"
    return {"label": label, "value": f"{value}, {state}"}


def _summary(found: Investigation) -> list[Row]:
    summary = found.summary
    return [
        {"label": "Fakta", "value": summary.facts},
        {"label": "Den sökandes egen syn", "value": summary.own_view},
        {"label": "Bedömning", "value": summary.assessment},
    ]


def _criteria(found: Investigation) -> list[Row]:
    individual = getattr(found, "individual", None)
    return [
        *_criterion_rows(found),
        {"label": "Individuell bedömning", "value": individual.text if individual else ""},
    ]


def _signpostings(found: Investigation) -> list[Row]:
    """Where the person has been shown the way, and what has come of it."""
    case = found.application.case
    rows = case.signpostings.select_related("need", "district").prefetch_related("follow_ups")
    return [
        {
            "label": f"{row.district} {row.signposted_on}",
            "value": f"{row.need}: {row.need_words}\n{row.status_shown['text']}",
        }
        for row in rows
    ]


def _af(found: Investigation) -> list[Row]:
    """What Arbetsförmedlingen has told, and by which consent."""
    af = getattr(found, "af", None)
    consent = [{"label": "Samtycke", "value": str(af.consent)}] if af and af.consent else []
    return [*consent, *_columns(af)]


def _criterion_rows(found: Investigation) -> list[Row]:
    return [
        {
            "label": answer.criterion.question,
            "value": "\n".join(
                text
                for text in (
                    answer.get_answer_display(),
                    f"Källa: {answer.source}" if answer.source else "",
                    answer.comment,
                )
                if text
            ),
        }
        for answer in found.criteria
    ]


def _answers(found: Investigation) -> list[Row]:
    answers = found.answers.all()
    return [{"label": a.question.text, "value": a.text} for a in answers if a.text.strip()]


def _columns(row: Any) -> list[Row]:
    """A row's filled columns under their own names."""
    return [{"label": label, "value": value} for label, value in columns(row)] if row else []


def _consultations(found: Investigation) -> list[Row]:
    """With whom, when, and what it gave."""
    return [
        {"label": f"{row.held_on} {row.officer}".strip(), "value": row.text}
        for row in found.consultations.all()
    ]


def _communication(found: Investigation) -> list[Row]:
    """Each sending with what was answered and what the coach says to it; or why there is none."""
    rows: list[Row] = []
    for sending in found.sendings.all():
        sent = f"{sending.sent_on} ({sending.get_how_display().lower()}). "
        rows.append(
            {"label": "Underlag skickat", "value": f"{sent}Svar senast {sending.reply_by}."}
        )
        for reply in sending.replies.all():
            late = ", efter svarsfristen" if reply.is_late else ""
            label = f"Svar {reply.arrived_on} ({reply.get_how_display().lower()}{late})"
            rows.append({"label": label, "value": reply.text})
            met = [{"label": "Coachens bemötande", "value": r.text} for r in reply.rejoinders.all()]
            rows += met
    for waiver in found.waivers.all():
        value = f"{waiver.get_ground_display()}.\n{waiver.reason}"
        rows.append({"label": "Avstått från kommunicering", "value": value})
    return rows
