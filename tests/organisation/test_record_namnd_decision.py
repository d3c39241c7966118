"""The nämnd's decision: what it delegates to the förvaltningschef, with its document."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jobbtorg.organisation.models import (
    CHEFER,
    Delegation,
    NamndDecision,
    NamndDocument,
    Power,
    Unit,
)
from jobbtorg.organisation.register import actions
from jobbtorg.organisation.register.rules import NamndData, Point
from tests.cases.helpers import get, post, refused, refused_by_database, signed_in, text_of

PDF = b"%PDF-1.7 protokollsutdrag"
DATA = {
    "dnr": "AMF 2026/12",
    "decided_on": date(2026, 2, 17),
    "paragraph": "11",
    "valid_from": date(2026, 2, 20),
    "valid_to": None,
}


def point(code, *functions):
    return Point(Power.objects.get(code=code), "4", "23 § FL", tuple(functions))


def record(world, *points, by=None, document=("beslut.pdf", PDF), replace=False, **changed):
    return actions.record_namnd_decision(
        NamndData(**(DATA | changed)),
        points or (point("avskrivning", *CHEFER),),
        document,
        by=by or world.delegationsadmin,
        replace=replace,
    )


def test_it_gives_the_forvaltningschef_the_power_for_every_unit(world, february):
    assert not world.forvaltningschef.may("avskrivning", world.unit("City"))
    decision = record(world)
    assert world.forvaltningschef.may("avskrivning", world.unit("City"))
    assert not world.chef.may("avskrivning", world.unit())
    assert decision.documents.get().sha256 == actions.hashlib.sha256(PDF).hexdigest()


def test_only_the_delegationsadministrator_records_it(world, february):
    for who in ("chef", "forvaltningschef", "sekreterare", "coach"):
        with refused("not_keeper"):
            record(world, by=getattr(world, who))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"decided_on": date(2026, 2, 21), "valid_from": date(2026, 2, 21)}, "future"),
        ({"valid_to": date(2026, 2, 19)}, "days"),
        ({"dnr": "AMF 2025/211", "decided_on": date(2025, 6, 17), "paragraph": "8"}, "known"),
    ],
)
def test_what_cannot_be_is_said(world, february, changed, code):
    with refused(code):
        record(world, **changed)


def test_it_begins_no_earlier_than_it_was_decided_and_never_backwards(world, february):
    with refused("backwards", "before_decision"):
        record(world, valid_from=date(2026, 2, 16))


def test_what_the_law_keeps_with_the_namnd_is_not_delegated(world, february):
    with refused("not_delegable") as rules:
        record(world, point("principiellt"))
    assert "nämnden beslutar själv" in rules[0].sentence


def test_a_decision_without_points_delegates_nothing(world, february):
    with refused("points"):
        actions.record_namnd_decision(NamndData(**DATA), [], None, by=world.delegationsadmin)


def test_an_earlier_delegation_of_the_same_is_told_of_with_what_rests_on_it(world, february):
    with refused("overlap") as rules:
        record(world, point("insats_ratt", *CHEFER))
    assert "14 vidaredelegationer vilar på den" in rules[0].sentence
    record(world, point("insats_ratt", *CHEFER), replace=True)
    old = Delegation.objects.get(
        power__code="insats_ratt", ground=None, namnd_decision__dnr="AMF 2025/211"
    )
    assert old.valid_to == date(2026, 2, 19)
    assert not world.chef.may("insats_ratt", world.unit())  # passed on anew, or not at all


def test_the_document_is_a_pdf_that_is_kept_as_it_came(world, february):
    with refused("pdf"):
        record(world, document=("beslut.docx", b"PK"))
    decision = record(world, document=None)
    with refused("pdf"):
        actions.add_document(decision, "x.png", b"PNG", by=world.delegationsadmin)
    added = actions.add_document(decision, "beslut.pdf", PDF, by=world.delegationsadmin)
    shown = get(world.coach, reverse("namnd_document", args=[added.pk]))
    assert shown.content == PDF
    assert shown["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in shown["Content-Security-Policy"]
    with refused_by_database("namnd_document_bytes_match_hash"):
        NamndDocument.objects.create(
            namnd_decision=decision,
            name="x.pdf",
            pdf=b"%PDF-annat",
            sha256=added.sha256,
            added_at=added.added_at,
            added_by=added.added_by,
        )


class TestThePage:
    FORM = {
        "dnr": "AMF 2026/12",
        "decided_on": "2026-02-17",
        "paragraph": "11",
        "valid_from": "2026-02-20",
        "avskrivning-given": "on",
        "avskrivning-point": "3",
        "avskrivning-lagrum": "19 § FL",
        "avskrivning-pass_on": "chefer",
    }

    def test_records_the_points_that_are_ticked_and_the_document(self, world, february):
        file = SimpleUploadedFile("beslut.pdf", PDF, content_type="application/pdf")
        answer = signed_in(world.delegationsadmin).post(
            reverse("namnd_new"), self.FORM | {"document": file}
        )
        assert answer.status_code == 302
        decision = NamndDecision.objects.get(dnr="AMF 2026/12")
        row = decision.delegations.get()
        assert (row.point, row.may_pass_on_to) == ("3", list(CHEFER))
        page = text_of(get(world.chef, answer.url))
        assert "Ja, till enhetschefer och biträdande" in page
        assert "beslut.pdf" in page

    def test_a_ticked_point_without_its_number_is_asked_for(self, world, february):
        page = post(
            world.delegationsadmin, reverse("namnd_new"), **(self.FORM | {"avskrivning-point": ""})
        )
        assert page.status_code == 422
        assert "Ange punkten för ”Avskriva ett ärende”." in text_of(page)
        assert not NamndDecision.objects.filter(dnr="AMF 2026/12").exists()

    def test_others_are_refused(self, world, february):
        assert get(world.chef, reverse("namnd_new")).status_code == 403
        assert post(world.chef, reverse("namnd_new"), **self.FORM).status_code == 403
        decision = NamndDecision.objects.first()
        file = SimpleUploadedFile("beslut.pdf", PDF)
        answer = signed_in(world.chef).post(
            reverse("namnd", args=[decision.pk]), {"document": file}
        )
        assert answer.status_code == 403
        assert not decision.documents.exists()


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (NamndDecision, "decided_on", date(2020, 1, 1)),
        (Power, "delegable", False),
        (Power, "code", "annan"),
        (Unit, "kind", "omrade"),
        (Unit, "part_of", None),
    ],
)
def test_what_the_register_rests_on_never_changes_under_it(world, model, name, value):
    row = model.objects.exclude(part_of=None).first() if model is Unit else model.objects.first()
    setattr(row, name, value)
    with refused_by_database("Cannot update"):
        row.save()
