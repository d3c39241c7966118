"""What each address leaves in the access log: of a person one row, of a refusal one, else none."""

from jobbtorg.audit.models import AccessLog
from tests.addresses import TABLE

READ, LIST, PRINT, EXPORT, LOG = "las", "lista", "utskrift", "export", "logg"
PRINTS = {
    "letter", "one_letter", "basis_letter", "hearing_letter", "summons_letter", "receipt", "cover",
    "job_plan_pdf", "transfer_pdf", "statement_pdf", "party_letter", "job_file",
    "appeals_month_pdf", "deviation_ivo_letter", "disclosure_refusal", "cancellation_letter",
    "masked_copy_pdf",
}  # fmt: skip
EXPORTS = {
    "advice_csv", "appeals_month_csv", "deviations_year_csv", "figure_csv", "figure_xlsx",
    "unexecuted_csv", "log_csv", "upcoming_csv", "audit_heads",
}  # fmt: skip
LISTS = {
    "worklist", "inbox", "inbox_sorted", "inbox_sort", "expediting", "unexecuted", "insatser",
    "situation", "situation_of", "ongoing_appeals", "appeals_this_month", "appeals_month",
    "deviations", "deviations_this_year", "deviations_year", "signpostings_due", "upcoming",
    "selfcheck", "selfcheck_month", "waiting_disclosures", "openings", "faults",
}  # fmt: skip
LOGS = {"log_reviews", "log_review", "log_finding", "opened"}
READS = {"inbox_paper", "deviation", "deviation_hand_to", "selfcheck_one"} | {
    name for name, *_ in TABLE if "deviation_step" in name
}
NOTHING_OF_THE_CASE = {"report_deviation"}
SHOWS_IF_ANY = {"figure", "inbox_sort"}  # only where a person's case stands on the page


def rightly_logged(name, of_case, user, status, rows):
    """Whether the rows are what an answer with the status to the user is to leave."""
    actions, action = [row.action for row in rows], expected(name, of_case)
    if not all(row.user == user and row.result == status for row in rows):
        return False
    if status in (403, 404, 409):
        return actions == ["nekad"]
    if status != 200:
        return actions in ([], [action])
    if name in SHOWS_IF_ANY:
        return actions in ([], [LIST])
    return actions == ([action] if action else [])


def expected(name, of_case):
    """The action that a shown page of this name leaves, or None for none."""
    for names, action in ((PRINTS, PRINT), (EXPORTS, EXPORT), (LISTS, LIST), (LOGS, LOG)):
        if name in names:
            return action
    return READ if name in READS or of_case and name not in NOTHING_OF_THE_CASE else None


def last_row():
    """The key of the latest row of the log."""
    return AccessLog.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
