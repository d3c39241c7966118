"""Every address × role × state of a case: what each meets there."""

from tests.addresses import appeals, cases, decisions, followup_deviations, register, writing

TABLE = (
    register.TABLE
    | cases.TABLE
    | writing.TABLE
    | decisions.TABLE
    | appeals.TABLE
    | followup_deviations.TABLE
)
