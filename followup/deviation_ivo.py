"""Anmälan till IVO with the utredning, as one PDF of the letters' ground. SoL 27 kap. 6 §."""

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from followup.models import Deviation
from jobbtorg import practice
from jobbtorg.letters import Manuscript

PARTS = (
    ("happened", "Vad som har hänt"),
    ("noticed", "När och hur det uppmärksammades"),
    ("causes", "Orsaker"),
    ("consequences", "Konsekvenser för den enskilde"),
    ("before", "Om något liknande har hänt förut"),
    ("done", "Vad som har gjorts"),
    ("prevention", "Vad som ska hindra att det händer igen"),
    ("views", "Den enskildes uppfattning"),
)


def parts_of(deviation: Deviation) -> list[dict[str, str]]:
    """The latest utredning, part by part."""
    found = deviation.inquiry
    return [{"label": label, "value": getattr(found, name)} for name, label in PARTS]


def manuscript(deviation: Deviation, dnr: str, dated: date) -> Manuscript:
    """The anmälan, ready to print: no name of the person, no number of the case."""
    own = settings.AUTHORITY
    context = {
        "deviation": deviation,
        "decision": deviation.decision,
        "parts": parts_of(deviation),
        "cause": deviation.inquiry.cause,
        "informed": deviation.informed,
        "measures": deviation.measures.all(),
        "dnr": dnr,
        "dated": dated,
        "authority": own,
        "address": [part.strip() for part in own["address"].split(",")],
        "watermark": practice.word(),
    }
    html = render_to_string("followup/deviation_ivo.html", context)
    return Manuscript(html, own["mark"], str(context["watermark"]))
