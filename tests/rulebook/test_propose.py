"""To propose a change of the rulebook: who may, and what is wrong with what is proposed."""

from datetime import date

import pytest

from jobbtorg import clock
from jobbtorg.organisation.models import Course
from jobbtorg.publishing.actions import propose, take_back
from jobbtorg.publishing.rules import Change
from jobbtorg.rulebook.entries import entries_of
from jobbtorg.rulebook.models import LetterText, Proposal
from tests.cases.helpers import parallel, refused, refused_by_database
from tests.rulebook.helpers import WHY, change_to, ending, in_a, proposed, published

LAW = {"law": "socialtjänstlagen (2030:1)", "short": "SoL", "ref": "2 kap. 3 §", "meaning": "Ja."}
CRITERION = {
    "code": "ny", "question": "Ny?", "help": "", "bars_grant": False, "bar_sentence": "",
}  # fmt: skip
QUESTION = {"section": "A", "text": "Hur?", "help": "", "required": True}


def test_a_proposal_changes_nothing_and_says_what_when_why_and_by_whom(world):
    before = list(LetterText.objects.values())
    found = proposed(world)
    assert (found.kind, found.key, found.valid_from) == ("brevtexter", "beslut_avslag", in_a())
    assert (found.reason, found.proposed_by) == (WHY, world.delegationsadmin)
    assert found.is_waiting
    assert list(LetterText.objects.values()) == before
    assert found.history.get().history_user == world.delegationsadmin


@pytest.mark.parametrize("who", ["coach", "chef", "registrator", "granskare", "sekreterare"])
def test_only_the_keepers_propose(world, who):
    change = change_to("brevtexter", "beslut_avslag", text="Nej.")
    with refused("not_keeper"):
        propose(change, by=getattr(world, who))


def test_one_proposal_waits_for_each_entry(world):
    first = proposed(world)
    with refused("waiting"):
        proposed(world, text="En annan text.")
    take_back(first, by=world.delegationsadmin)
    assert proposed(world, text="En annan text.").is_waiting


def test_not_from_today_nor_before_the_latest_nor_the_same_nor_without_a_reason(world):
    with refused("backwards"):
        proposed(world, change_to("brevtexter", "beslut_avslag", days=0, text="Nej."))
    published(world, change_to("brevtexter", "beslut_avslag", days=5, text="Nej."))
    with refused("later"):
        proposed(world, change_to("brevtexter", "beslut_avslag", days=5, text="Ja."))
    with refused("too_far"):
        proposed(world, change_to("brevtexter", "beslut_avslag", days=365_000, text="Ja."))
    with refused("same"):
        proposed(world, change_to("brevtexter", "beslut_avslag", days=6))
    change = change_to("brevtexter", "beslut_delvis", text="Nej.")
    with refused("reason"):
        propose(
            Change(change.kind, change.key, change.content, in_a(), " "), by=world.forvaltningschef
        )


class TestLetterTexts:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("Rad ett.\nHej {okand}.", "Rad 2 i texten beslut_avslag: {okand} finns inte"),
            ("{{ content.recipient }}", "Rad 1 i texten beslut_avslag: { content.recipient }"),
            ("{% load static %}", "Rad 1 i texten beslut_avslag: {% load static %}"),
            ("Hej {namn", "Rad 1 i texten beslut_avslag: {"),
            ("Hej {namn.__class__}", "{namn.__class__} finns inte på listan"),
        ],
    )
    def test_an_unknown_placeholder_is_refused_with_its_line(self, world, text, sentence):
        with refused("placeholder") as rules:
            proposed(world, text=text)
        assert sentence in rules[0].sentence

    def test_every_line_that_is_wrong_is_told_at_once(self, world):
        with refused("placeholder", "placeholder") as rules:
            proposed(world, text="{ett}\nrätt\n{tva}")
        assert [rule.sentence.split(" i ")[0] for rule in rules] == ["Rad 1", "Rad 3"]

    def test_a_placeholder_that_the_letter_cannot_fill_is_refused(self, world):
        with refused("cannot_fill") as rules:
            proposed(world, text="Senast den {svara_senast}.")
        assert "{svara_senast}" in rules[0].sentence

    def test_an_empty_text_and_one_without_owner_are_refused(self, world):
        with refused("empty", "empty"):
            proposed(world, text=" ", owner="")

    def test_a_text_that_no_letter_knows_is_not_made(self, world):
        content = {"key": "ny_text", "text": "Hej.", "owner": "Juridik"}
        with refused("unknown"):
            proposed(world, Change("brevtexter", "ny_text", content, in_a(), WHY))

    def test_a_text_that_a_letter_needs_is_not_put_out_of_use(self, world):
        with refused("needed") as rules:
            proposed(world, ending("brevtexter", "beslut_avslag"))
        assert "Beslutsbrev" in rules[0].sentence

    def test_one_that_no_letter_uses_is(self, world):
        LetterText.objects.create(
            key="gammal", text="Hej.", owner="Juridik", valid_from=date(2023, 1, 1)
        )
        published(world, ending("brevtexter", "gammal"))
        assert LetterText.objects.get(key="gammal").valid_to == clock.today()


