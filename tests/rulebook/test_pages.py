"""The rulebook's pages: what is in force on a day, what is proposed, and who may do what there."""

import pytest

from jobbtorg import clock
from jobbtorg.publishing.actions import publish, take_back
from jobbtorg.rulebook.models import AssessmentForm, Code, LetterText, Proposal, Setting
from tests.cases.helpers import get, page_of, post, text_of
from tests.rulebook.helpers import NEW_TEXT, WHY, change_to, in_a, proposed, published

TEXT = "/regelverk/brevtexter/post/beslut_avslag/"
FORM = "/regelverk/formular/post/formular/"
RULES = "/regelverk/riktlinjer/post/riktlinjer/"


def when(days: int = 1) -> dict[str, str]:
    """From which day and why, as the page sends them."""
    return {"valid_from": f"{in_a(days)}", "reason": WHY}


def rows(*told: dict[str, str], **more: str) -> dict[str, str]:
    """Rows of a version, as the page sends them."""
    data = {"rows": f"{len(told)}"} | more
    for n, row in enumerate(told):
        data |= {f"r{n}-{name}": value for name, value in row.items()}
    return data


class TestWhatIsInForce:
    def test_on_a_day_is_what_was_in_force_then(self, world):
        today = text_of(get(world.coach, "/regelverk/lagrum/"))
        assert "11 kap. 4 § SoL" in today
        assert "4 kap. 2 § SoL" not in today.replace("14 kap. 2 § SoL", "")
        before = text_of(get(world.coach, "/regelverk/lagrum/?datum=2025-06-30"))
        assert "4 kap. 2 § SoL" in before
        assert "11 kap. 4 § SoL" not in before

    def test_a_day_that_is_none_is_told(self, world):
        answer = get(world.coach, "/regelverk/lagrum/?datum=igår")
        assert answer.status_code == 422
        assert "Ange ”Gäller på datum” som ett datum" in text_of(answer)

    def test_texts_stand_under_their_letter_with_their_owner(self, world):
        page = text_of(get(world.coach, "/regelverk/brevtexter/?brev=kvittens"))
        assert "kvittens_mal" in page
        assert "Juridik" in page
        assert "underlag_svara" not in page
        assert page.index("kvittens_rubrik_vem") < page.index("kvittens_rubrik_nu")
        page = text_of(get(world.coach, "/regelverk/brevtexter/?brev=hanvisning"))
        assert "ratten_tid" in page
        assert "rubrik_beslut" not in page
        assert "Inget gällde" in text_of(get(world.coach, "/regelverk/brevtexter/?brev=ovriga"))

    def test_an_entry_has_all_its_versions_and_who_made_them(self, world):
        published(world)
        page = text_of(get(world.coach, TEXT))
        assert "Du får inte stöd av en coach på {enhet}." in page
        assert NEW_TEXT in page
        assert "Kommande" in page
        assert "Föreslagen av Delegationsadmin" in page
        assert "Står i Beslutsbrev." in page

    @pytest.mark.parametrize("key", ["behov", "behov.finns-inte", "riktlinjer"])
    def test_a_key_that_names_no_entry_is_not_there(self, world, key):
        assert get(world.coach, f"/regelverk/kodlistor/post/{key}/").status_code == 404

    def test_codes_stand_under_their_list(self, world):
        page = text_of(get(world.coach, "/regelverk/kodlistor/"))
        assert page.index("Nåddes via") < page.index("Behov vid hänvisning")

    def test_every_page_has_a_way_to_it(self, world):
        assert "/regelverk/" in page_of(get(world.coach, "/")).links
        links = page_of(get(world.coach, "/regelverk/")).links
        assert {f"/regelverk/{kind}/" for kind in Proposal.Kind.values} <= set(links)


