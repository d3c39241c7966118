"""The year's avvikelser for the nämnd, whole and unit by unit: long work, under Arbeten."""

from collections.abc import Iterator

from followup import deviation_yearly as yearly
from jobbtorg.acts import refuse
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs.kinds import Work, job
from jobbtorg.organisation.models import CHEFER, Function, Unit
from jobbtorg.spreadsheet import XLSX, as_workbook

DEVIATIONS_OF_YEAR = "avvikelser_helt_ar"
HEAD = ("Uppgift", "Benämning", "Antal")
ALL = "Alla enheter"


@job(DEVIATIONS_OF_YEAR, "Sammanställning av avvikelser")
def deviations_of_year(work: Work) -> Iterator[None]:
    """A workbook: a sheet for all, and one for each unit that something was reported at; of these
    a chef gets the own.
    """
    refuse(yearly.against_reading(work.by))
    year = int(work.parameters["year"])
    found = yearly.reported_in(year, work.by)
    units = Unit.objects.filter(pk__in={row.unit_id for row in found}).order_by("name")
    roles = work.by.roles()
    if all(role.function in (*CHEFER, Function.COACH) for role in roles):
        units = units.filter(pk__in=[role.unit_id for role in roles if role.function in CHEFER])
    sheets = []
    for unit in work.left([None, *units]):
        of_unit = [row for row in found if unit is None or row.unit_id == unit.pk]
        rows = [
            (group.title, label, count)
            for group in yearly.grouped(of_unit)
            for label, count in group.rows
        ]
        sheets.append((unit.name if unit else ALL, [HEAD, *rows]))
        yield
    log.record(work.by, AccessLog.Action.PRINT, f"Sammanställning av avvikelser {year}, xlsx")
    work.give(f"Avvikelser-{year}.xlsx", as_workbook(sheets), XLSX)
