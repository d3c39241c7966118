"""Addresses of utlämnande. No name is ever part of one."""

from django.urls import path

from disclosure import list_views, masking_views, namnd_views, step_views, views

ALL = "arenden/<case:slug>/utlamnanden/"
ONE = f"{ALL}<int:pk>/"

urlpatterns = [
    path("utlamnanden/", list_views.waiting, name="waiting_disclosures"),
    path(ALL, views.disclosures, name="disclosures"),
    path(f"{ALL}ny/", step_views.new_disclosure, name="new_disclosure"),
    path(ONE, views.disclosure, name="disclosure"),
    path(f"{ONE}maska/", masking_views.prepare, name="prepare_copy"),
    path(f"{ONE}maska/<slug:key>/<int:number>/", masking_views.mask_page, name="mask_page"),
    path(f"{ONE}maska/<slug:key>/<int:number>.png", masking_views.picture, name="mask_picture"),
    path(f"{ONE}kopia/<int:copy>/", step_views.release_copy, name="masked_copy"),
    path(f"{ONE}kopia/<int:copy>.pdf", views.copy_pdf, name="masked_copy_pdf"),
    path(f"{ONE}lamna-ut/", step_views.give_copy, name="give_copy"),
    path(f"{ONE}svara/", step_views.reply_disclosure, name="reply_disclosure"),
    path(f"{ONE}begart-beslut/", step_views.demand_decision, name="demand_decision"),
    path(f"{ONE}besluta/", step_views.decide_disclosure, name="decide_disclosure"),
    path(f"{ONE}hanskjut/", namnd_views.refer, name="refer_disclosure"),
    path(f"{ONE}namndens-beslut/", namnd_views.namnd_decision, name="namnd_disclosure"),
    path(f"{ONE}tillbaka/", namnd_views.hand_back, name="hand_back_disclosure"),
    path(f"{ONE}beslut.pdf", views.refusal_pdf, name="disclosure_refusal"),
    path(f"{ONE}forhandsgranska/<slug:sha256>.pdf", views.preview_pdf, name="disclosure_preview"),
    path(f"{ONE}overklagat/", step_views.note_appeal, name="note_disclosure_appeal"),
]
