"""Addresses of signing in and of accounts. No name is ever part of one."""

from django.urls import path

from jobbtorg.signin import accounts, views
from jobbtorg.ui.signin import signed_in

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("login/kod/", views.code, name="sign_in_code"),
    path("login/engangskoder/", views.enrol, name="sign_in_enrol"),
    path("login/vidare/", views.onwards, name="sign_in_onwards"),
    path("login/staden/", views.city, name="sign_in_city"),
    path("login/staden/svar/", views.city_back, name="sign_in_city_back"),
    path("login/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("logout/", views.sign_out, name="logout"),
    path("inloggad/", signed_in, name="signed_in"),
    path("konto/", accounts.own_account, name="own_account"),
    path("konto/losenord/", accounts.password, name="password"),
    path("konton/", accounts.accounts, name="accounts"),
    path("konton/<int:pk>/", accounts.account, name="account"),
]
