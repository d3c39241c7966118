"""A list of delegated decisions on paper for the nämnd, and for a spreadsheet."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML

from decisions.models import ReportList
from decisions.report_lines import COLUMNS, LATE, Line, totals
from jobbtorg import practice
from jobbtorg.letters.stored import Printed
from jobbtorg.spreadsheet import as_csv

STYLE = settings.BASE_DIR / "templates/decisions/report_print.css"


def printed(number: str, days: tuple[date, date], rows: Sequence[Line], *, on: date) -> Printed:
    """The list as a tagged PDF, A4 across, with lines for signatures."""
    context = {
        "number": number,
        "first": days[0],
        "last": days[1],
        "rows": rows,
        "totals": totals(rows),
        "fixed_on": on,
        "authority": settings.AUTHORITY,
    }
    html = render_to_string("decisions/report_print.html", context)
    made: bytes = HTML(string=html).write_pdf(
        stylesheets=[CSS(STYLE), CSS(string=practice.style())],
        pdf_variant="pdf/ua-1",
        pdf_identifier=True,
    )
    return Printed(made, hashlib.sha256(html.encode()).hexdigest())


def csv(report: ReportList) -> bytes:
    """The fastställd list as a Swedish spreadsheet opens it; the same each time."""
    return as_csv(_cells(report))


def _cells(report: ReportList) -> Iterator[Sequence[object]]:
    yield str(report), f"{report.period_from}–{report.period_to}"
    yield COLUMNS
    for row in report.rows.all():
        yield (
            row.position,
            row.decided_on,
            row.case_number,
            *(_one_line(text) for text in (row.kinds, row.provisions, row.outcomes)),
            row.unit,
            row.delegate,
            row.delegate_title,
            _one_line(row.points),
            LATE if row.late else "",
        )
    yield "Antal beslut", report.total


def _one_line(text: str) -> str:
    return " / ".join(text.split("\n"))