class TestProposing:
    def test_the_page_begins_from_the_latest_and_leads_to_the_proposal(self, world):
        page = page_of(get(world.delegationsadmin, TEXT + "andra/"))
        assert page.written("text") == "Du får inte stöd av en coach på {enhet}."
        sent = {"text": NEW_TEXT, "owner": "Juridik", **when()}
        answer = post(world.delegationsadmin, TEXT + "andra/", **sent)
        found = Proposal.objects.get()
        assert (answer.status_code, answer.url) == (302, found.get_absolute_url())
        assert found.content["text"] == NEW_TEXT
        assert "Ett förslag väntar på att publiceras." in text_of(get(world.coach, TEXT))

    def test_an_unknown_placeholder_is_told_with_its_line_and_nothing_is_lost(self, world):
        text = "Rad ett.\nHej {okand}."
        sent = {"text": text, "owner": "Juridik", **when()}
        answer = post(world.delegationsadmin, TEXT + "andra/", **sent)
        assert answer.status_code == 422
        assert "Rad 2 i texten beslut_avslag: {okand} finns inte" in text_of(answer)
        assert page_of(answer).written("text") == text
        assert not Proposal.objects.exists()

    def test_what_is_missing_stands_on_its_field(self, world):
        answer = post(world.delegationsadmin, "/regelverk/lagrum/ny/")
        assert answer.status_code == 422
        for sentence in ("Ange nyckel.", "Ange kapitel och paragraf.", "Ange datum för"):
            assert sentence in text_of(answer)

    def test_a_new_provision_and_a_new_code(self, world):
        law = {"key": "nytt", "law": "lag (2030:1)", "ref": "1 §", "short": "L", "meaning": "Ny."}
        assert post(world.forvaltningschef, "/regelverk/lagrum/ny/", **law, **when()).url
        code = {"list": "behov", "code": "skola", "label": "Skola", "order": "9"}
        answer = post(world.delegationsadmin, "/regelverk/kodlistor/ny/", **code, **when())
        publish(Proposal.objects.get(kind="kodlistor"), by=world.forvaltningschef)
        assert "Skola" in text_of(get(world.coach, answer.url))
        assert Code.objects.get(code="skola").valid_from == in_a()

    def test_only_provisions_and_codes_may_be_new(self, world):
        for kind in ("brevtexter", "riktlinjer", "installningar", "formular"):
            assert get(world.delegationsadmin, f"/regelverk/{kind}/ny/").status_code == 404

    @pytest.mark.parametrize(
        ("key", "sent", "value"),
        [("egen_motivering_minst", "300", 300), ("rad_och_stod_med_namn", "True", True)],
    )
    def test_a_setting_keeps_its_kind(self, world, key, sent, value):
        url = f"/regelverk/installningar/post/{key}/andra/"
        assert "Värdet är nu" in text_of(get(world.delegationsadmin, url))
        assert post(world.delegationsadmin, url, value=sent, **when()).status_code == 302
        assert type(Proposal.objects.get().content["value"]) is type(value)
        publish(Proposal.objects.get(), by=world.forvaltningschef)
        assert Setting.objects.on(in_a()).get(key=key).value == value

    def test_the_courses_that_deciding_needs_are_ticked_and_who_would_lack_them_is_told(
        self, world
    ):
        url = "/regelverk/installningar/post/utbildning_for_beslut/"
        assert world.chef and f"{url}andra/" in page_of(get(world.delegationsadmin, url)).links
        assert "Att besluta på delegation" in text_of(get(world.delegationsadmin, f"{url}andra/"))
        sent = post(world.delegationsadmin, f"{url}andra/", value=["delegation"], **when())
        proposal = Proposal.objects.get()
        assert (sent.status_code, proposal.content["value"]) == (302, ["delegation"])
        page = text_of(get(world.forvaltningschef, proposal.get_absolute_url()))
        assert "kan de här inte besluta" in page and "Chef Farsta" in page
        assert "Publicera</button>" in page
        publish(proposal, by=world.forvaltningschef)
        none = post(world.delegationsadmin, f"{url}andra/", value=[], **when(days=2))
        assert none.status_code == 302

    def test_the_form_is_written_row_by_row(self, world):
        page = get(world.delegationsadmin, FORM + "andra/")
        assert "Vad fungerar bra?" in text_of(page)
        one = {"section": "Vardagen", "text": "Hur ser en vanlig dag ut?", "required": "on"}
        sent = {"name": "Initial bedömning del 2"} | when()
        answer = post(world.delegationsadmin, FORM + "andra/", **rows(one, {"text": ""}), **sent)
        assert answer.status_code == 302
        publish(Proposal.objects.get(), by=world.forvaltningschef)
        version = AssessmentForm.objects.latest("valid_from")
        assert [q.text for q in version.questions.all()] == ["Hur ser en vanlig dag ut?"]

    def test_a_question_without_section_is_told_and_more_rows_come_when_asked_for(self, world):
        sent = rows({"text": "Utan avsnitt?"})
        answer = post(world.delegationsadmin, FORM + "andra/", **sent)
        assert answer.status_code == 422
        assert "Ange avsnitt för frågan." in text_of(answer)
        answer = post(world.delegationsadmin, FORM + "andra/", **sent, do="more")
        page = page_of(answer)
        assert answer.status_code == 200
        assert page.inputs["r0-text"] == "Utan avsnitt?"
        assert "r2-text" in page.inputs
        assert "Det gick inte att spara" not in text_of(answer)

    def test_a_criterion_keeps_its_code_and_a_new_one_gets_one(self, world):
        known = {"code": "malgrupp", "question": "Personen är 18–29 år"}
        new = {"question": "Personen bor i Stockholm", "bars_grant": "on", "bar_sentence": "Nej."}
        sent = {"name": "R", "dnr": "1", "insats": "stöd", "longest_months": "6"} | when()
        answer = post(world.delegationsadmin, RULES + "andra/", **rows(known, new, {}), **sent)
        assert answer.status_code == 302
        criteria = Proposal.objects.get().content["criteria"]
        assert [row["code"] for row in criteria] == ["malgrupp", "personen-bor-i-stockholm"]

    def test_taking_out_of_use_says_from_when_and_why(self, world):
        url = "/regelverk/kodlistor/post/behov.boende/ta-ur-bruk/"
        assert post(world.delegationsadmin, url).status_code == 422
        assert post(world.delegationsadmin, url, **when()).status_code == 302
        page = text_of(get(world.forvaltningschef, Proposal.objects.get().get_absolute_url()))
        assert "Ta ur bruk: Boende" in page
        assert "Gäller inte längre" in page
        needed = get(world.delegationsadmin, TEXT + "ta-ur-bruk/")
        assert "Texten behövs i Beslutsbrev" in text_of(needed)
        assert TEXT + "ta-ur-bruk/" not in page_of(get(world.delegationsadmin, TEXT)).links


