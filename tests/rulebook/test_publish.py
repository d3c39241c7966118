"""To publish a proposal: by a second person, from its day, and nothing that is past changes."""

import pytest

from cases.models import Investigation
from decisions.content import letter_content
from decisions.deciders import delegate_for
from decisions.letters import html
from decisions.models import Letter
from decisions.rules import against_content
from jobbtorg import clock
from jobbtorg.letters import PLACEHOLDERS
from jobbtorg.organisation.models import Delegation
from jobbtorg.organisation.register.actions import end
from jobbtorg.publishing.actions import propose, publish, take_back
from jobbtorg.publishing.rules import Change
from jobbtorg.rulebook.entries import entries_of
from jobbtorg.rulebook.models import (
    Code,
    LetterText,
    Provision,
    Riktlinje,
    setting,
)
from tests.cases.helpers import in_days, parallel, refused, refused_by_database, sql
from tests.rulebook.helpers import (
    NEW_TEXT,
    WHY,
    change_to,
    ending,
    in_a,
    new_riktlinje,
    proposed,
    published,
)


def test_from_its_day_the_new_version_holds_and_the_one_before_ends_the_day_before(world):
    version = published(world)
    old = LetterText.objects.on().get(key="beslut_avslag")
    assert (old.valid_to, version.valid_from, version.valid_to) == (clock.today(), in_a(), None)
    assert version.text == NEW_TEXT
    assert old.history.first().history_user == world.forvaltningschef
    found = version.proposal
    assert (found.published_by, found.status[0]) == (world.forvaltningschef, "Publicerat")


@pytest.mark.parametrize(
    ("kind", "key", "told", "column"),
    [
        ("lagrum", "ratt", {"ref": "12 kap. 1 §"}, "ref"),
        ("brevtexter", "beslut_avslag", {"text": "Nej."}, "text"),
        ("kodlistor", "behov.boende", {"label": "Bostad"}, "label"),
        ("riktlinjer", "", {"dnr": "AMF 2027/1"}, "dnr"),
        ("installningar", "egen_motivering_minst", {"value": 300}, "value"),
        ("installningar", "rad_och_stod_med_namn", {"value": True}, "value"),
        ("formular", "", {"name": "Initial bedömning 3"}, "name"),
    ],
)
def test_every_kind_is_changed_the_same_way(world, kind, key, told, column):
    version = published(world, change_to(kind, key, **told))
    assert getattr(version, column) == told[column]
    assert entries_of(kind).versions(key or kind).count() >= 2


def test_the_threshold_of_own_reasons_is_another_from_its_day(world):
    published(world, change_to("installningar", "egen_motivering_minst", value=300))
    assert setting("egen_motivering_minst") == 200
    assert setting("egen_motivering_minst", in_a()) == 300


def test_an_entry_put_out_of_use_is_still_there(world):
    code = Code.objects.get(list="behov", code="boende")
    assert published(world, ending("kodlistor", "behov.boende", days=3)) is None
    code.refresh_from_db()
    assert code.valid_to == in_a(2)
    assert code not in Code.objects.on(in_a(3))
    assert code in Code.objects.on()


def test_what_has_ended_may_come_again(world):
    published(world, ending("kodlistor", "behov.boende"))
    published(world, change_to("kodlistor", "behov.boende", days=4))
    days = Code.objects.filter(code="boende").values_list("valid_from", "valid_to")
    assert sorted(days)[1:] == [(in_a(4), None)]


class TestTheSecondPerson:
    def test_who_proposed_never_publishes(self, world):
        with refused("second_person"):
            publish(proposed(world), by=world.delegationsadmin)

    @pytest.mark.parametrize("who", ["coach", "chef", "registrator", "granskare", "sekreterare"])
    def test_nor_does_anyone_who_does_not_keep_the_rulebook(self, world, who):
        with refused("not_keeper"):
            publish(proposed(world), by=getattr(world, who))

    def test_the_database_refuses_who_proposed(self, committed_world):
        found = proposed(committed_world)
        found.published_by, found.published_at = found.proposed_by, clock.now()
        with refused_by_database("proposal_published_by_another"):
            found.save()

    def test_the_database_refuses_who_does_not_keep_the_rulebook(self, committed_world):
        found = proposed(committed_world)
        found.published_by, found.published_at = committed_world.chef, clock.now()
        with refused_by_database("Bara den som sköter regelverket publicerar"):
            found.save()

    def test_two_at_once_publish_once(self, committed_world):
        world = committed_world
        found, other = proposed(world), world.forvaltningschef
        done = parallel(*[lambda: publish(found, by=other)] * 2)
        assert sum(isinstance(one, LetterText) for one in done) == 1
        assert LetterText.objects.filter(key="beslut_avslag").count() == 2


