"""Every address × role × state of a case: what each meets there."""

from tests.addresses import (
    appeals,
    cases,
    decisions,
    disclosure,
    followup,
    followup_deviations,
    followup_figures,
    openings,
    register,
    review,
    writing,
)

TABLE = register.TABLE | cases.TABLE | writing.TABLE | decisions.TABLE | appeals.TABLE
TABLE |= followup.TABLE | followup_figures.TABLE
TABLE |= followup_deviations.TABLE | review.TABLE | openings.TABLE
TABLE |= disclosure.TABLE
