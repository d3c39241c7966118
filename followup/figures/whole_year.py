"""All figures of a year in one file, however divided: long work, fetched under Arbeten."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from followup.figures import export
from followup.figures.facts import read
from followup.figures.forms import ChoiceForm
from followup.figures.reading import against_reading, reach_of
from followup.figures.registry import FIGURES
from followup.figures.tables import DIMENSIONS, Table
from jobbtorg.acts import Rule, refuse
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs.kinds import Work, job
from jobbtorg.spreadsheet import XLSX, as_workbook

WHOLE_YEAR = "statistik_helt_ar"
FORMS = {"xlsx": "Excel", "csv": "csv"}
NOT_YOURS = Rule(
    "unit", "Enheten är inte längre din. Välj på nytt på sidan Statistik.", kind="forbidden"
)
Tables = list[Table]


@job(WHOLE_YEAR, "Statistik, hela året")
def whole_year(work: Work) -> Iterator[None]:
    """Each figure in each of its divisions, counted as of one day, for who asked as they are now.

    A workbook with a sheet for each figure, or a csv file for each table.
    """
    refuse(against_reading(work.by))
    told = {name: work.parameters[name] for name in ("period", "enhet", "per")}
    tables: Tables = []
    asked = [(figure, delat) for figure in FIGURES.values() for delat in figure.dimensions]
    for figure, delat in work.left(asked):
        form = ChoiceForm(told | {"delat": delat}, reach_of(work.by), figure)
        if not form.is_valid():
            refuse([NOT_YOURS])
        # counted here, one table a step, and kept with it
        tables.append(read(form.table(figure).counted, exact=True).found)
        where = form.where
        yield
    name = f"Statistik-{told['period']}-per-{told['per']}"
    log.record(work.by, AccessLog.Action.PRINT, f"{name}, {where}, {work.parameters['form']}")
    if work.parameters["form"] == "csv":
        work.give(f"{name}.zip", _zipped(tables, where), "application/zip")
    else:
        work.give(f"{name}.xlsx", as_workbook(_sheets(tables, where)), XLSX)


def _sheets(tables: Tables, where: str) -> Iterator[tuple[str, list[Any]]]:
    """A sheet for each figure, its tables one under the other."""
    for figure in FIGURES.values():
        rows: list[Any] = []
        for table in tables:
            if table.figure == figure:
                rows += [*([(), ()] if rows else []), *export.rows_of(table, where)]
        yield figure.title, rows


def _zipped(tables: Tables, where: str) -> bytes:
    """A file for each table, named by the figure and what it is divided by."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for table in tables:
            divided = f", {DIMENSIONS[table.dimension].lower()}" if table.dimension else ""
            file.writestr(f"{table.figure.title}{divided}.csv", export.csv(table, where))
    return out.getvalue()
