"""Sortera: papers of the inbox become documents of the case that they belong to."""

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.urls import include, path
from guardian.shortcuts import assign_perm

from cases import noting
from cases.conflicts import declare
from cases.inbox import sort
from cases.inbox_rules import Naming
from cases.models import Document, Paper, Scan, Sorting
from cases.views.inbox import after_sorting
from jobbtorg import clock
from jobbtorg.arrivals import Arrival
from jobbtorg.audit.models import AccessLog
from jobbtorg.files import keeping
from tests.cases.documents import kept
from tests.cases.helpers import (
    as_if_committed,
    get,
    on,
    parallel,
    post,
    refused,
    refused_by_database,
    text_of,
)
from tests.cases.inbox import INBOX, SORT, SORTED, form_of, handed, send, sorted_to

TUESDAY = date(2026, 4, 7)  # after Easter: the working day before was Maundy Thursday
BEFORE_EASTER = date(2026, 4, 2)
MAN = "200102152392"


@pytest.fixture
def case(world):
    return world.started()


class TestTheAct:
    def test_makes_the_papers_documents_in_order_without_copying_a_byte(self, world, case):
        papers = [world.paper(b"Ett"), world.paper(b"Tva")]
        rows = sorted_to(world, case, *papers)
        assert [row.number for row in rows] == [1, 2]
        keys = [paper.key for paper in papers]
        assert [row.key for row in rows] == keys and sorted(kept()) == sorted(keys)
        assert not Paper.objects.waiting().exists()
        with keeping.fetch(rows[0].key) as file:
            assert file.read() == b"Ett"

    def test_it_is_clean_in_the_case_by_the_scan_it_had_and_can_be_opened(self, world, case):
        paper = world.paper()
        (row,) = sorted_to(world, case, paper)
        scan = Scan.objects.get(document=row)
        assert scan.scanned_at == paper.scans.get().scanned_at
        assert get(world.coach, row.get_absolute_url()).status_code == 200

    def test_leaves_a_line_in_the_journal_on_the_day_it_came(self, world, case):
        sorted_to(world, case, world.paper(), code="overklagande")
        entry = case.journal.first()
        assert entry.title.startswith("Handling inkom: överklagande, ")
        assert (entry.kind, entry.event_on, entry.author) == (
            "handling", clock.today(), world.registrator,
        )  # fmt: skip

    def test_keeps_how_it_came_when_it_was_noticed_and_why_the_day_is_another(self, world, case):
        with on(TUESDAY):
            paper = world.paper()
            told = Arrival(TUESDAY, "post", TUESDAY, "Poststämpeln visar det.")
            sorted_to(world, case, paper, arrival=told)
        row = paper.sorting
        assert (row.delivery, row.noticed_on, row.arrived_on) == ("post", TUESDAY, TUESDAY)
        assert row.arrival_reason == "Poststämpeln visar det."
        told = "Handling 1. Hur den kom: post, mottagen 7 april 2026. Poststämpeln visar det."
        assert case.journal.filter(kind="handling").get().text == told

    def test_nobody_but_a_registrator_sorts(self, world, case):
        with refused("not_registrator"):
            sorted_to(world, case, world.paper(), by=world.coach)

    def test_what_is_not_scanned_or_holds_a_virus_is_not_sorted(self, world, case):
        with refused("quarantine"):
            sorted_to(world, case, world.paper(scanned=False))
        bad = world.paper(scanned=False)
        bad.scans.create(outcome="virus", signature="X", scanner="x", scanned_at=clock.now())
        with refused("infected"):
            sorted_to(world, case, bad)

    def test_a_paper_is_sorted_once(self, world, case):
        paper = world.paper()
        sorted_to(world, case, paper)
        with refused("sorted", "same") as rules:
            sorted_to(world, case, paper)
        assert rules[0].sentence == "”brev.txt” är redan sorterad, av Registrator."

    def test_two_registratorer_at_once_make_one_document(self, committed_world):
        world = committed_world
        case, paper, user = world.started(), world.paper(), world.registrator
        told = [Naming(paper, "x", world.code("handlingstyp", "brev"))]

        def one():
            return sort(case, told, handed(), by=user)

        answers = parallel(one, one)
        assert sorted(type(answer).__name__ for answer in answers) == ["RuleBroken", "list"]
        assert case.documents.count() == 1

    def test_a_file_that_the_case_has_already_is_refused_by_its_number(self, world, case):
        world.document(case, b"Samma", title="Intyget")
        with refused("same") as rules:
            sorted_to(world, case, world.paper(b"Samma"))
        assert rules[0].sentence == "Filen finns redan i ärendet: handling 1, ”Intyget”."

    def test_what_comes_late_is_taken_into_a_closed_case_too(self, world):
        case = world.registered()
        noting.withdraw(case, clock.today(), "brev", "Tilda", by=world.coach)
        assert sorted_to(world, case, world.paper())


