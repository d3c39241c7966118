"""Addresses of the manager's way."""

from django.urls import path

from decisions import (
    audit_views,
    decision_views,
    execution_views,
    expediting_views,
    hearing_views,
    later_views,
    referral_views,
    reporting_views,
    views,
)

urlpatterns = [
    path("arenden/<case:slug>/beslut/", views.decide, name="decide"),
    path("arenden/<case:slug>/beslut/brev/<slug:sha256>/", views.preview, name="preview"),
    path(
        "arenden/<case:slug>/beslut/brev/<slug:sha256>.pdf", views.preview_pdf, name="preview_pdf"
    ),
    path("arenden/<case:slug>/aterlamna/", views.return_to_coach, name="return"),
    path("arenden/<case:slug>/hanskjut/", referral_views.refer, name="refer"),
    path(
        "arenden/<case:slug>/namndens-beslut/",
        referral_views.namnd_decision,
        name="namnd_decision",
    ),
    path("arenden/<case:slug>/lamna-tillbaka/", referral_views.hand_back, name="hand_back"),
    path("arenden/<case:slug>/beslutet/", decision_views.decision, name="decision"),
    path("arenden/<case:slug>/beslutet/delfaende/", decision_views.service, name="service"),
    path(
        "arenden/<case:slug>/beslutet/kontrollmeddelande/<int:pk>/",
        decision_views.control,
        name="control",
    ),
    path(
        "arenden/<case:slug>/beslutet/kom-inte-fram/<int:pk>/",
        decision_views.undelivered,
        name="undelivered",
    ),
    path("arenden/<case:slug>/beslutsbrev.pdf", decision_views.letter, name="letter"),
    path("arenden/<case:slug>/beslutet/<int:pk>/", decision_views.decision, name="one_decision"),
    path(
        "arenden/<case:slug>/beslutet/<int:pk>/delfaende/",
        decision_views.service,
        name="one_service",
    ),
    path(
        "arenden/<case:slug>/beslutet/<int:pk>/brev.pdf", decision_views.letter, name="one_letter"
    ),
    path("arenden/<case:slug>/beslutet/<int:pk>/underlag/", hearing_views.hearing, name="hearing"),
    path(
        "arenden/<case:slug>/underlag-andring/<int:pk>.pdf",
        hearing_views.letter,
        name="hearing_letter",
    ),
    path(
        "arenden/<case:slug>/underlag-andring/<int:pk>/svar/",
        hearing_views.reply,
        name="hearing_reply",
    ),
    path(
        "arenden/<case:slug>/beslutet/<int:pk>/<slug:name>/",
        later_views.later_decision,
        name="later_decision",
    ),
    path(
        "arenden/<case:slug>/beslut/<slug:name>/",
        later_views.formal_decision,
        name="formal_decision",
    ),
    path(
        "arenden/<case:slug>/verkstallighet/<int:pk>/", execution_views.execution, name="execution"
    ),
    path("ej-verkstallda/", execution_views.unexecuted, name="unexecuted"),
    path("ej-verkstallda.csv", execution_views.as_csv, name="unexecuted_csv"),
    path("expediering/", expediting_views.expediting, name="expediting"),
    path("anmalan/", reporting_views.reports, name="reports"),
    path("anmalan/sarskilt/", reporting_views.minute, name="minute_specially"),
    path("anmalan/beslut/<int:pk>/", reporting_views.own_minutes, name="own_minutes"),
    path("anmalan/lista/<int:pk>/", reporting_views.report, name="report"),
    path("anmalan/lista/<int:pk>.pdf", reporting_views.as_pdf, name="report_pdf"),
    path("anmalan/lista/<int:pk>.csv", reporting_views.as_csv, name="report_csv"),
    path("kontroll/brev/", views.letter_checks, name="letter_checks"),
    path("kontroll/historik/", audit_views.audit_checks, name="audit_checks"),
    path("kontroll/historik/kontrollvarden.txt", audit_views.audit_heads, name="audit_heads"),
    path("arenden/<case:slug>/historik/verifiera/", audit_views.verify_case, name="verify_case"),
]