class TestTheProposal:
    def test_tells_what_changes_word_by_word_and_not_by_colour_alone(self, world):
        page = text_of(get(world.forvaltningschef, proposed(world).get_absolute_url()))
        assert "[borttaget: " in page
        assert "[tillagt: " in page
        assert WHY in page

    def test_tells_that_criteria_are_asked_in_another_order_and_which_is_gone(self, world):
        criteria = change_to("riktlinjer").content["criteria"]
        found = proposed(world, change_to("riktlinjer", criteria=criteria[:0:-1]))
        page = text_of(get(world.forvaltningschef, found.get_absolute_url()))
        assert "Kriteriernas ordning" in page
        assert "tas bort" in page

    def test_has_test_letters_in_which_the_text_stands(self, world):
        found = proposed(world, change_to("brevtexter", "nu_avslag", text="Nytt."))
        url = found.get_absolute_url()
        links = page_of(get(world.forvaltningschef, url)).links
        assert f"{url}brev/avslag/" in links
        assert f"{url}brev/bifall/" not in links
        pdf = get(world.forvaltningschef, f"{url}brev/avslag/")
        assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
        assert get(world.forvaltningschef, f"{url}brev/bifall/").status_code == 404

    def test_a_text_of_the_basis_is_shown_in_the_basis(self, world):
        found = proposed(world, change_to("brevtexter", "underlag_svara", text="Svara."))
        links = page_of(get(world.forvaltningschef, found.get_absolute_url())).links
        assert [link for link in links if "/brev/" in link][0].endswith("/brev/underlag/")

    def test_a_letter_that_can_no_longer_be_made_says_why(self, world):
        found = proposed(world)
        row = LetterText.objects.on().get(key="rubrik_nu")
        row.valid_to = clock.today()
        row.save()
        url = f"{found.get_absolute_url()}brev/beslut-avslag-inget/"
        answer = get(world.forvaltningschef, url)
        assert answer.status_code == 409
        assert "rubrik_nu" in text_of(answer)

    def test_a_riktlinje_is_shown_as_the_investigation_asks(self, world):
        found = proposed(world, change_to("riktlinjer", name="Nya"))
        page = text_of(get(world.forvaltningschef, found.get_absolute_url()))
        assert "Så frågar utredningen" in page
        assert "Personen varken arbetar eller studerar" in page

    def test_the_button_is_the_second_persons_alone(self, world):
        url = proposed(world).get_absolute_url()
        sent_to = [form["action"] for form in page_of(get(world.forvaltningschef, url)).forms]
        assert f"{url}publicera/" in sent_to
        for who in (world.delegationsadmin, world.coach):
            page = get(who, url)
            assert f"{url}publicera/" not in [form["action"] for form in page_of(page).forms]
        own = text_of(get(world.delegationsadmin, url))
        assert "Du har själv föreslagit ändringen." in own
        assert "Kan publiceras av Forvaltningschef" in own.replace("  ", " ")

    def test_the_post_is_refused_to_who_proposed_and_to_who_does_not_keep_it(self, world):
        url = proposed(world).get_absolute_url()
        for who in (world.delegationsadmin, world.coach, world.sekreterare):
            assert post(who, f"{url}publicera/").status_code == 403
        assert post(world.forvaltningschef, f"{url}publicera/").status_code == 302
        assert post(world.forvaltningschef, f"{url}publicera/").status_code == 409
        assert post(world.delegationsadmin, f"{url}ta-tillbaka/").status_code == 409

    def test_one_that_is_published_is_compared_with_what_was_before_it(self, world):
        published(world, change_to("brevtexter", "beslut_avslag", days=1, text="Först så."))
        published(world, change_to("brevtexter", "beslut_avslag", days=2, text="Sedan så."))
        first = Proposal.objects.first()
        page = text_of(get(world.coach, first.get_absolute_url()))
        assert "Först så." in page.replace("<", " <")
        assert "Sedan" not in page

    def test_one_taken_back_offers_nothing_more(self, world):
        found = take_back(proposed(world), by=world.delegationsadmin)
        page = get(world.forvaltningschef, found.get_absolute_url())
        assert "Återtaget" in text_of(page)
        assert not [f for f in page_of(page).forms if "publicera" in (f["action"] or "")]

    def test_publishing_a_riktlinje_says_that_it_is_to_be_reported(self, world):
        found = proposed(world, change_to("riktlinjer", name="Nya"))
        url = found.get_absolute_url()
        assert post(world.forvaltningschef, f"{url}publicera/").status_code == 302
        page = text_of(get(world.sekreterare, "/regelverk/"))
        assert "Anmäl uppdaterad riktlinje till nämnden: Nya" in page


def test_what_waits_stands_first_with_who_may_publish_it(world):
    assert world.forvaltningschef
    proposed(world)
    page = text_of(get(world.coach, "/regelverk/"))
    assert "Brevtexter: beslut_avslag" in page
    assert str(world.forvaltningschef) in page
    assert "Inget förslag väntar." not in page


@pytest.mark.parametrize("who", ["coach", "chef", "registrator", "granskare", "sekreterare"])
def test_others_read_and_change_nothing(world, who):
    user = getattr(world, who)
    page = page_of(get(user, TEXT))
    assert TEXT + "andra/" not in page.links
    sent = {"text": NEW_TEXT, "owner": "Juridik", **when()}
    assert post(user, TEXT + "andra/", **sent).status_code == 403
    assert post(user, TEXT + "ta-ur-bruk/", **when()).status_code == 403
    assert not Proposal.objects.exists()
