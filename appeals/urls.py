"""Addresses of överklaganden. No name and no personnummer is ever part of one."""

from django.urls import path

from appeals import court_views, list_views, step_views, views

ONE = "arenden/<case:slug>/overklaganden/<int:pk>/"

urlpatterns = [
    path("overklaganden/", list_views.ongoing, name="ongoing_appeals"),
    path("overklaganden/manad/", list_views.month, name="appeals_this_month"),
    path("overklaganden/manad/<slug:month>/", list_views.month, name="appeals_month"),
    path("overklaganden/manad/<slug:month>.pdf", list_views.month_pdf, name="appeals_month_pdf"),
    path("overklaganden/manad/<slug:month>.csv", list_views.month_csv, name="appeals_month_csv"),
    path("arenden/<case:slug>/overklaganden/", views.appeals, name="appeals"),
    path("arenden/<case:slug>/overklaganden/nytt/", views.new_appeal, name="new_appeal"),
    path(ONE, views.appeal, name="appeal"),
    path(f"{ONE}registrera-om/", views.new_appeal, name="replace_appeal"),
    path(f"{ONE}rattidsprovning/", step_views.try_appeal, name="try_appeal"),
    path(f"{ONE}omprovning/", step_views.review_appeal, name="review_appeal"),
    path(f"{ONE}yttrande/", step_views.state_appeal, name="state_appeal"),
    path(f"{ONE}overlamna/", step_views.send_appeal, {"way": "hand_over"}, name="hand_over_appeal"),
    path(
        f"{ONE}vidarebefordra/", step_views.send_appeal, {"way": "forward"}, name="forward_appeal"
    ),
    path(f"{ONE}komplettera/", step_views.send_appeal, {"way": "send_more"}, name="send_more"),
    path(
        f"{ONE}annan-myndighet/",
        step_views.send_appeal,
        {"way": "send_elsewhere"},
        name="send_elsewhere",
    ),
    path(f"{ONE}till-personen/<int:transfer>/", step_views.tell_party, name="tell_party"),
    path(f"{ONE}fran-ratten/", court_views.note_from_court, name="note_from_court"),
    path(f"{ONE}dom/", court_views.judge_appeal, name="judge_appeal"),
    path(f"{ONE}fran-ratten/<int:row>/", court_views.correct_event, name="correct_court_event"),
    path(f"{ONE}dom/<int:row>/", court_views.correct_judgment, name="correct_judgment"),
    path(f"{ONE}verkstall/", court_views.execute_judgment, name="execute_judgment"),
    path(f"{ONE}ta-upp/", court_views.reopen_appeal, name="reopen_appeal"),
    path(f"{ONE}forhandsgranska/<slug:sha256>.pdf", step_views.preview_pdf, name="appeal_preview"),
    path("arenden/<case:slug>/till-ratten/<int:pk>.pdf", views.transfer_pdf, name="transfer_pdf"),
    path("arenden/<case:slug>/till-personen/<int:pk>.pdf", views.party_pdf, name="party_letter"),
    path("arenden/<case:slug>/yttrande/<int:pk>.pdf", views.statement_pdf, name="statement_pdf"),
]
