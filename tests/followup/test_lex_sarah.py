"""Lex Sarah: received, investigated, decided by another, anmält to IVO, closed. SoL 27:5–6."""

import hashlib
import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from cases.models import Draft
from followup import deviation_deciding as deciding
from followup import deviation_handling as handling
from followup.deviation_ivo import manuscript
from followup.deviation_rules import Meeting
from followup.deviation_standing import Stage, limits, pace_of, stage_of
from followup.models import (
    DeviationClosing,
    DeviationDecision,
    DeviationInquiry,
    DeviationInvestigator,
    DeviationIvo,
    DeviationReception,
)
from jobbtorg import clock
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.delegation import chain_for, chains
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, text_of
from tests.followup.deviations import (
    INQUIRY,
    appointed,
    cause,
    closed,
    decided,
    delegate,
    fresh,
    investigated,
    measured,
    named,
    received,
    reported,
    sent,
)


def url(row, step):
    return reverse(f"deviation_step_{step}", args=[row.number])


def steps_of(row, user):
    """The steps that the page offers the user."""
    page = text_of(get(user, row.get_absolute_url()))
    names = ("ta-emot", "utse", "utred", "besluta", "anmal", "avsluta", "namndens-beslut")
    return {name for name in names if f'href="{url(row, name)}"' in page}


class TestReceiving:
    def test_notes_the_bedomning_and_what_was_done_at_once(self, world):
        row = received(world)
        assert row.track == "lex_sarah" and row.reception.received_by == world.chef
        assert stage_of(row) == Stage.APPOINT

    @pytest.mark.parametrize("track", ["klagomal", "avvikelse"])
    def test_a_lex_sarah_report_is_never_made_less(self, world, track):
        row = reported(world, "risk")
        page = text_of(get(world.chef, url(row, "ta-emot")))
        assert f'value="{track}"' not in page and 'value="lex_sarah"' in page
        response = post(world.chef, url(row, "ta-emot"), track=track, assessment="x", measures="x")
        assert response.status_code == 422 and row.reception is None
        with refused("track"):
            handling.receive(row, track, "Nej.", "Inga.", by=world.chef)
        with refused_by_database("ska utredas som en sådan"):
            reception(row, world.chef, track)

    def test_a_complaint_that_turns_out_to_be_one_is_raised(self, world):
        row = received(world, "klagomal")
        handling.receive(row, "lex_sarah", "Det är allvarligt.", "Stoppat.", by=world.bitr)
        row = fresh(row)
        assert row.track == "lex_sarah" and row.receptions.count() == 2
        with refused("received", "track"):
            handling.receive(row, "avvikelse", "Nej.", "Inga.", by=world.chef)
        with refused_by_database("ska utredas som en sådan"):
            reception(row, world.chef, "avvikelse")

    def test_by_the_units_chefer_and_the_top_alone(self, world):
        row = reported(world)
        for user in (world.coach, world.chef_city, world.granskare):
            with refused("handler"):
                handling.receive(row, "lex_sarah", "Ja.", "Inga.", by=user)
            with refused_by_database("Bara enhetens chefer"):
                reception(row, user)
        assert post(world.granskare, url(row, "ta-emot"), track="lex_sarah").status_code == 403

    def test_says_what_was_judged_and_what_was_done_at_once(self, world):
        with refused("assessment", "measures"):
            handling.receive(reported(world), "lex_sarah", " ", "", by=world.chef)

    def test_says_all_that_is_missing_and_loses_nothing(self, world):
        row = reported(world)
        response = post(world.chef, url(row, "ta-emot"), assessment="Vi har läst rapporten.")
        assert response.status_code == 422
        assert "Vi har läst rapporten." in text_of(response)


def reception(row, user, track="lex_sarah"):
    DeviationReception.objects.create(
        deviation=row, track=track, assessment="x", measures="x", received_by=user,
        received_at=clock.now(),
    )  # fmt: skip