class TestTheArrivalDay:
    """22 § FL, law.md §2.1."""

    def arrival(self, world, case, **told):
        with on(TUESDAY):
            paper = world.paper()
            return sorted_to(world, case, paper, arrival=handed(**told))[0].received_on

    @pytest.mark.parametrize(
        ("delivery", "told_on", "day"),
        [
            ("post", None, BEFORE_EASTER),
            ("brevlada", None, BEFORE_EASTER),
            ("overlamnad", None, TUESDAY),
            ("epost", date(2026, 4, 5), date(2026, 4, 5)),  # Easter Sunday
            ("digital", TUESDAY, TUESDAY),
        ],
    )
    def test_follows_from_how_it_came(self, world, delivery, told_on, day):
        with on(date(2026, 3, 2)):
            case = world.started()
        assert self.arrival(world, case, delivery=delivery, told_on=told_on) == day

    def test_of_an_email_is_never_guessed(self, world, case):
        with refused("told_on") as rules:
            self.arrival(world, case, delivery="epost")
        assert "också om det var en helgdag" in rules[0].sentence

    def test_is_another_only_with_a_motive(self, world, case):
        with refused("arrival_reason"):
            self.arrival(world, case, delivery="post", told_on=TUESDAY)

    def test_is_never_in_the_future_nor_after_the_paper_was_put_in(self, world, case):
        tomorrow = TUESDAY + timedelta(days=1)
        with refused("noticed_future", "future"):
            self.arrival(world, case, noticed_on=tomorrow, told_on=tomorrow)
        with on(TUESDAY):
            paper = world.paper()
        with on(tomorrow), refused("later"):
            sorted_to(world, case, paper, arrival=handed(noticed_on=tomorrow))

    def test_everything_that_is_wrong_is_told_at_once(self, world, case):
        arrival = Arrival(clock.today() + timedelta(days=1))
        with refused("title", "delivery", "future"):
            sorted_to(world, case, world.paper(), arrival=arrival, title=" ")