class TestWhenItIsTooLate:
    def test_a_proposal_whose_day_has_come_is_not_published(self, world):
        found = proposed(world)
        with in_days(1), refused("backwards"):
            publish(found, by=world.forvaltningschef)

    def test_the_database_refuses_it_too(self, committed_world):
        found = proposed(committed_world)
        with in_days(1):
            found.published_by = committed_world.forvaltningschef
            found.published_at = clock.now()
            with refused_by_database("Det som redan gäller ändras inte"):
                found.save()

    def test_nor_what_is_published_or_taken_back(self, world):
        found = proposed(world)
        publish(found, by=world.forvaltningschef)
        with refused("published"):
            publish(found, by=world.forvaltningschef)
        other = proposed(world, change_to("brevtexter", "beslut_delvis", text="Nej."))
        take_back(other, by=world.delegationsadmin)
        with refused("taken_back"):
            publish(other, by=world.forvaltningschef)

    def test_an_ended_proposal_is_never_changed(self, committed_world):
        found = proposed(committed_world)
        take_back(found, by=committed_world.delegationsadmin)
        found.refresh_from_db()
        found.published_by, found.published_at = committed_world.forvaltningschef, clock.now()
        with refused_by_database("Ett avslutat förslag ändras inte"):
            found.save()

    def test_a_text_is_checked_again(self, world, monkeypatch):
        found = proposed(world, text="Du får inte stöd på {enhet}, {namn}.")
        monkeypatch.delitem(PLACEHOLDERS, "namn")  # type: ignore[arg-type]
        with refused("placeholder") as rules:
            publish(found, by=world.forvaltningschef)
        assert "Rad 1 i texten beslut_avslag: {namn}" in rules[0].sentence


class TestRiktlinjer:
    def test_need_that_one_of_the_two_has_delegation(self, world):
        other = world.staff("admin-tva", "delegationsadministrator", "Arbetsmarknadsförvaltningen")
        change = change_to("riktlinjer", name="Nya")
        with refused("no_delegation"):
            publish(proposed(world, change), by=other)

    def test_either_of_the_two(self, world):
        assert new_riktlinje(world).name == "Nya"
        found = propose(change_to("riktlinjer", days=2, dnr="2"), by=world.forvaltningschef)
        assert publish(found, by=world.delegationsadmin).dnr == "2"

    def test_the_database_refuses_two_without_delegation(self, committed_world):
        world = committed_world
        other = world.staff("admin-tva", "delegationsadministrator", "Arbetsmarknadsförvaltningen")
        found = proposed(world, change_to("riktlinjer", name="Nya"))
        found.published_by, found.published_at = other, clock.now()
        with refused_by_database("delegation att uppdatera riktlinjerna"):
            found.save()

    def test_without_the_namnds_delegation_nobody_publishes_one(self, world):
        found = proposed(world, change_to("riktlinjer", days=9, name="Nya"))
        row = Delegation.objects.on().get(power__code="riktlinje")
        end(row, in_a(), by=world.delegationsadmin, seen=row.version, confirmed=True)
        with in_days(2), refused("no_delegation"):
            publish(found, by=world.forvaltningschef)

    def test_the_criteria_keep_their_order_and_old_investigations_theirs(self, world):
        old = world.started()
        before = entries_of("riktlinjer")
        criteria = before.content(Riktlinje.objects.get())["criteria"]
        new = published(world, change_to("riktlinjer", criteria=criteria[::-1]))
        assert [c.code for c in new.criteria.all()] == [c["code"] for c in criteria[::-1]]
        assert Investigation.objects.of(old).riktlinje != new


class TestTheForm:
    def test_investigations_begun_keep_theirs(self, world):
        old = world.started()
        question = {"section": "Vardagen", "text": "Hur?", "help": "", "required": True}
        version = published(world, change_to("formular", questions=[question]))
        same_day = world.started("200102152392")
        with in_days(1):
            new = world.started("200103042382")
        forms = [Investigation.objects.of(case).form for case in (old, same_day, new)]
        assert forms[0] == forms[1] != forms[2] == version


class TestLettersThatAreSent:
    def test_are_untouched_by_a_new_text_and_a_new_law(self, world):
        decision = world.decided()
        before = sql("SELECT id, sha256, pdf FROM decisions_letter")
        published(world, change_to("brevtexter", "beslut_avslag_bifall", text="Ja."))
        published(world, change_to("lagrum", "ratt", ref="12 kap. 1 §"))
        with in_days(2):
            assert sql("SELECT id, sha256, pdf FROM decisions_letter") == before
            assert "11 kap. 1 §" in str(decision.rulings.get(basis="ratt").provision)
            letter = Letter.objects.get(decision=decision)
            assert letter.decision == decision

    def test_a_decision_of_the_day_says_the_new_text_and_cites_the_new_law(self, world):
        case = world.proposed()
        published(world, change_to("brevtexter", "beslut_avslag_bifall", text="Så blev det nu."))
        published(world, change_to("lagrum", "ratt", ref="12 kap. 9 §"))

        def written():
            found = Investigation.objects.of(case)
            return html(letter_content(found, world.rulings(), delegate_for(case, world.chef)))

        assert "12\N{NO-BREAK SPACE}kap.\N{NO-BREAK SPACE}9" not in written()
        with in_days(1):
            assert "Så blev det nu." in written()
            assert "12\N{NO-BREAK SPACE}kap.\N{NO-BREAK SPACE}9" in written()


def test_a_new_provision_holds_from_its_day(world):
    told = {
        "key": "ny", "law": "lag (2030:1)", "short": "L", "ref": "1 §", "meaning": "Nytt.",
    }  # fmt: skip
    published(world, Change("lagrum", "ny", told, in_a(), WHY))
    assert not Provision.objects.on().filter(key="ny").exists()
    with in_days(1):
        row = Provision.objects.on().get(key="ny")
        assert row.cited == "1 § lag (2030:1)"


def test_a_refusal_is_held_against_the_threshold_of_its_day(world):
    case = world.proposed(refused=True)
    short = world.rulings("avslag", "avslag", circumstances="Eget. " * 20, reasons="Skäl. " * 20)
    published(world, change_to("installningar", "egen_motivering_minst", value=500))
    found = Investigation.objects.of(case)

    def told():
        return {rule.code for rule in against_content(found, short, clock.today())}

    assert "own_reasons" not in told()
    with in_days(1):
        assert "own_reasons" in told()