class TestTheInvestigator:
    def test_is_never_whom_it_is_about(self, world):
        row = named(received(world), world.colleague, by=world.coach)
        page = post(world.chef, url(row, "utse"), user=world.colleague.pk)
        assert page.status_code == 403 and "är den som rapporten gäller" in text_of(page)
        with refused("subject"):
            handling.appoint(row, world.colleague, by=world.chef)
        with refused_by_database("Den som rapporten gäller"):
            DeviationInvestigator.objects.create(
                deviation=row, user=world.colleague, appointed_by=world.chef,
                appointed_at=clock.now(),
            )  # fmt: skip

    def test_who_is_named_afterwards_hands_nothing_over(self, world):
        row = named(appointed(world), world.bitr, by=world.chef)
        with refused("subject"):
            deciding.investigate(row, INQUIRY, cause(), by=world.bitr)
        with refused_by_database("Den som rapporten gäller"):
            inquiry(row, world.bitr)

    def test_nobody_investigates_who_is_not_appointed(self, world):
        row = appointed(world)
        assert "utred" not in steps_of(row, world.chef)
        with refused("investigator"):
            deciding.investigate(row, INQUIRY, cause(), by=world.chef)
        with refused_by_database("Bara den som är utsedd utreder."):
            inquiry(row, world.chef)

    def test_works_here(self, world):
        left = world.staff("sara-slutat", "coach", until=clock.today() - timedelta(days=1))
        row = received(world)
        with refused("staff"):
            handling.appoint(row, left, by=world.chef)
        with refused_by_database("inget förordnande"):
            DeviationInvestigator.objects.create(
                deviation=row, user=left, appointed_by=world.chef, appointed_at=clock.now()
            )

    def test_is_appointed_once_it_is_received(self, world):
        with refused("unreceived"):
            handling.appoint(reported(world), world.bitr, by=world.chef)

    def test_what_one_has_begun_goes_on_with_whoever_takes_over(self, world):
        row = appointed(world, by=world.colleague)
        name = f"avvikelse-utred-{row.pk}"
        post(world.colleague, f"/utkast/{name}/", happened="Halvskrivet.", revision=0)
        handling.appoint(row, world.bitr, by=world.chef)
        assert "Halvskrivet." in text_of(get(world.bitr, url(row, "utred")))
        post(world.bitr, f"/utkast/{name}/", happened="Mitt eget.", revision=1)
        handling.appoint(row, world.colleague, by=world.chef)
        assert "Mitt eget." in text_of(get(world.colleague, url(row, "utred")))

    def test_but_not_what_someone_who_is_named_since_has_begun(self, world):
        row = appointed(world, by=world.colleague)
        name = f"avvikelse-utred-{row.pk}"
        post(world.colleague, f"/utkast/{name}/", happened="Halvskrivet.", revision=0)
        handling.appoint(named(row, world.colleague, by=world.chef), world.bitr, by=world.chef)
        assert "Halvskrivet." not in text_of(get(world.bitr, url(row, "utred")))

    def test_writes_with_a_draft_that_is_never_lost(self, world):
        row = appointed(world, by=world.colleague)
        name = f"avvikelse-utred-{row.pk}"
        page = text_of(get(world.colleague, url(row, "utred")))
        assert f'data-draft-url="/utkast/{name}/"' in page
        post(world.colleague, f"/utkast/{name}/", happened="Halvskrivet.", revision=0)
        assert "Halvskrivet." in text_of(get(world.colleague, url(row, "utred")))
        response = post(world.colleague, url(row, "utred"), happened="Halvskrivet.")
        assert response.status_code == 422 and "Halvskrivet." in text_of(response)
        told = vars(INQUIRY) | {"cause": cause().pk}
        assert post(world.colleague, url(row, "utred"), **told).status_code == 302
        assert not Draft.objects.exists() and fresh(row).inquiry.finished_by == world.colleague

    def test_may_hand_over_anew_until_it_is_decided(self, world):
        row = investigated(world)
        deciding.investigate(row, INQUIRY, cause("bemotande"), by=world.bitr)
        assert fresh(row).inquiry.cause == cause("bemotande")
        row = decided(world)
        with refused("decided"):
            deciding.investigate(row, INQUIRY, cause(), by=world.bitr)
        with refused_by_database("Beslutet är redan fattat."):
            inquiry(row, world.bitr)


def inquiry(row, user):
    DeviationInquiry.objects.create(
        deviation=row, cause=cause(), finished_by=user, finished_at=clock.now(), **vars(INQUIRY)
    )


def decision(row, user, **told):
    """Past the act: a decision by the user with the chain that they have, if any."""
    chain = chain_for(user, "lex_sarah", row.unit) or chain_for_someone(row)
    given = {
        "decided_by": user,
        "appointment_id": chain.appointment_id,
        "delegation_id": chain.delegation_id,
        "chain": chain.text,
        "noted_by": user,
        "inquiry": row.inquiry,
    }
    DeviationDecision.objects.create(
        deviation=row, outcome="inte", reasons="x", decided_at=clock.now(), **(given | told)
    )


def chain_for_someone(row):
    return next(iter(chains("lex_sarah", row.unit).values()))


