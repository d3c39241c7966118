"""Nämndens beslut: registered by the nämndsekreterare, with rulings and letter as any decision."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.models import Case, Investigation, LetterPreview, Status
from decisions import letters, referrals
from decisions.content import letter_content
from decisions.deciders import Namnd
from decisions.models import Decision, Letter, Referral
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.organisation.models import User
from tests.cases.helpers import (
    as_if_committed,
    get,
    in_days,
    refused,
    refused_by_database,
    signed_in,
    text_of,
)
from tests.decisions.test_decide import form_of, raw_decision
from tests.world import LONG

DAY = timedelta(days=1)


def decide(world, case, rulings=None, *, by=None, **minutes):
    return referrals.decide_by_namnd(
        Referral.objects.of(case).first(),
        rulings or world.rulings(),
        world.minutes(**minutes),
        by=by or world.sekreterare,
    )


def raw_namnd_decision(world, case, **changed):
    """A row of the nämnd's straight into the table, past every rule in Python."""
    nobody = {"decided_by": None, "decider_title": "", "appointment": None}
    nobody |= {"delegation_id": None, "chain": ""}
    minutes = {"dnr": "AMF 2026/88", "paragraph": "12", "registered_by": world.sekreterare}
    return raw_decision(case, world.chef, **(nobody | minutes | changed))


def form(world, **changed):
    minutes = {"meeting_on": clock.today(), "dnr": "AMF 2026/88", "paragraph": "§ 12"}
    return form_of(world.rulings()) | minutes | changed


def url(case, name="namnd_decision"):
    return reverse(name, args=[case.slug])


class TestWhatItIs:
    def test_the_namnd_has_decided_and_no_person(self, world):
        decision = world.decided_by_namnd()
        assert decision.by_namnd
        assert (decision.decided_by, decision.appointment, decision.delegation) == (None,) * 3
        assert (decision.dnr, decision.paragraph) == ("AMF 2026/88", "12")
        assert decision.registered_by == world.sekreterare
        assert decision.presented_by == world.coach
        assert decision.rests_on == (
            f"Beslutat av arbetsmarknadsnämnden {clock.today()}, § 12, dnr AMF 2026/88"
        )
        as_if_committed()

    def test_it_has_rulings_and_a_letter_and_the_case_is_decided(self, world):
        decision = world.decided_by_namnd()
        assert [(r.basis, r.outcome) for r in decision.rulings.all()] == [
            ("ratt", "avslag"),
            ("befogenhet", "bifall"),
        ]
        assert decision.letter.pages >= 2
        case = decision.application.case
        case.refresh_from_db()
        assert case.status == Status.BESLUTAD
        assert decision.answers.referral.application == decision.application

    def test_the_journal_tells_of_the_meetings_day(self, world):
        case = world.referred()
        held = clock.today()
        with in_days(2):
            decision = decide(world, case, meeting_on=held)
        entry = case.journal.first()
        assert entry.title == f"Beslut {decision.number} fattades av nämnden"
        assert (entry.event_on, entry.author) == (held, world.sekreterare)
        assert "§ 12" in entry.text

    def test_it_is_numbered_among_the_years_decisions(self, world):
        world.decided("200103042382")
        assert world.decided_by_namnd().number == f"{clock.today().year}:2"

    def test_the_letter_is_sent_as_any_other(self, world):
        decision = world.decided_by_namnd()
        dispatch(decision, "brev", clock.today(), by=world.registrator)
        case = Case.objects.get(pk=decision.application.case_id)
        assert case.status == Status.PAGAR


