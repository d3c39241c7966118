"""The register as the nämnd sees it: a list to print and sign, and one for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML

from jobbtorg import clock, practice
from jobbtorg.organisation.register.tree import Row, Tree
from jobbtorg.spreadsheet import as_csv

HEADINGS = (
    "Beslutstyp", "Lagrum", "Nämndens beslut", "Punkt", "Vidaredelegation", "Funktion", "Enhet",
    "Innehas av", "Från och med", "Till och med", "Status", "Anmärkning",
)  # fmt: skip
STYLE = settings.BASE_DIR / "templates/organisation/register_print.css"


def csv(tree: Tree) -> bytes:
    """The list as a Swedish spreadsheet opens it."""
    return as_csv(_lines(tree))


def _lines(tree: Tree) -> Iterator[Iterable[str]]:
    yield f"Delegationer {tree.day}", f"Framställd {clock.today()}"
    yield HEADINGS
    for row, top in tree.rows():
        yield _cells(row, top)
    for power in tree.without:
        yield power.name, power.statute, *[""] * 9, "Nämnden beslutar själv"


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


def pdf(tree: Tree) -> bytes:
    """The list as a tagged PDF, A4 across, with a line for signature."""
    context = {"tree": tree, "made_on": clock.today(), "authority": settings.AUTHORITY}
    return printed(render_to_string("organisation/register_print.html", context), practice.style())


def printed(html: str, mark: str) -> bytes:
    """The HTML as PDF, with the style that marks it in a practice environment."""
    styles = [CSS(STYLE), CSS(string=mark)]
    made: bytes = HTML(string=html).write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    return made
