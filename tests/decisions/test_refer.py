"""Hänskjut till nämnden: by whom, when and why; and that nobody decides by delegation then."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.models import Case, Status
from cases.steps import next_step
from decisions import actions, referrals
from decisions.models import Decision, Referral
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import Delegation, Function, User
from tests.cases.helpers import (
    get,
    parallel,
    post,
    refused,
    refused_by_database,
    signed_in,
    sql,
    text_of,
)
from tests.decisions.test_decide import form_of, raw_decision
from tests.world import WHY


def refer(world, case, *, by, ground="principiell", reasons=WHY):
    return referrals.refer(case, ground, reasons, by=by)


def url(name, case):
    return reverse(name, args=[case.slug])


def raw_referral(case, by, **changed):
    """A row straight into the table, past every rule in Python."""
    values = {
        "application": case.applications.get(),
        "ground": "principiell",
        "reasons": WHY,
        "referred_by": by,
        "referred_at": clock.now(),
    }
    return Referral.objects.create(**(values | changed))


class TestWhatItIs:
    def test_it_says_why_by_whom_and_when_and_so_does_the_journal(self, world):
        referral = refer(world, world.proposed(), by=world.chef)
        assert referral.get_ground_display() == "Principiell beskaffenhet eller större vikt"
        assert (referral.reasons, referral.referred_by) == (WHY, world.chef)
        assert referral.referred_on == clock.today()
        entry = referral.application.case.journal.first()
        assert entry.title == "Ärendet hänsköts till nämnden"
        assert WHY in entry.text and entry.author == world.chef

    def test_the_case_still_waits_for_decision_and_its_deadline_stands(self, world):
        case = world.proposed()
        before = case.due_on
        refer(world, case, by=world.chef)
        case.refresh_from_db()
        assert (case.status, case.due_on) == (Status.VANTAR, before)

    def test_it_needs_a_ground_and_reasons(self, world):
        case = world.proposed()
        with refused("ground", "reasons"):
            refer(world, case, by=world.chef, ground="", reasons=" \n")
        with refused("ground"):
            refer(world, case, by=world.chef, ground="brådska")
        with refused_by_database("referral_says_why"):
            raw_referral(case, world.chef, reasons=" ")
        with refused_by_database("referral_says_why"):
            raw_referral(case, world.chef, ground="brådska")

    def test_only_what_waits_for_decision_is_referred(self, world):
        case = world.investigated()
        with refused("status"):
            refer(world, case, by=world.chef)
        with refused_by_database("väntar inte på beslut"):
            raw_referral(case, world.chef)

    def test_a_case_is_referred_once_at_a_time(self, world):
        case = world.referred()
        with refused("referred"):
            refer(world, case, by=world.bitr)
        with refused_by_database("redan hänskjutet"):
            raw_referral(case, world.bitr)


class TestWhoRefers:
    @pytest.mark.parametrize("who", ["coach", "chef_city", "registrator", "sekreterare"])
    def test_only_chefs_of_the_unit(self, world, who):
        case, user = world.proposed(), getattr(world, who)
        with refused("referrer"):
            refer(world, case, by=user)
        with refused_by_database("Bara chefer hänskjuter"):
            raw_referral(case, user)
        data = {"ground": "principiell", "reasons": WHY}
        assert post(user, url("refer", case), **data).status_code in (403, 404)
        assert not Referral.objects.exists()

    def test_a_chef_who_has_investigated_and_so_cannot_decide_can_refer(self, world):
        case = world.proposed()
        world.appoint(world.coach, Function.ENHETSCHEF, "Farsta", since=clock.today())
        assert refer(world, case, by=world.coach).referred_by == world.coach

    def test_the_forvaltningschef_refers_a_case_that_names_them_and_no_other(self, world):
        from guardian.shortcuts import assign_perm

        case, boss = world.proposed(), world.forvaltningschef
        with refused("referrer"):
            refer(world, case, by=boss)
        assign_perm("open_case", boss, case)
        boss = User.objects.get(pk=boss.pk)
        page = text_of(get(boss, url("decide", case)))
        assert "Hänskjut till nämnden</button>" in page
        assert post(boss, url("refer", case), ground="annat", reasons=WHY).status_code == 302
        assert Referral.objects.get().referred_by == boss

    def test_when_nobody_has_delegation_the_page_says_so_and_a_chef_can_refer(self, world):
        case = world.proposed()
        world.forvaltningschef  # noqa: B018 - employed, and so a delegate of the nämnd's
        for row in Delegation.objects.filter(namnd_decision__isnull=False):
            row.valid_to = row.valid_from
            row.save()
        page = text_of(get(world.chef, url("decide", case)))
        assert "Ingen har delegation i dag" in page
        assert "Fatta beslut</button>" not in page
        assert 'value="saknar_delegat" id="hanskjut_ground_1" checked' in page
        refer(world, case, by=world.chef, ground="saknar_delegat")
        assert Referral.objects.get().ground == "saknar_delegat"

    def test_while_somebody_has_delegation_the_page_does_not_say_so(self, world):
        case = world.proposed()
        assert "Ingen har delegation i dag" not in text_of(get(world.chef, url("decide", case)))


class TestThePage:
    def test_the_form_stands_quietly_beside_and_keeps_its_draft(self, world):
        case = world.proposed()
        client = signed_in(world.chef)
        page = text_of(client.get(url("decide", case)))
        assert "Nämnden ska själv besluta när ärendet är av principiell beskaffenhet" in page
        client.post(reverse("draft", args=[case.slug, "hanskjut"]), {"reasons": "Halvfärdigt"})
        assert "Halvfärdigt" in text_of(client.get(url("decide", case)))

    def test_from_the_page_it_is_done_and_the_draft_is_gone(self, world):
        case = world.proposed()
        client = signed_in(world.chef)
        client.post(reverse("draft", args=[case.slug, "hanskjut"]), {"reasons": "Halvfärdigt"})
        data = {"ground": "principiell", "reasons": WHY}
        assert client.post(url("refer", case), data).status_code == 302
        assert Referral.objects.open().of(case).exists()
        assert not world.chef.drafts.exists()

    def test_what_is_missing_is_said_and_what_was_written_stays(self, world):
        case = world.proposed()
        answer = post(world.chef, url("refer", case), reasons=WHY)
        assert answer.status_code == 422
        assert "Ange varför nämnden ska besluta." in text_of(answer)
        assert WHY in text_of(answer)
        assert not Referral.objects.exists()

    def test_a_second_time_is_a_conflict_that_shows_what_was_written(self, world):
        case = world.referred()
        answer = post(
            world.bitr,
            url("refer", case),
            ground="annat",
            reasons="Ett annat skäl, som någon har skrivit.",
        )
        assert answer.status_code == 409
        assert "Ett annat skäl, som någon har skrivit." in text_of(answer)


class TestWhileTheNamndHasIt:
    """Matters of principle are never decided by delegation: KL 6 kap. 38 §."""

    def test_the_page_says_so_in_place_of_the_form(self, world):
        case = world.referred()
        page = text_of(get(world.chef, url("decide", case)))
        told = f"Ärendet är hänskjutet till nämnden {clock.today()}. Nämnden beslutar."
        assert told in page
        assert WHY in page
        for button in ("Fatta beslut", "Återlämna till coach", "Hänskjut till nämnden"):
            assert f"{button}</button>" not in page

    @pytest.mark.parametrize("do", ["decide", "preview"])
    def test_the_post_is_refused_as_a_conflict(self, world, do):
        case = world.referred()
        answer = post(world.chef, url("decide", case), **form_of(world.rulings(), do=do))
        assert answer.status_code == 409
        assert "Nämnden beslutar." in text_of(answer)
        assert not Decision.objects.exists()

    def test_the_act_refuses(self, world):
        with refused("referred"):
            actions.decide(world.referred(), world.rulings(), by=world.chef)

    def test_the_database_refuses(self, world):
        case = world.referred()
        with pytest.raises(IntegrityError, match="hänskjutet till nämnden"):
            raw_decision(case, world.chef)

    def test_a_decision_that_was_open_in_another_tab_is_refused_and_can_be_copied(self, world):
        case = world.proposed()
        client = signed_in(world.bitr)
        client.get(url("decide", case))
        refer(world, case, by=world.chef)
        rulings = world.rulings(reasons="Skäl som någon har skrivit länge på. " * 9)
        answer = client.post(url("decide", case), form_of(rulings))
        assert answer.status_code == 409
        assert "Skäl som någon har skrivit länge på." in text_of(answer)

    def test_it_does_not_go_back_to_the_coach_either(self, world):
        case = world.referred()
        with refused("referred"):
            actions.return_to_coach(case, "Skriv mer.", by=world.chef)
        assert post(world.chef, url("return", case), comment="Skriv mer.").status_code == 409
        with refused_by_database("hänskjutet till nämnden"):
            case.status = Status.UTREDS
            case.save()

    def test_of_a_chef_who_refers_and_one_who_decides_at_the_same_moment_one_is_refused(
        self, committed_world
    ):
        world = committed_world
        case, (chef, bitr) = world.proposed(), (world.chef, world.bitr)
        given = parallel(
            lambda: refer(world, case, by=chef),
            lambda: actions.decide(case, world.rulings(), by=bitr),
        )
        assert [isinstance(answer, RuleBroken) for answer in given].count(True) == 1
        assert Decision.objects.exists() != Referral.objects.exists()

    def test_the_hanskjutande_is_never_changed_or_deleted(self, world):
        referral = Referral.objects.of(world.referred()).get()
        table = Referral._meta.db_table
        for statement in (
            f"UPDATE {table} SET reasons = 'x' WHERE id = %s",
            f"DELETE FROM {table} WHERE id = %s",
        ):
            with pytest.raises(Exception, match="Cannot"), transaction.atomic():
                sql(statement, referral.pk)


class TestWhoSeesIt:
    def sees(self, user, case):
        return Case.objects.visible_to(User.objects.get(pk=user.pk)).contains(case)

    def test_the_namndsekreterare_sees_it_from_then_on(self, world):
        case = world.proposed()
        assert not self.sees(world.sekreterare, case)
        refer(world, case, by=world.chef)
        assert self.sees(world.sekreterare, case)

    def test_they_see_that_case_and_no_other(self, world):
        case, other = world.referred(), world.proposed("200103042382")
        assert self.sees(world.sekreterare, case)
        assert not self.sees(world.sekreterare, other)

    def test_a_protected_persons_case_names_them(self, world):
        case = world.proposed(protection="skyddad_folkbokforing")
        assert world.sekreterare
        refer(world, case, by=world.chef)
        assert self.sees(world.sekreterare, case)
        later = world.staff("vikarie", Function.NAMNDSEKRETERARE, "Arbetsmarknadsförvaltningen")
        assert not self.sees(later, case)

    def test_a_secretary_who_is_new_is_named_at_night(self, world):
        from cases.tasks import name_new_chefs

        case = world.referred(protection="skyddad_folkbokforing")
        later = world.staff("vikarie", Function.NAMNDSEKRETERARE, "Arbetsmarknadsförvaltningen")
        name_new_chefs()
        assert self.sees(later, case)

    def test_it_is_theirs_to_do_and_no_longer_the_chefs(self, world):
        case = world.referred()
        secretary = text_of(get(world.sekreterare, "/?flik=namnden"))
        assert case.number in secretary and "Registrera nämndens beslut" in secretary
        assert case.number in text_of(get(world.sekreterare, "/"))
        assert case.number not in text_of(get(world.chef, "/"))
        waiting = text_of(get(world.chef, "/?flik=beslut"))
        assert case.number in waiting and "Nämnden beslutar" in waiting
        assert next_step(case, world.sekreterare).mine
        assert not next_step(case, world.chef).mine

    def test_the_step_leads_the_secretary_to_the_namnds_decision(self, world):
        case = world.referred()
        page = text_of(get(world.sekreterare, case.get_absolute_url()))
        assert url("namnd_decision", case) in page
        assert url("decide", case) not in page
        assert url("namnd_decision", case) not in text_of(get(world.chef, case.get_absolute_url()))