@pytest.mark.parametrize(
    ("kind", "key", "told", "codes"),
    [
        ("lagrum", "ratt", {"law": "socialtjänstlagen"}, ["sfs"]),
        ("lagrum", "ratt", {"ref": "elva"}, ["ref"]),
        ("lagrum", "ratt", {"law": "", "meaning": " "}, ["empty", "empty"]),
        ("lagrum", "ratt", {"short": "x" * 21}, ["too_long"]),
        ("kodlistor", "behov.boende", {"label": ""}, ["empty"]),
        ("installningar", "egen_motivering_minst", {"value": "200"}, ["kind"]),
        ("installningar", "egen_motivering_minst", {"value": True}, ["kind"]),
        ("installningar", "egen_motivering_minst", {"value": 0}, ["value"]),
        ("installningar", "rad_och_stod_med_namn", {"value": 1}, ["kind"]),
        ("installningar", "svarsfrist_dagar", {"value": 10**12}, ["value"]),
        ("riktlinjer", "", {"criteria": [CRITERION | {"question": "x" * 301}]}, ["too_long"]),
        ("formular", "", {"questions": [QUESTION | {"text": " "}]}, ["empty"]),
        ("installningar", "utbildning_for_beslut", {"value": ["x"]}, ["course"]),
        ("riktlinjer", "", {"longest_months": 7}, ["months"]),
        ("riktlinjer", "", {"criteria": []}, ["no_criteria"]),
        ("riktlinjer", "", {"criteria": [CRITERION, CRITERION]}, ["twice", "twice"]),
        ("riktlinjer", "", {"criteria": [CRITERION | {"bars_grant": True}]}, ["bar_sentence"]),
        ("riktlinjer", "", {"criteria": [CRITERION | {"bar_sentence": "Nej"}]}, ["bar_sentence"]),
        ("riktlinjer", "", {"criteria": [CRITERION | {"code": ""}]}, ["key"]),
        ("formular", "", {"questions": []}, ["no_questions"]),
        ("formular", "", {"questions": [QUESTION | {"required": False}]}, ["no_questions"]),
        ("formular", "", {"questions": [QUESTION | {"section": " "}]}, ["section"]),
        ("formular", "", {"questions": [QUESTION, QUESTION | {"text": "hur?"}]}, ["twice"]),
    ],
)
def test_what_cannot_be_said_is_refused(world, kind, key, told, codes):
    with refused(*codes):
        proposed(world, change_to(kind, key, **told))


def test_a_course_that_there_is_may_be_needed_to_decide(world):
    code = Course.objects.first().code
    told = proposed(world, change_to("installningar", "utbildning_for_beslut", value=[code]))
    assert told.content["value"] == [code]


def test_a_provision_and_a_code_may_be_new(world):
    proposed(world, Change("lagrum", "nytt_lagrum", {"key": "nytt_lagrum", **LAW}, in_a(), WHY))
    code = {"list": "behov", "code": "skola", "label": "Skola", "order": 9, "counts_as": ""}
    proposed(world, Change("kodlistor", "behov.skola", code, in_a(), WHY))
    with refused("key"):
        proposed(world, Change("lagrum", "Å!", {"key": "Å!", **LAW}, in_a(), WHY))
    with refused("key"):
        wrong = code | {"code": "Skö la"}
        proposed(world, Change("kodlistor", "behov.Skö la", wrong, in_a(), WHY))


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("lagrum", "ratt"),
        ("kodlistor", "handlingstyp.delgivningskvitto"),
        ("installningar", "egen_motivering_minst"),
        ("riktlinjer", "riktlinjer"),
        ("formular", "formular"),
    ],
)
def test_what_the_system_needs_is_not_put_out_of_use(world, kind, key):
    with refused("needed"):
        proposed(world, ending(kind, key))


def test_nothing_ends_twice_nor_before_it_is_there(world):
    published(world, ending("kodlistor", "behov.boende"))
    with refused("ended"):
        proposed(world, ending("kodlistor", "behov.boende", days=3))
    with refused("unknown"):
        proposed(world, ending("brevtexter", "finns_inte"))


class TestTheDatabase:
    def test_it_takes_one_waiting_proposal_for_each_entry(self, committed_world):
        first = proposed(committed_world)
        values = {f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields}
        with refused_by_database("proposal_one_waiting_for_each"):
            Proposal.objects.create(**values | {"id": None})

    @pytest.mark.parametrize("kind", ["brevtexter", "kodlistor"])
    def test_two_at_once_make_one(self, committed_world, kind):
        world = committed_world
        code = {"list": "behov", "code": "skola", "label": "Skola", "order": 9, "counts_as": ""}
        new = {
            "brevtexter": change_to("brevtexter", "beslut_avslag", text="Nej."),
            "kodlistor": Change("kodlistor", "behov.skola", code, in_a(), WHY),
        }[kind]
        people = (world.delegationsadmin, world.forvaltningschef)
        done = parallel(*[lambda by=by: propose(new, by=by) for by in people])
        assert sorted(type(one).__name__ for one in done) == ["Proposal", "RuleBroken"]

    def test_what_is_proposed_never_changes(self, committed_world):
        found = proposed(committed_world)
        found.content = found.content | {"text": "En annan text."}
        with refused_by_database("written_once", "rulebook_proposal"):
            found.save()

    def test_a_proposal_is_never_born_published(self, committed_world):
        world = committed_world
        with refused_by_database("Ett förslag föds inte avslutat"):
            Proposal.objects.create(
                kind="brevtexter", key="beslut_avslag", content={}, valid_from=in_a(), reason=WHY,
                proposed_by=world.delegationsadmin, proposed_at=clock.now(),
                published_by=world.forvaltningschef, published_at=clock.now(),
            )  # fmt: skip


def test_every_kind_says_what_its_model_has(db):
    for kind in Proposal.Kind:
        entries = entries_of(kind)
        dated = {"id", "valid_from", "valid_to", "proposal"}
        columns = {f.name for f in entries.model._meta.concrete_fields} - dated
        assert columns == {*entries.keys, *entries.columns}