class TestTheMeeting:
    def test_it_has_day_dnr_and_paragraph(self, world):
        case = world.referred()
        with refused("meeting_on", "dnr", "paragraph"):
            decide(world, case, meeting_on=None, dnr="", paragraph=" ")
        for lacking in ({"dnr": ""}, {"paragraph": " "}, {"registered_by": None}):
            with refused_by_database("delegate_or_namnd_decides"):
                raw_namnd_decision(world, case, **lacking)

    def test_it_was_not_before_the_hanskjutande(self, world):
        with in_days(-3):
            case = world.proposed()
            assert world.sekreterare
        referrals.refer(case, "principiell", LONG, by=world.chef)
        with refused("meeting_on"):
            decide(world, case, meeting_on=clock.today() - DAY)
        with pytest.raises(IntegrityError, match="inte före hänskjutandet"):
            raw_namnd_decision(world, case, decided_on=clock.today() - DAY)

    def test_it_is_not_in_the_future(self, world):
        case = world.referred()
        with refused("meeting_on"):
            decide(world, case, meeting_on=clock.today() + DAY)
        with pytest.raises(IntegrityError, match="daterat efter att det skrevs"):
            raw_namnd_decision(world, case, decided_on=clock.today() + DAY)

    def test_the_law_is_that_of_the_meetings_day(self, world):
        with time_machine.travel("2025-06-26 09:00+02:00", tick=False):
            case = world.referred()
        with time_machine.travel("2025-07-03 09:00+02:00", tick=False):
            period = (date(2025, 7, 1), date(2025, 12, 31))
            rulings = world.rulings(period=period)
            decision = decide(world, case, rulings, meeting_on=date(2025, 6, 30))
        assert decision.decided_on == date(2025, 6, 30)
        assert decision.rulings.first().lagrum == "4 kap. 1 § socialtjänstlagen (2001:453)"

    def test_the_period_may_begin_on_the_meetings_day_and_not_before(self, world):
        case = world.referred()
        held = clock.today() + DAY
        with in_days(3):
            with refused("period_past") as rules:
                decide(world, case, world.rulings(period=(held - DAY, held)), meeting_on=held)
            assert rules[0].sentence == f"Perioden kan inte börja före beslutsdagen {held}."
            decide(world, case, world.rulings(period=(held, held + DAY)), meeting_on=held)


class TestWhatItMustSay:
    """All that holds for a delegate's decision holds for the nämnd's."""

    def test_the_right_is_tried_first(self, world):
        with refused("right_first"):
            decide(world, world.referred(), world.rulings("", "bifall"))

    def test_a_refusal_is_reasoned(self, world):
        case, empty = world.referred(), world.rulings(circumstances="", reasons="")
        with refused("circumstances", "reasons", "reasons"):
            decide(world, case, empty)

    def test_no_refusal_before_the_person_has_had_the_basis(self, world):
        with refused("communication"):
            decide(world, world.referred(), world.rulings("avslag", "avslag"))

    def test_the_database_wants_it_whole(self, world):
        case = world.referred()
        with transaction.atomic():
            raw_namnd_decision(world, case)
            with pytest.raises(IntegrityError, match="saknar prövning av rätten"):
                as_if_committed()
            transaction.set_rollback(True)

    def test_the_database_wants_the_hanskjutande_answered(self, world, monkeypatch):
        case = world.referred()
        monkeypatch.setattr(referrals.ReferralAnswer.objects, "create", lambda **_: None)
        with refused_by_database("besvarar inget hänskjutande"):
            decide(world, case)


class TestWhoRegisters:
    @pytest.mark.parametrize("who", ["coach", "chef", "registrator", "forvaltningschef"])
    def test_only_the_namndsekreterare(self, world, who):
        case, user = world.referred(), getattr(world, who)
        with refused("not_secretary"):
            decide(world, case, by=user)
        with pytest.raises(IntegrityError, match="Bara nämndsekreteraren"):
            raw_namnd_decision(world, case, registered_by=user)
        client = signed_in(user)
        assert client.get(url(case)).status_code in (403, 404)
        assert client.post(url(case), form(world)).status_code in (403, 404)
        assert not Decision.objects.exists()

    def test_the_namnd_decides_only_what_is_referred(self, world):
        case = world.proposed()
        with pytest.raises(IntegrityError, match="bara det som har hänskjutits"):
            raw_namnd_decision(world, case)
        assert get(world.sekreterare, url(case)).status_code == 404

    def test_the_namnd_does_not_decide_what_it_has_handed_back(self, world):
        case = world.referred()
        referral = Referral.objects.of(case).get()
        referrals.hand_back(referral, world.minutes(), "", by=world.sekreterare)
        with refused("answered"):
            decide(world, case)
        with pytest.raises(IntegrityError, match="bara det som har hänskjutits"):
            raw_namnd_decision(world, case)

    @pytest.mark.parametrize("half", ["decided_by", "chain", "dnr"])
    def test_a_decision_is_either_the_delegates_or_the_namnds(self, world, half):
        case = world.proposed() if half == "dnr" else world.referred()
        with pytest.raises(IntegrityError, match="delegate_or_namnd_decides"):
            if half == "dnr":
                raw_decision(case, world.chef, dnr="AMF 2026/88")
            elif half == "chain":
                raw_namnd_decision(world, case, chain="en kedja")
            else:
                raw_decision(case, world.chef, decided_by=None, decider_title="")

    def test_it_is_registered_once(self, world):
        decision = world.decided_by_namnd()
        case = decision.application.case
        with refused("answered"):
            decide(world, case)
        again = signed_in(world.sekreterare).post(url(case), form(world))
        assert again.status_code == 409
        assert LONG[:40] in text_of(again)