class TestThePage:
    def test_suggests_the_case_that_the_paper_names_and_chooses_it_when_it_is_the_only_one(
        self, world, case
    ):
        paper = world.paper(f"Jag överklagar i ärende {case.number}.".encode())
        page = text_of(get(world.registrator, f"{SORT}?papper={paper.pk}"))
        assert f"{case.number}: Tilda Provström" in page and "(nämns i handlingen)" in page
        assert f'value="{case.slug}"' in page and "checked" in page
        log = AccessLog.objects.filter(what="Inkorgen: föreslagna ärenden").first()
        assert log.shown == [case.number]

    def test_sorts_several_papers_each_with_its_title_and_type(self, world, case):
        papers = [world.paper(), world.paper()]
        answer = send(world, case, *papers)
        assert (answer.status_code, answer.url) == (302, f"{case.get_absolute_url()}handlingar/")
        titles = [row.title for row in case.documents.all()]
        assert titles == [f"Brev {paper.pk}" for paper in papers]
        assert "Inkorgen är tom" in text_of(get(world.registrator, INBOX))

    def test_what_is_missing_is_told_beside_its_field_and_what_was_typed_stays(self, world, case):
        paper = world.paper()
        told = {
            "delivery": "",
            "case": "",
            f"type_{paper.pk}": "",
            "arrival_reason": "Sent stämplad",
        }
        answer = send(world, case, paper, **told)
        page = text_of(answer)
        assert answer.status_code == 422 and "Sent stämplad" in page
        assert "Välj ärende." in page and "Fel:" in page

    def test_a_search_keeps_what_was_typed_and_offers_what_it_finds(self, world, case):
        paper = world.paper()
        told = form_of(world, case, paper, case="", do="search", term="provström tilda")
        answer = post(world.registrator, SORT, **told | {f"title_{paper.pk}": "Min titel"})
        page = text_of(answer)
        assert answer.status_code == 200 and "Min titel" in page
        assert "1 ärende hittades" in page and f"{case.number}: Tilda Provström" in page
        log = AccessLog.objects.filter(action="sok").first()
        assert (log.what, log.shown) == ("Inkorgen: sökte ärende", [case.number])
        assert "term=" not in answer.wsgi_request.get_full_path()

    def test_a_search_that_finds_nothing_says_so(self, world, case):
        told = form_of(world, case, world.paper(), case="", do="search", term="20010215-2392")
        assert "Inget ärende som du ser stämmer." in text_of(post(world.registrator, SORT, **told))

    def test_without_a_chosen_paper_it_leads_back(self, world):
        answer = get(world.registrator, SORT)
        assert (answer.status_code, answer.url) == (302, INBOX)

    def test_what_a_colleague_has_sorted_meanwhile_is_a_conflict(self, world, case):
        paper = world.paper()
        sorted_to(world, case, paper)
        answer = send(world, case, paper)
        assert answer.status_code == 409 and "är redan sorterad" in text_of(answer)

    def test_what_is_not_scanned_has_no_button(self, world):
        paper = world.paper(scanned=False)
        page = text_of(get(world.registrator, f"{SORT}?papper={paper.pk}"))
        assert "inte virussökt än" in page and "Sortera till ärendet" not in page

    def test_is_not_there_for_others(self, world, case):
        paper = world.paper()
        assert get(world.coach, f"{SORT}?papper={paper.pk}").status_code == 403
        assert send(world, case, paper, by=world.coach).status_code == 403

    def test_opening_it_from_the_inbox_leads_to_the_document(self, world, case):
        paper = world.paper()
        (row,) = sorted_to(world, case, paper)
        answer = get(world.registrator, paper.get_absolute_url())
        assert (answer.status_code, answer.url) == (302, row.get_absolute_url())


class TestAProtectedPersonsCase:
    @pytest.fixture
    def hidden(self, world):
        return world.registered(MAN, protection="fingerade", first_name="Hemlig")

    def test_is_never_suggested_found_or_told_of(self, world, hidden):
        paper = world.paper(f"{hidden.number}, {MAN}".encode())
        page = text_of(get(world.registrator, f"{SORT}?papper={paper.pk}"))
        told = form_of(world, hidden, paper, case="", do="search", term=hidden.number)
        for text in (page, text_of(post(world.registrator, SORT, **told))):
            assert "Hemlig" not in text and hidden.slug not in text
        assert "Inget ärende som du ser stämmer." in text_of(post(world.registrator, SORT, **told))

    def test_is_not_sorted_to_by_who_is_not_named_whatever_is_posted(self, world, hidden):
        paper = world.paper()
        answer = send(world, hidden, paper)
        assert answer.status_code == 422 and "Välj ärende." in text_of(answer)
        refusal = AccessLog.objects.filter(action="nekad", what="Inkorgen: sortera").first()
        assert refusal.case_number == hidden.number
        with refused("unseen"):
            sorted_to(world, hidden, paper)

    def test_is_sorted_to_by_a_registrator_who_is_named(self, world, hidden):
        assign_perm("open_case", world.registrator, hidden)
        paper = world.paper(hidden.number.encode())
        page = text_of(get(world.registrator, f"{SORT}?papper={paper.pk}"))
        assert f"{hidden.number}: Hemlig" in page and "fingerade personuppgifter" in page
        assert send(world, hidden, paper).status_code == 302
        other = world.staff("annan-registrator", "registrator", "Arbetsmarknadsförvaltningen")
        seen = text_of(get(other, SORTED))
        assert hidden.number not in seen and "brev.txt" not in seen
        assert "Till ett ärende som du inte ser" in seen
        assert get(other, paper.get_absolute_url()).status_code == 404

    def test_who_is_javig_sorts_nothing_to_the_case(self, world, case):
        declare(case, world.registrator, "tillsyn", by=world.registrator)
        with refused("barred"):
            sorted_to(world, case, world.paper())


