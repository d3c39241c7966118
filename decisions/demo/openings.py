"""Öppna med skäl in the demo city: one that the chef has found right, one that waits for her.

Both are of now: PostgreSQL dates an opening itself, and takes none of another time.
"""

from cases.models import Case, OpeningReview
from cases.opening import open_with_reason, review
from cases.opening_rules import Reason
from decisions.demo.staff import Staff
from jobbtorg.rulebook.models import Code

WHYS = (
    ("kollega_ber", "Coachen bad mig läsa på inför ett gemensamt möte med personen."),
    ("personen_fragar", "Personen ringde till oss och frågade om sitt möte i morgon."),
)


def let_them_open(staff: Staff) -> None:
    """A coach in City opens two of Farsta's cases; the first has been reviewed."""
    cases = Case.objects.open().filter(unit=staff.unit("Farsta"), person__protection="")
    made = [
        open_with_reason(
            case,
            Reason(Code.objects.on().get(list="oppningsskal", code=code), text, 2),
            by=staff["coach-city"],
        )
        for case, (code, text) in zip(cases.order_by("pk"), WHYS, strict=False)
    ]
    for opening in made[:1]:
        review(opening, OpeningReview.Kind.RIGHT, by=staff["chef-farsta"])
