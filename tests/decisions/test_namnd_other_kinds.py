"""The nämnd's own way to the other kinds: hänskjuts by a chef, registered by its secretary.

Where nobody has the delegation, in a matter of principle, and for what the nämnd itself decided.
KL 6 kap. 37–38 §§, G23.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases import noting
from cases.conflicts import declare
from cases.models import Case, Status
from cases.steps import next_step
from cases.tasks import name_new_chefs
from decisions import actions, changing, formal, namnd, referrals
from decisions.deciders import Delegate, delegate_for
from decisions.formal_rules import Formal
from decisions.later_rules import Why
from decisions.models import Decision, Letter, Referral
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.organisation.models import Function, User
from tests.cases.helpers import (
    as_if_committed,
    get,
    in_days,
    post,
    refused,
    refused_by_database,
    signed_in,
    text_of,
)
from tests.cases.jav import OTHER, PRIVATE
from tests.decisions.later import (
    FALSE,
    SLIP,
    by_right,
    hastened,
    heard,
    ordered,
    put_right,
    raw,
    restated,
    shorter,
    url,
    withdrawn,
)
from tests.decisions.test_decide import form_of
from tests.world import LONG, WHY

DAY = timedelta(days=1)
WRONG = Why("Vi har fått ett intyg som visar att du har rätt till stödet.", "felaktigt")
LIED = Why("Du har haft ett arbete hela tiden och berättade det inte.", FALSE)
OWN = "Nämnden har själv fattat beslutet. Bara nämnden ändrar det."
NOBODY = ("saknar_delegat", WHY)


def formal_url(case, name):
    return reverse("formal_decision", args=[case.slug, name])


def asked_of(world, old, kind="andring"):
    """The question of the decision, with the nämnd since today."""
    assert world.sekreterare
    return namnd.refer_later(old, kind, *NOBODY, by=world.chef)


def sees(user, case):
    return Case.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=case.pk).exists()


def request_of(days=20):
    """That the person has asked to end so many days from now."""
    day = clock.today()
    return day + days * DAY, Why("Du har fått arbete.", "egen_begaran", day)


class TestHanskjuta:
    @pytest.mark.parametrize("kind", ["rattelse", "andring", "upphorande"])
    def test_a_question_of_a_decision_is_with_the_namnd_and_the_journal_tells(self, world, kind):
        old = world.decided()
        referral = asked_of(world, old, kind)
        assert (referral.kind, referral.concerns) == (kind, old)
        entry = old.application.case.journal.first()
        assert (
            entry.title == f"Ärendet hänsköts till nämnden: {referral.get_kind_display().lower()}"
        )
        assert WHY in entry.text
        as_if_committed()

    @pytest.mark.parametrize(
        ("case_of", "kind"),
        [(ordered, "avvisning"), (withdrawn, "avskrivning"), (hastened, "avslag_avgorande")],
    )
    def test_so_is_a_matter_of_form(self, world, case_of, kind):
        case = case_of(world)
        referral = namnd.refer_formal(case, kind, *NOBODY, by=world.chef)
        assert (referral.kind, referral.concerns) == (kind, None)
        as_if_committed()

    def test_it_says_why(self, world):
        old, case = world.decided(), ordered(world, digits="200103042382")
        with refused("ground", "reasons"):
            namnd.refer_later(old, "andring", "", " ", by=world.chef)
        with refused("ground", "reasons"):
            namnd.refer_formal(case, "avvisning", "", " ", by=world.chef)

    def test_only_what_can_be_decided(self, world):
        case = world.started("200103042382")
        with refused("not_asked"):
            namnd.refer_formal(case, "avvisning", *NOBODY, by=world.chef)
        with refused("not_requested"):
            namnd.refer_formal(case, "avslag_avgorande", *NOBODY, by=world.chef)
        refusal = world.decided(may="avslag")
        with refused("ended"):
            decided = Case.objects.get(pk=refusal.application.case_id)
            namnd.refer_formal(decided, "avskrivning", *NOBODY, by=world.chef)
        with refused("over"):
            namnd.refer_later(refusal, "upphorande", *NOBODY, by=world.chef)
        with refused_by_database("redan avgjord"):
            raw_referral(world, refusal.application, kind="avskrivning")

    def test_only_of_the_decision_that_holds(self, world, empowered):
        old = world.decided()
        changing.correct(old, put_right(old), SLIP, by=world.chef)
        with refused("replaced"):
            namnd.refer_later(old, "andring", *NOBODY, by=world.chef)
        with refused_by_database("gäller inte längre"):
            raw_referral(world, old.application, kind="andring", concerns=old)

    def test_the_database_wants_to_know_which_decision(self, world):
        old = world.decided()
        for told in ({"kind": "andring"}, {"kind": "avskrivning", "concerns": old}):
            with refused_by_database():
                raw_referral(world, old.application, **told)

    def test_once_at_a_time(self, world):
        old = world.decided()
        asked_of(world, old)
        with refused("referred"):
            namnd.refer_later(old, "rattelse", *NOBODY, by=world.chef)

    @pytest.mark.parametrize("who", ["coach", "registrator", "chef_city"])
    def test_only_by_a_chef_of_the_unit(self, world, who):
        old, user = world.decided(), getattr(world, who)
        with refused("referrer"):
            namnd.refer_later(old, "andring", *NOBODY, by=user)
        data = {"do": "refer", "ground": "principiell", "reasons": WHY}
        assert post(user, url(old, "andra"), **data).status_code in (403, 404)
        with refused_by_database("Bara chefer hänskjuter"):
            raw_referral(world, old.application, kind="andring", concerns=old, referred_by=user)


def raw_referral(world, application, **changed):
    """A row straight into the table, past every rule in Python."""
    values = {
        "application": application,
        "ground": "annat",
        "reasons": WHY,
        "referred_by": world.chef,
        "referred_at": clock.now(),
    }
    return Referral.objects.create(**(values | changed))


class TestThePageOfAWay:
    def test_without_a_delegate_it_says_so_and_offers_to_hanskjuta(self, world):
        old = world.decided()
        page = text_of(get(world.chef, url(old, "andra")))
        assert "Ingen har delegation i dag" in page and "Fatta beslut</button>" not in page
        assert 'value="saknar_delegat" id="hanskjut_ground_1" checked' in page
        data = {"do": "refer", "ground": "saknar_delegat", "reasons": WHY}
        assert post(world.chef, url(old, "andra"), **data).status_code == 302
        assert Referral.objects.open().get().concerns == old

    def test_so_does_the_page_of_a_matter_of_form(self, world):
        case = ordered(world)
        page = text_of(get(world.chef, formal_url(case, "avvisa")))
        assert "Ingen har delegation i dag" in page
        data = {"do": "refer", "ground": "saknar_delegat", "reasons": WHY}
        assert post(world.chef, formal_url(case, "avvisa"), **data).status_code == 302
        assert Referral.objects.open().get().kind == "avvisning"

    def test_a_matter_of_principle_is_hanskjutet_by_the_one_who_could_decide(
        self, world, empowered
    ):
        old = world.decided()
        page = text_of(get(world.chef, url(old, "andra")))
        assert "Fatta beslut</button>" in page and "Hänskjut till nämnden</button>" in page
        answer = post(world.chef, url(old, "andra"), do="refer", reasons=WHY)
        assert answer.status_code == 422 and "Ange varför nämnden ska besluta." in text_of(answer)
        assert WHY in text_of(answer) and "Fatta beslut</button>" in text_of(answer)

    def test_the_decision_leads_there_and_says_what_the_namnd_has(self, world):
        old = world.decided()
        where = reverse("decision", args=[old.application.case.slug])
        assert "Ändra beslutet: hänskjut till nämnden" in text_of(get(world.chef, where))
        assert "hänskjut till nämnden" not in text_of(get(world.coach, where))
        asked_of(world, old)
        page = text_of(get(world.chef, where))
        assert "Vad frågan gäller" in page and f"Ändring, beslut {old.number}" in page

    def test_who_lacks_the_delegation_that_a_colleague_has_is_not_led_there(self, world, empowered):
        old = world.decided()
        world.bitr  # noqa: B018 - employed
        where = reverse("decision", args=[old.application.case.slug])
        assert "hänskjut till nämnden" not in text_of(get(world.chef, where))

    def test_a_coach_is_still_refused(self, world):
        assert get(world.coach, url(world.decided(), "andra")).status_code == 403


class TestWhileTheNamndHasIt:
    def test_no_delegate_decides_it(self, world, empowered):
        old = world.decided()
        asked_of(world, old)
        with refused("referred"):
            changing.change_decision(old, by_right(old), WRONG, by=world.chef)
        answer = post(world.chef, url(old, "andra"), **form_of(by_right(old)))
        assert answer.status_code == 409 and "Nämnden beslutar." in text_of(answer)
        assert get(world.chef, url(old, "andra")).status_code == 409
        with refused_by_database("hänskjutet till nämnden"):
            raw_change(world, old)

    def test_nor_a_matter_of_form(self, world, empowered):
        case = ordered(world)
        namnd.refer_formal(case, "avvisning", *NOBODY, by=world.chef)
        with refused("referred"):
            formal.dismiss(case, LONG, by=world.chef)
        with refused_by_database("hänskjutet till nämnden"):
            ruled = [("formell", "avvisning", {"outcome": "avvisas", "reasons": LONG})]
            raw(world, case.application, "avvisning", rulings=ruled)

    def test_what_is_under_investigation_goes_on_and_goes_back_to_the_coach(self, world):
        with in_days(-220):
            case = world.proposed()
        noting.hasten(case, clock.today(), True, by=case.coach)
        namnd.refer_formal(case, "avslag_avgorande", *NOBODY, by=world.chef)
        back = actions.return_to_coach(case, "Skriv mer.", by=world.chef)
        assert back.status == Status.UTREDS

    def test_a_withdrawal_overtakes_it_but_not_the_avskrivning(self, world, empowered):
        case = ordered(world)
        namnd.refer_formal(case, "avvisning", *NOBODY, by=world.chef)
        noting.withdraw(case, clock.today(), "telefon", "den sökande", by=case.coach)
        assert not Referral.objects.open().exists() and not sees(world.sekreterare, case)
        case = Case.objects.get(pk=case.pk)
        namnd.refer_formal(case, "avskrivning", *NOBODY, by=world.chef)
        assert Referral.objects.open().get().kind == "avskrivning"
        assert sees(world.sekreterare, case)

    def test_it_is_on_the_secretarys_list_also_when_the_case_is_closed(self, world):
        case = withdrawn(world)
        assert case.status == Status.AVSLUTAD
        namnd.refer_formal(case, "avskrivning", *NOBODY, by=world.chef)
        case = Case.objects.get(pk=case.pk)
        page = text_of(get(world.sekreterare, "/?flik=namnden"))
        assert case.number in page and "Registrera nämndens beslut" in page
        step = next_step(case, world.sekreterare)
        assert step.mine
        assert get(world.sekreterare, step.url).url == formal_url(case, "avskriv")

    def test_a_protected_persons_case_names_the_secretary_while_the_namnd_has_it(self, world):
        assert world.chef  # employed, and so named
        old = world.decided(protection="skyddad_folkbokforing")
        case = old.application.case
        assert world.sekreterare and not sees(world.sekreterare, case)
        referral = asked_of(world, old)
        assert sees(world.sekreterare, case)
        referrals.hand_back(referral, world.minutes(), "", by=world.sekreterare)
        assert not sees(world.sekreterare, case)

    def test_one_who_is_new_is_named_at_night_also_on_a_closed_case(self, world):
        assert world.chef  # employed, and so named
        case = withdrawn(world, protection="skyddad_folkbokforing")
        namnd.refer_formal(case, "avskrivning", *NOBODY, by=world.chef)
        later = world.staff("vikarie", Function.NAMNDSEKRETERARE, "Arbetsmarknadsförvaltningen")
        name_new_chefs()
        assert sees(later, case)


def raw_change(world, old, **changed):
    """An ändring by the delegate straight into the tables."""
    gives = {"outcome": "bifall", "circumstances": LONG, "reasons": LONG}
    rows = restated(old, right=gives | period_of(old))
    rows = [row for row in rows if row[0] == "ratt"]
    told = {"ground": "felaktigt", "changes": old, "riktlinje": old.riktlinje}
    return raw(world, old.application, "andring", rulings=rows, amended={}, **(told | changed))


def period_of(old):
    return {"period_from": old.granted.period_from, "period_to": old.granted.period_to}


class TestWhatTheNamndDecides:
    def test_an_andring(self, world):
        old = world.decided()
        made = changing.change(old, by_right(old), WRONG)
        new = namnd.decide(asked_of(world, old), made, world.minutes(), by=world.sekreterare)
        assert new.by_namnd and (new.kind, new.changes) == ("andring", old)
        assert (new.dnr, new.paragraph) == ("AMF 2026/88", "12")
        assert Decision.objects.in_force().get() == new
        assert not Referral.objects.open().exists()
        entry = old.application.case.journal.first()
        assert entry.title.endswith("av nämnden") and entry.author == world.sekreterare
        as_if_committed()

    def test_an_andring_for_the_worse_after_underlag_that_the_unit_sent(self, world):
        with in_days(-12):
            old = world.decided()
        heard(world, old)
        made = changing.change(old, shorter(old), LIED)
        new = namnd.decide(asked_of(world, old), made, world.minutes(), by=world.sekreterare)
        assert new.amendment.adverse and new.presented_by == world.coach
        as_if_committed()

    def test_and_not_before_the_person_is_heard(self, world):
        old = world.decided()
        with refused("unheard"):
            made = changing.change(old, shorter(old), LIED)
            namnd.decide(asked_of(world, old), made, world.minutes(), by=world.sekreterare)

    def test_a_rattelse_and_an_avslut_i_fortid(self, world):
        old = world.decided()
        made = changing.correction(put_right(old), SLIP)
        new = namnd.decide(
            asked_of(world, old, "rattelse"), made, world.minutes(), by=world.sekreterare
        )
        made = changing.ending(new, *request_of())
        last = namnd.decide(
            asked_of(world, new, "upphorande"), made, world.minutes(), by=world.sekreterare
        )
        assert (last.kind, last.granted.period_to) == ("upphorande", clock.today() + 20 * DAY)
        as_if_committed()

    @pytest.mark.parametrize(
        ("case_of", "kind", "ground", "status"),
        [
            (ordered, "avvisning", "", Status.BESLUTAD),
            (withdrawn, "avskrivning", "aterkallad", Status.BESLUTAD),
            (hastened, "avslag_avgorande", "", Status.UTREDS),
        ],
    )
    def test_a_matter_of_form(self, world, case_of, kind, ground, status):
        case = case_of(world)
        assert world.sekreterare
        referral = namnd.refer_formal(case, kind, *NOBODY, by=world.chef)
        made = Formal(kind, LONG, ground)
        decision = namnd.decide(referral, made, world.minutes(), by=world.sekreterare)
        assert decision.by_namnd and decision.rulings.get().basis == "formell"
        assert Case.objects.get().status == status
        as_if_committed()

    def test_the_meeting_is_from_the_hanskjutande_to_today_and_has_dnr_and_paragraph(self, world):
        old = world.decided()
        referral, made = asked_of(world, old), changing.change(old, by_right(old), WRONG)
        for lacking in ({"meeting_on": clock.today() - DAY}, {"meeting_on": clock.today() + DAY}):
            with refused("meeting_on"):
                namnd.decide(referral, made, world.minutes(**lacking), by=world.sekreterare)
        with refused("dnr", "paragraph"):
            minutes = world.minutes(dnr="", paragraph="")
            namnd.decide(referral, made, minutes, by=world.sekreterare)

    def test_the_reply_time_had_passed_on_the_meetings_day(self, world):
        case = ordered(world, days=9)
        assert world.sekreterare
        with in_days(1):
            referral = namnd.refer_formal(case, "avvisning", *NOBODY, by=world.chef)
        with in_days(2):
            made = Formal("avvisning", LONG)
            namnd.decide(
                referral, made, world.minutes(meeting_on=referral.referred_on), by=world.sekreterare
            )

    @pytest.mark.parametrize("who", ["chef", "coach", "registrator", "granskare"])
    def test_only_the_secretary_registers_it(self, world, who):
        old, user = world.decided(), getattr(world, who)
        referral, made = asked_of(world, old), changing.change(old, by_right(old), WRONG)
        with refused("not_secretary"):
            namnd.decide(referral, made, world.minutes(), by=user)
        with refused("not_secretary"):
            namnd.preview(referral, made, world.minutes(), by=user)

    def test_the_database_knows_no_decision_of_the_namnd_that_was_not_hanskjuten(
        self, world, empowered
    ):
        old = world.decided()
        with refused_by_database("bara det som har hänskjutits"):
            raw_change(world, old, **by_the_namnd(world))
        asked_of(world, old, "rattelse")
        with refused_by_database("bara det som har hänskjutits"):
            raw_change(world, old, **by_the_namnd(world))

    def test_nor_one_that_answers_no_hanskjutande(self, world, empowered):
        old = world.decided()
        asked_of(world, old)
        with refused_by_database("besvarar inget hänskjutande"):
            raw_change(world, old, **by_the_namnd(world))

    def test_nor_an_answer_of_another_kind_than_was_asked_for(self, world):
        old = world.decided_by_namnd()
        referral = asked_of(world, old)
        with refused_by_database("inte nämndens i det hänskjutna ärendet"):
            referrals.answer(referral, old, by=world.sekreterare)

    def test_who_sees_the_case_until_its_letter_has_gone(self, world):
        old = world.running()
        found = Decision.objects.get(application__case=old)
        made = changing.change(found, by_right(found), WRONG)
        new = namnd.decide(asked_of(world, found), made, world.minutes(), by=world.sekreterare)
        assert sees(world.sekreterare, old)
        dispatch(new, "brev", clock.today(), by=world.registrator)
        assert not sees(world.sekreterare, old)

    def test_a_protected_persons_request_that_is_refused_leaves_the_secretarys_sight(self, world):
        assert world.chef  # employed, and so named
        case = hastened(world, protection="skyddad_folkbokforing")
        assert world.sekreterare
        referral = namnd.refer_formal(case, "avslag_avgorande", *NOBODY, by=world.chef)
        made = Formal("avslag_avgorande", LONG)
        namnd.decide(referral, made, world.minutes(), by=world.sekreterare)
        assert not sees(world.sekreterare, case)


def by_the_namnd(world):
    """Columns of a decision that the nämnd has taken."""
    nobody = {"decided_by": None, "decider_title": "", "appointment": None}
    nobody |= {"delegation_id": None, "chain": ""}
    return nobody | {"dnr": "AMF 2026/88", "paragraph": "12", "registered_by": world.sekreterare}


class TestTheSecretarysPage:
    def form(self, old, **changed):
        told = form_of(by_right(old)) | {
            "ground": "felaktigt",
            "explanation": WRONG.explanation,
            "adverse": "nej",
            "meeting_on": clock.today(),
            "dnr": "AMF 2026/88",
            "paragraph": "§ 12",
        }
        return told | changed

    def test_is_the_form_of_the_delegate_with_the_meeting_before(self, world):
        old = world.decided()
        asked_of(world, old)
        page = text_of(get(world.sekreterare, url(old, "andra")))
        assert page.index("Nämndens sammanträde") < page.index("Varför beslutet ändras")
        assert "Registrera nämndens beslut</button>" in page and "jävig" not in page
        assert WHY in page

    def test_previews_and_registers_the_same_letter(self, world):
        old = world.decided()
        asked_of(world, old)
        client = signed_in(world.sekreterare)
        answer = client.post(url(old, "andra"), self.form(old, do="preview"))
        assert "Registrera nämndens beslut</button>" in text_of(client.get(answer.url))
        shown = answer.url.rpartition("brev=")[2]
        answer = client.post(url(old, "andra"), self.form(old, do="decide"))
        assert answer.status_code == 302
        new = Decision.objects.get(kind="andring")
        assert Letter.objects.get(decision=new).sha256 == shown
        assert "Hänskjutet till nämnden" in text_of(client.get(answer.url))

    def test_says_what_is_missing_and_keeps_the_rest(self, world):
        old = world.decided()
        asked_of(world, old)
        answer = post(world.sekreterare, url(old, "andra"), **self.form(old, dnr=""))
        assert answer.status_code == 422
        assert "Ange diarienumret." in text_of(answer) and WRONG.explanation in text_of(answer)

    def test_of_a_matter_of_form_leads_to_the_list_when_the_case_is_out_of_sight(self, world):
        case = hastened(world)
        assert world.sekreterare
        namnd.refer_formal(case, "avslag_avgorande", *NOBODY, by=world.chef)
        told = {"reasons": LONG, "meeting_on": clock.today(), "dnr": "AMF 1", "paragraph": "3"}
        answer = post(world.sekreterare, formal_url(case, "avgors-inte"), do="decide", **told)
        assert (answer.status_code, answer.url) == (302, reverse("worklist"))

    def test_what_the_namnd_hands_back_a_delegate_decides(self, world, empowered):
        old = world.decided()
        asked_of(world, old)
        where = reverse("hand_back", args=[old.application.case.slug])
        assert "Lämna tillbaka" in text_of(get(world.sekreterare, where))
        assert get(world.chef, where).status_code == 403
        minutes = {"meeting_on": clock.today(), "dnr": "AMF 2026/88", "paragraph": "12"}
        assert post(world.sekreterare, where, **(minutes | {"dnr": ""})).status_code == 422
        answer = post(world.sekreterare, where, **minutes)
        assert (answer.status_code, answer.url) == (302, reverse("worklist"))
        changing.change_decision(old, by_right(old), WRONG, by=world.chef)
        as_if_committed()


class TestWhatTheNamndItselfDecided:
    """Only the nämnd corrects or changes it; the person's own wish to end a delegate may meet."""

    pytestmark = pytest.mark.usefixtures("empowered")

    def test_is_neither_corrected_nor_changed_by_a_delegate(self, world):
        old = world.decided_by_namnd()
        with refused("the_namnds") as rules:
            changing.correct(old, put_right(old), SLIP, by=world.chef)
        assert rules[0].sentence.startswith(OWN)
        with refused("the_namnds"):
            changing.change_decision(old, by_right(old), WRONG, by=world.chef)
        answer = post(world.chef, url(old, "andra"), **form_of(by_right(old)))
        assert answer.status_code == 403 and OWN in text_of(answer)

    def test_the_page_offers_to_hanskjuta_it(self, world):
        old = world.decided_by_namnd()
        page = text_of(get(world.chef, url(old, "ratta")))
        assert OWN in page and "Fatta beslut</button>" not in page
        assert "Nämnden har själv fattat beslutet.</textarea>" in page
        where = reverse("decision", args=[old.application.case.slug])
        assert "Rätta beslutet: hänskjut till nämnden" in text_of(get(world.chef, where))

    @pytest.mark.parametrize("kind", ["rattelse", "andring"])
    def test_the_database_refuses(self, world, kind):
        old = world.decided_by_namnd()
        ground = {"ground": "felaktigt" if kind == "andring" else ""}
        told = {"changes": old, "riktlinje": old.riktlinje} | ground
        with refused_by_database("Bara nämnden ändrar det"):
            raw(world, old.application, kind, rulings=restated(old), amended={}, **told)

    def test_is_ended_against_the_persons_will_only_by_the_namnd(self, world):
        with in_days(-12):
            old = world.decided_by_namnd()
        hearing = heard(world, old, ground="sakerhet")
        world.clear(old.application.case, world.chef)
        unsafe = Why("Du har hotat en deltagare.", "sakerhet")
        with refused("the_namnds"):
            changing.end_early(old, clock.today() + DAY, unsafe, by=world.chef)
        sooner = {"may": {"period_to": clock.today() + DAY}}
        with refused_by_database("Bara nämnden ändrar det"):
            raw(
                world,
                old.application,
                "upphorande",
                rulings=restated(old, **sooner),
                amended={"adverse": True, "hearing": hearing},
                changes=old,
                riktlinje=old.riktlinje,
                ground="sakerhet",
            )

    def test_is_ended_by_a_delegate_at_the_persons_own_request(self, world):
        old = world.decided_by_namnd()
        world.clear(old.application.case, world.chef)
        new = changing.end_early(old, *request_of(), by=world.chef)
        assert new.decided_by == world.chef
        as_if_committed()
        with refused("the_namnds"):  # what is left is still the nämnd's
            changing.correct(new, put_right(new), SLIP, by=world.chef)
        told = {"changes": new, "riktlinje": new.riktlinje}
        with refused_by_database("Bara nämnden ändrar det"):
            raw(world, new.application, "rattelse", rulings=restated(new), amended={}, **told)

    def test_a_decision_of_a_delegate_that_the_namnd_has_changed_is_the_namnds(self, world):
        old = world.decided()
        made = changing.change(old, by_right(old), WRONG)
        new = namnd.decide(asked_of(world, old), made, world.minutes(), by=world.sekreterare)
        with refused("the_namnds"):
            changing.correct(new, put_right(new), SLIP, by=world.chef)

    def test_a_delegates_own_is_still_the_delegates(self, world):
        old = world.decided()
        assert isinstance(delegate_for(old.application.case, world.chef, "rattelse"), Delegate)
        assert changing.correct(old, put_right(old), SLIP, by=world.chef).decided_by == world.chef


def test_who_sent_the_underlag_was_not_javig(world, empowered):
    with in_days(-12):
        old = world.decided()
    heard(world, old)
    declare(old.application.case, world.coach, OTHER, PRIVATE, by=world.coach)
    with refused("barred_hearer"):
        changing.change_decision(old, shorter(old), LIED, by=world.chef)