class TestAfterSorting:
    def appeal(self, world, case):
        paper = world.paper(f"Överklagande {case.number}".encode())
        return sorted_to(world, case, paper, code="overklagande")

    def test_leads_to_the_documents_where_nobody_takes_appeals(self, world, case):
        expected = f"{case.get_absolute_url()}handlingar/"
        assert after_sorting(case, sorted_to(world, case, world.paper())) == expected

    def test_leads_an_appeal_to_where_it_is_registered(self, world, case):
        rows = [*sorted_to(world, case, world.paper()), *self.appeal(world, case)]
        found = [path("arenden/<case:slug>/ny/", lambda r, slug: None, name="new_appeal")]
        urls = (*found, path("", include("cases.urls")))
        with override_settings(ROOT_URLCONF=urls):
            assert after_sorting(case, rows) == f"/arenden/{case.slug}/ny/?handling=2"


class TestTheDatabase:
    """What comes past pages and acts."""

    def moved(self, world, case, paper, **changed):
        """A document with the paper's bytes, as from a shell."""
        values = {
            "case": case, "number": 1, "title": "x", "type": world.code("handlingstyp", "brev"),
            "received_on": clock.today(), "uploaded_at": clock.now(),
            "uploaded_by": world.registrator,
        }  # fmt: skip
        for name in ("file_name", "kind", "key", "size", "sha256"):
            values[name] = getattr(paper, name)
        return Document.objects.create(**values | changed)

    def note(self, world, paper, document=None, **changed):
        values = {
            "paper": paper, "outcome": "arende", "document": document, "sorted_at": clock.now(),
            "sorted_by": world.registrator, "delivery": "overlamnad",
            "noticed_on": clock.today(), "arrived_on": clock.today(),
        }  # fmt: skip
        return Sorting.objects.create(**values | changed)

    def test_takes_bytes_out_of_the_inbox_only_together_with_the_sorting(self, world, case):
        paper = world.paper()
        with refused_by_database("Handlingen ligger i inkorgen och sorteras därifrån"):
            self.moved(world, case, paper)
        self.note(world, paper, self.moved(world, case, paper))
        as_if_committed()

    def test_refuses_another_document_than_the_one_with_its_bytes(self, world, case):
        with refused_by_database("en annan än den i inkorgen"):
            self.note(world, world.paper(), world.document(case, by=world.registrator))

    def test_refuses_one_that_is_not_clean(self, world, case):
        paper = world.paper(scanned=False)
        with refused_by_database("inte virussökt"):
            self.note(world, paper, self.moved(world, case, paper))

    def test_refuses_who_is_no_registrator_that_day(self, world, case):
        paper = world.paper()
        with refused_by_database("Bara registratorer sorterar inkorgen"):
            document = self.moved(world, case, paper, uploaded_by=world.coach)
            self.note(world, paper, document, sorted_by=world.coach)

    def test_refuses_a_day_after_it_was_put_in(self, world, case):
        with on(TUESDAY):
            paper = world.paper()
        with refused_by_database("efter dagen då handlingen lades i inkorgen"):
            self.note(world, paper, self.moved(world, case, paper))

    def test_refuses_a_protected_persons_case_to_who_is_not_named(self, world):
        hidden = world.registered(MAN, protection="fingerade")
        paper = world.paper()
        with refused_by_database("Bara den som är namngiven på ärendet"):
            self.note(world, paper, self.moved(world, hidden, paper))

    def test_refuses_to_sort_it_twice(self, world, case):
        paper = world.paper()
        sorted_to(world, case, paper)
        with refused_by_database("cases_sorting_paper_id"):
            self.note(
                world, paper, outcome="misstag", reason="x", delivery="", noticed_on=None,
                arrived_on=None,
            )  # fmt: skip
