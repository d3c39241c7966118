"""Every address × role × state of a case: what each meets there."""

from tests.addresses import (
    appeals,
    cases,
    decisions,
    followup,
    followup_deviations,
    followup_figures,
    register,
    writing,
)

TABLE = register.TABLE | cases.TABLE | writing.TABLE | decisions.TABLE | appeals.TABLE
TABLE |= followup.TABLE | followup_figures.TABLE
TABLE |= followup_deviations.TABLE