class TestTheDecision:
    def test_is_a_delegates_and_says_by_which_chain(self, world):
        row = decided(world)
        assert row.decision.decided_by == world.chef and "AMF 2023/9" in row.decision.chain
        assert stage_of(row) == Stage.SEND

    def test_is_nobodys_who_lacks_delegation(self, world):
        row = investigated(world)
        assert "besluta" not in steps_of(row, world.chef)
        page = text_of(get(world.chef, row.get_absolute_url()))
        assert "Utan delegat beslutar nämnden." in page
        assert post(world.chef, url(row, "besluta"), outcome="inte").status_code == 403
        with refused("delegation"):
            deciding.decide(row, "inte", "Nej.", by=world.chef)
        delegate(world)
        assert world.forvaltningschef
        with refused_by_database("saknar delegation"):
            decision(row, world.coach)

    def test_is_never_of_who_investigated(self, world):
        delegate(world)
        row = investigated(world)
        assert "besluta" not in steps_of(row, world.bitr)
        assert post(world.bitr, url(row, "besluta"), outcome="inte").status_code == 403
        with refused("investigated"):
            deciding.decide(row, "inte", "Nej.", by=world.bitr)
        with refused_by_database("Den som har utrett beslutar inte."):
            decision(row, world.bitr)

    def test_nor_of_whom_it_is_about(self, world):
        delegate(world)
        row = named(investigated(world), world.chef, by=world.coach)
        with refused("subject"):
            deciding.decide(row, "inte", "Nej.", by=world.chef)
        with refused_by_database("Den som rapporten gäller"):
            decision(row, world.chef)

    def test_rests_on_the_latest_utredning(self, world):
        delegate(world)
        row = appointed(world)
        with refused("uninvestigated"):
            deciding.decide(row, "inte", "Nej.", by=world.chef)
        row = investigated(world)
        first = row.inquiry
        deciding.investigate(row, INQUIRY, cause(), by=world.bitr)
        with refused_by_database("Beslutet vilar inte"):
            decision(fresh(row), world.chef, inquiry=first)

    def test_has_an_outcome_and_reasons(self, world):
        delegate(world)
        with refused("outcome", "reasons"):
            deciding.decide(investigated(world), "", " ", by=world.chef)

    def test_without_a_delegate_is_the_namnds_and_noted_by_the_top(self, world):
        row = investigated(world)
        told = Meeting(clock.today(), "AMF 2026/5", "§ 7")
        assert "namndens-beslut" in steps_of(row, world.forvaltningschef)
        with refused("top"):
            deciding.note_namnds_decision(row, "inte", "Nej.", told, by=world.chef)
        deciding.note_namnds_decision(row, "allvarligt", "Ja.", told, by=world.forvaltningschef)
        row = fresh(row)
        assert row.decision.decided_by is None and row.decision.paragraph == "7"
        deciding.send_to_ivo(row, "AMF 2026/6", "post", clock.today(), by=world.forvaltningschef)
        assert fresh(row).decision.ivo

    def test_the_namnds_meeting_has_been(self, world):
        told = Meeting(clock.today() + timedelta(days=1), "", " ")
        with refused("held_on", "dnr", "paragraph"):
            deciding.note_namnds_decision(
                investigated(world), "inte", "Nej.", told, by=world.forvaltningschef
            )
        namnd = {"decided_by": None, "appointment_id": None, "delegation_id": None, "chain": ""}
        minutes = {"meeting_on": clock.today(), "dnr": "1", "paragraph": "1"}
        delegate(world)
        with refused_by_database("antecknas av förvaltningschefen"):
            decision(investigated(world), world.chef, **namnd, **minutes)


