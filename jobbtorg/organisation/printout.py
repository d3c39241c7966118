"""The register as the nämnd sees it: a list to print and sign, and one for a spreadsheet."""

import csv as csv_writer
import io
from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML

from jobbtorg import clock
from jobbtorg.organisation.register.tree import Row, Tree

HEADINGS = (
    "Beslutstyp", "Lagrum", "Nämndens beslut", "Punkt", "Vidaredelegation", "Funktion", "Enhet",
    "Innehas av", "Från och med", "Till och med", "Status", "Anmärkning",
)  # fmt: skip
STYLE = settings.BASE_DIR / "templates/organisation/register_print.css"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute such a cell


def csv(tree: Tree) -> bytes:
    """Semicolons and a byte order mark: what a Swedish spreadsheet opens as it stands."""
    text = io.StringIO()
    writer = csv_writer.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([f"Delegationer {tree.day}", f"Framställd {clock.today()}"])
    writer.writerow(HEADINGS)
    for row, top in tree.rows():
        writer.writerow([_harmless(cell) for cell in _cells(row, top)])
    for power in tree.without:
        writer.writerow([_harmless(power.name), power.statute, *[""] * 9, "Nämnden beslutar själv"])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cells(row: Row, top: Row | None) -> Iterator[str]:
    d, head = row.delegation, (top or row).delegation
    yield str(d.power)
    yield d.lagrum
    yield str(head.namnd_decision)
    yield head.point
    yield d.point if top else ""
    yield d.get_function_display()
    yield str(d.unit)
    yield ", ".join(row.holders)
    yield str(d.valid_from)
    yield str(d.valid_to or "")
    yield row.status
    yield "Hänvisar till upphävd lag" if row.repealed else ""


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def pdf(tree: Tree) -> bytes:
    """The list as a tagged PDF, A4 across, with a line for signature."""
    context = {"tree": tree, "made_on": clock.today(), "authority": settings.AUTHORITY}
    html = render_to_string("organisation/register_print.html", context)
    made: bytes = HTML(string=html).write_pdf(stylesheets=[CSS(STYLE)], pdf_variant="pdf/ua-1")
    return made
