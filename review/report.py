"""A month's report on paper, and its log for a spreadsheet. No person is named in either."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from weasyprint import CSS, HTML

from jobbtorg import clock, practice
from jobbtorg.audit.models import AccessLog
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.models import User
from jobbtorg.spreadsheet import as_csv
from review.models import Finding, Judgement, LogReview

STYLE = settings.BASE_DIR / "templates/review/report_print.css"
COLUMNS = (
    "Tid", "Medarbetare", "Funktion och enhet", "Åtgärd", "Vad", "Ärende", "Visade ärenden",
    "Uppdrag", "Skäl", "Svar", "IP-adress",
)  # fmt: skip


def printed(review: LogReview, by: User) -> Printed:
    """The report as a tagged PDF."""
    findings = list(judged(review))
    context = {
        "review": review,
        "findings": findings,
        "counts": counts(review, findings),
        "signed_by": by,
        "title": by.acting_as(),
        "signed_on": clock.today(),
        "authority": settings.AUTHORITY,
    }
    html = render_to_string("review/report_print.html", context)
    made: bytes = HTML(string=html).write_pdf(
        stylesheets=[CSS(STYLE), CSS(string=practice.style())],
        pdf_variant="pdf/ua-1",
        pdf_identifier=True,
    )
    return Printed(made, hashlib.sha256(html.encode()).hexdigest())


def judged(review: LogReview) -> Iterator[Finding]:
    """Each with how it is judged now, as `latest_judgement`."""
    rows = review.findings.select_related("reader", "review__unit").prefetch_related(
        "judgements__answer__answered_by", "judgements__judged_by"
    )
    for row in rows:
        row.chain = list(row.judgements.all())
        row.now = row.chain[-1] if row.chain else None
        yield row


def counts(review: LogReview, findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """What the report adds up."""
    now = Counter(row.now.outcome for row in findings if row.now)
    asked = sum(any(j.outcome == "forklaring" for j in row.chain) for row in findings)
    chance = sum(not row.flags for row in findings)
    return [
        ("Öppningar under månaden", review.looks),
        ("Hur många som öppnade", review.readers),
        ("Flaggade", len(findings) - chance),
        ("Slumpvis valda", chance),
        ("Bedömda som behöriga", now[Judgement.Outcome.AUTHORISED]),
        ("Förklaringar som begärdes", asked),
        ("Anmälda", now[Judgement.Outcome.REPORT]),
    ]


def csv(rows: Iterable[AccessLog]) -> bytes:
    """The rows of the log as a Swedish spreadsheet opens them."""
    return as_csv(_lines(rows))


def _lines(rows: Iterable[AccessLog]) -> Iterator[Sequence[object]]:
    yield COLUMNS
    for row in rows:
        yield (
            f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
            row.user,
            row.acting_as,
            row.get_action_display(),
            row.what,
            row.about,
            ", ".join(row.shown),
            row.get_assignment_display(),
            row.reason,
            row.result or "",
            row.ip or "",
        )
