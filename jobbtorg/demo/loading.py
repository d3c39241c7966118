"""What comes after the decisions: appeals, insatser, utlämnande, avvikelser, who has read what."""

from appeals.demo import let_them_come
from decisions.demo.days import Days
from decisions.demo.openings import let_them_open
from decisions.demo.staff import Staff
from disclosure.demo import let_them_ask
from followup.demo import carry_out
from followup.demo_deviations import load_deviations
from review.demo import let_them_read


def go_on(staff: Staff, days: Days) -> None:
    """Lets it happen, in the order of the layers."""
    let_them_come(staff, days)
    carry_out(staff, days)
    let_them_ask(staff, days)
    let_them_open(staff)
    load_deviations(staff, days)
    let_them_read(staff)