class TestThePage:
    def test_the_basis_stands_to_the_left_and_the_proposal_in_the_fields(self, world):
        page = text_of(get(world.sekreterare, url(world.referred())))
        assert "Underlag" in page and "Hänskjutet till nämnden" in page
        assert "Registrera nämndens beslut</button>" in page
        assert page.index("Sammanträdesdag") < page.index("Prövning 11 kap. 1 § SoL")
        assert page.count(LONG[:40]) > 4

    def test_from_preview_to_decision_nothing_is_typed_again(self, world):
        case = world.referred()
        client = signed_in(world.sekreterare)
        shown = client.get(client.post(url(case), form(world, do="preview")).url)
        assert "Registrera nämndens beslut</button>" in text_of(shown)
        assert "Du beslutar med stöd av" not in text_of(shown)
        fields = dict(shown.context["fields"]) | {"do": "decide"}
        done = client.post(shown.context["form_url"], fields, follow=True)
        assert "Beslutat av arbetsmarknadsnämnden" in text_of(done)
        assert Letter.objects.get().sha256 == shown.context["preview"].sha256
        assert not LetterPreview.objects.exists()
        assert not world.sekreterare.drafts.exists()

    def test_what_is_missing_is_said_at_its_field_and_the_text_stays(self, world):
        case = world.referred()
        answer = signed_in(world.sekreterare).post(url(case), form(world, paragraph=""))
        assert answer.status_code == 422
        page = text_of(answer)
        assert "Ange paragrafen i protokollet." in page
        assert LONG[:40] in page and "AMF 2026/88" in page
        assert not Decision.objects.exists()

    def test_the_decision_page_names_the_namnd_in_place_of_delegate_and_chain(self, world):
        decision = world.decided_by_namnd()
        page = text_of(get(world.chef, url(decision.application.case, "decision")))
        told = f"Beslutat av arbetsmarknadsnämnden {clock.today()}, § 12, dnr AMF 2026/88"
        assert told in page
        assert "Delegation</h2>" not in page and "None" not in page

    def test_the_secretary_sees_it_until_it_is_sent_and_no_longer(self, world):
        decision = world.decided_by_namnd()
        case = decision.application.case
        assert get(world.sekreterare, url(case, "decision")).status_code == 200
        dispatch(decision, "brev", clock.today(), by=world.registrator)
        assert get(world.sekreterare, url(case, "decision")).status_code == 404

    def test_a_protected_persons_too(self, world):
        decision = world.decided_by_namnd(protection="skyddad_folkbokforing")
        case = decision.application.case
        assert get(world.sekreterare, url(case, "decision")).status_code == 200
        dispatch(decision, "formedling", clock.today(), by=world.registrator)
        assert not Case.objects.visible_to(User.objects.get(pk=world.sekreterare.pk)).exists()

    def test_another_decision_of_a_delegate_is_not_theirs_to_see(self, world):
        case = world.decided().application.case
        assert get(world.sekreterare, url(case, "decision")).status_code == 404


class TestTheLetter:
    def words(self, world, right="avslag", may="bifall"):
        case = world.referred()
        investigation = Investigation.objects.of(case)
        decider = Namnd(world.minutes(meeting_on=date(2026, 3, 17)), world.sekreterare)
        rulings = world.rulings(right, may)
        source = letters.html(letter_content(investigation, rulings, decider))
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", source)))

    def test_the_namnd_has_decided_at_its_meeting(self, world):
        words = self.words(world)
        assert (
            "Arbetsmarknadsnämnden har själv beslutat i ditt ärende (sammanträde den 17 mars "
            "2026, § 12)." in words
        )

    def test_it_is_signed_by_no_delegate(self, world):
        words = self.words(world)
        assert (
            "Beslutet är fattat den 17 mars 2026 av arbetsmarknadsnämnden. Vilka som deltog står i "
            "nämndens protokoll, § 12, diarienummer AMF 2026/88." in words
        )
        assert "vägnar" not in words and "enhetschef" not in words
        assert str(world.sekreterare) not in words

    def test_it_cites_no_delegation(self, world):
        assert "låta chefer fatta beslut" not in self.words(world)

    def test_the_ways_to_appeal_speak_of_the_meeting_that_decided(self, world):
        words = self.words(world)
        assert "Beslutet fattades på ett möte i arbetsmarknadsnämnden." in words
        assert "Beslutet anmäls på ett möte" not in words
        assert words.count("beslut den 17 mars 2026, § 12.") == 2
