"""The basis for decision, as the manager reads it: every part in words, nothing to fill in."""

from typing import Any

from django.urls import reverse

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
        (Part.Name.COMMUNICATION.label, _columns(getattr(found, "communication", None))),
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
        for answer in found.criteria.all()
    ]


def _answers(found: Investigation) -> list[Row]:
    answers = found.answers.all()
    return [{"label": a.question.text, "value": a.text} for a in answers if a.text.strip()]


def _columns(row: Any) -> list[Row]:
    """A row's filled columns under their own names."""
    if row is None:
        return []
    shown = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key or field.is_relation or value in (None, "", False):
            continue
        label = str(field.verbose_name)
        text = getattr(row, f"get_{field.name}_display")() if field.choices else value
        shown.append({"label": label[:1].upper() + label[1:], "value": _word(text)})
    return shown


def _word(value: Any) -> Any:
    return "Ja" if value is True else value