class TestIvo:
    def test_gets_the_utredning_frozen_with_its_hash(self, world):
        row = sent(world)
        letter = row.decision.ivo
        assert letter.sha256 == hashlib.sha256(bytes(letter.pdf)).hexdigest()
        response = get(world.chef, reverse("deviation_ivo_letter", args=[row.number]))
        assert response.content == bytes(letter.pdf)
        with pikepdf.open(io.BytesIO(response.content)) as document:
            assert row.number in str(document.docinfo["/Title"]) and len(document.pages) >= 2
            assert "pdfuaid:part" in str(document.open_metadata())

    def test_what_went_there_is_the_granskares_to_read_too_and_not_its_draft(self, world):
        row = sent(world)
        address = reverse("deviation_ivo_letter", args=[row.number])
        assert get(world.granskare, address).content == bytes(row.decision.ivo.pdf)
        draft = reverse("deviation_ivo_preview", args=[row.number])
        assert get(world.granskare, draft).status_code == 403

    def test_is_never_sent_what_is_not_serious(self, world):
        row = decided(world, "avhjalpt")
        assert "anmal" not in steps_of(row, world.chef)
        assert post(world.chef, url(row, "anmal"), dnr="1").status_code == 409
        with refused("not_serious"):
            deciding.send_to_ivo(row, "1", "post", clock.today(), by=world.chef)
        with refused_by_database("Det är inte allvarligt."):
            letter(row, world.chef)

    def test_is_sent_by_a_delegate_alone(self, world):
        row = decided(world)
        handling_only = world.forvaltningschef
        for user in (world.coach, world.granskare):
            with refused("delegation"):
                deciding.send_to_ivo(row, "1", "post", clock.today(), by=user)
            with refused_by_database("saknar delegation"):
                letter(row, user)
        deciding.send_to_ivo(row, "1", "post", clock.today(), by=handling_only)

    def test_once_with_dnr_way_and_a_day_that_has_been(self, world):
        with refused("sent"):
            deciding.send_to_ivo(sent(world), "1", "post", clock.today(), by=world.chef)
        tomorrow = clock.today() + timedelta(days=1)
        with refused("dnr", "how", "sent_on"):
            deciding.send_to_ivo(decided(world), " ", "", tomorrow, by=world.chef)

    def test_the_file_is_read_before_it_goes_and_names_no_case(self, world):
        case = world.started()
        row = decided(world, case=case)
        response = get(world.chef, reverse("deviation_ivo_preview", args=[row.number]))
        assert response["Content-Type"] == "application/pdf"
        html = manuscript(row, "AMF 1", clock.today()).html
        assert INQUIRY.views in html and case.number not in html


def letter(row, user):
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(content)
    DeviationIvo.objects.create(
        deviation=row, decision=row.decision, dnr="1", how="post", sent_on=clock.today(),
        sent_by=user, **Printed(content.getvalue(), "0" * 64).columns(),
    )  # fmt: skip


class TestClosing:
    def test_needs_the_decision(self, world):
        for row in (received(world), investigated(world)):
            assert "avsluta" not in steps_of(row, world.chef)
            assert post(world.chef, url(row, "avsluta"), conclusion="Klart.").status_code == 409
            with refused("undecided"):
                closed(world, row)
            with refused_by_database("först när beslutet är fattat"):
                closing(row, world.chef)

    def test_and_where_serious_the_anmalan(self, world):
        row = decided(world)
        assert "avsluta" not in steps_of(row, world.chef)
        assert post(world.chef, url(row, "avsluta"), conclusion="Klart.").status_code == 409
        with refused("unsent"):
            closed(world, row)
        with refused_by_database("först när det är anmält till Ivo"):
            closing(row, world.chef)

    def test_and_measures_or_why_there_are_none(self, world):
        row = sent(world)
        response = post(world.chef, url(row, "avsluta"), conclusion="Vi är klara nu.")
        assert response.status_code == 422 and "Vi är klara nu." in text_of(response)
        with refused("no_measures"):
            closed(world, row, no_measures=" ")
        with refused_by_database("Åtgärder saknas"):
            closing(row, world.chef, no_measures=" ")
        assert stage_of(closed(world, measured(world, row))) == Stage.CLOSED

    def test_nothing_is_done_with_what_is_closed(self, world):
        row = closed(world, decided(world, "inte"))
        with refused("closed"):
            measured(world, row)
        with refused("closed"):
            named(row, world.chef, by=world.coach)
        with refused_by_database("Rapporten är avslutad."):
            row.subjects.create(user=world.chef, named_by=world.coach, named_at=clock.now())


def closing(row, user, no_measures="Inga."):
    DeviationClosing.objects.create(
        deviation=row, conclusion="x", no_measures=no_measures, closed_by=user,
        closed_at=clock.now(),
    )  # fmt: skip


class TestTheClocks:
    @pytest.mark.parametrize(
        ("bring", "days", "level"),
        [
            (reported, 0, ""), (reported, 1, "warning"), (reported, 2, "danger"),
            (received, 1, "warning"), (received, 3, "danger"),
            (appointed, 13, ""), (appointed, 14, "warning"), (investigated, 30, "danger"),
            (decided, 1, "warning"), (decided, 2, "danger"),
        ],
    )  # fmt: skip
    def test_turn_yellow_and_red_by_the_rulebook(self, world, bring, days, level):
        row = bring(world)
        with in_days(days):
            found = pace_of(row, limits())
        assert (found.days, found.level) == (days, level)

    def test_stop_when_it_is_closed(self, world):
        row = closed(world, sent(world))
        with in_days(90):
            assert pace_of(row, limits()) is None

    def test_tell_so_in_words_on_the_list(self, world):
        reported(world)
        with in_days(4):
            assert "Försenad, 4 dagar" in text_of(get(world.chef, "/avvikelser/"))
