"""The official acts on the rulebook: propose, publish, take back; and report to the nämnd."""

from typing import Any

from django.db import connection

from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User
from jobbtorg.publishing import rules
from jobbtorg.publishing.rules import DAY, Change, Reported
from jobbtorg.rulebook.citations import without_sign
from jobbtorg.rulebook.entries import Entries, entries_of
from jobbtorg.rulebook.models import Proposal, Riktlinje, RiktlinjeReport, Version


@act
def propose(change: Change, *, by: User) -> Proposal:
    """A change of the rulebook, to be published by another. Raises RuleBroken."""
    _one_at_a_time()
    refuse(rules.against_proposing(change, by))
    return Proposal.objects.create(
        kind=change.kind,
        key=change.key,
        content=change.content,
        valid_from=change.valid_from,
        reason=change.reason.strip(),
        proposed_by=by,
        proposed_at=clock.now(),
    )


@act
def publish(proposal: Proposal, *, by: User) -> Version | None:
    """Makes the proposed version; the one before ends the day before. None where the entry ends.

    What was decided before, and each letter that is stored, stays as it was. Raises RuleBroken.
    A riktlinje is then to be reported to the nämnd (KL 6 kap. 40 §): `Riktlinje.to_report`.
    """
    proposal = _locked(proposal)
    entries = entries_of(proposal.kind)
    latest = _latest(entries, proposal.key)
    refuse(rules.against_publishing(proposal, by))
    proposal.published_by, proposal.published_at = by, clock.now()
    proposal.save()
    last_day = proposal.valid_from - DAY
    if latest and (latest.valid_to is None or latest.valid_to > last_day):
        latest.valid_to = last_day
        latest.save()
    return entries.write(proposal) if proposal.content is not None else None


@act
def take_back(proposal: Proposal, *, by: User) -> Proposal:
    """The proposal comes to nothing; it is still there to read. Raises RuleBroken."""
    proposal = _locked(proposal)
    refuse(rules.against_taking_back(proposal, by))
    proposal.taken_back_by, proposal.taken_back_at = by, clock.now()
    proposal.save()
    return proposal


@act
def report_riktlinje(riktlinje: Riktlinje, told: Reported, *, by: User) -> RiktlinjeReport:
    """Registers that the nämnd has been told of the updated riktlinje; a later row corrects.

    Raises RuleBroken. KL 6 kap. 40 §.
    """
    riktlinje = Riktlinje.objects.select_for_update().get(pk=riktlinje.pk)
    refuse(rules.against_reporting(riktlinje, told, by))
    assert told.meeting_on is not None
    return RiktlinjeReport.objects.create(
        riktlinje=riktlinje,
        meeting_on=told.meeting_on,
        paragraph=without_sign(told.paragraph),
        dnr=told.dnr.strip(),
        reported_by=by,
        reported_at=clock.now(),
    )


def _one_at_a_time() -> None:
    """Two who propose the same at the same moment: an entry to come has no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rulebook_proposal'))")


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands, for this transaction alone to end."""
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _latest(entries: Entries, key: str) -> Any:
    """The entry's latest version, locked, so that two changes of it come one after the other."""
    return entries.versions(key).select_for_update().first()
