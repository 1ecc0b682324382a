"""The sign-in pages that exist; the rest of the library has no address here."""

from typing import Any

from allauth.account import views as sign_in
from django.urls import URLPattern, path, re_path

from coupdepouce.web.account.views import log_in, shortcuts, switch_membership
from coupdepouce.web.audience import View, public


def screen(view: Any, purpose: str) -> View:
    """Open a page of the library to everybody, and say what it is for."""
    opened: View = public(view.as_view())
    opened.__doc__ = purpose
    return opened


urlpatterns: list[URLPattern] = [
    path("connexion/", log_in, name="account_login"),
    path("deconnexion/", screen(sign_in.LogoutView, "Sign out."), name="account_logout"),
    path(
        "ferme/",
        screen(sign_in.AccountInactiveView, "Say that an account is closed."),
        name="account_inactive",
    ),
    path(
        "mot-de-passe/oublie/",
        screen(sign_in.PasswordResetView, "Ask for a link to choose a password."),
        name="account_reset_password",
    ),
    path(
        "mot-de-passe/envoye/",
        screen(sign_in.PasswordResetDoneView, "Say that the link is on its way."),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/choisir/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        screen(sign_in.PasswordResetFromKeyView, "Choose a password."),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/choisi/",
        screen(sign_in.PasswordResetFromKeyDoneView, "Say that the password is chosen."),
        name="account_reset_password_from_key_done",
    ),
    path("changer/", switch_membership, name="switch_membership"),
    path("raccourcis/", shortcuts, name="shortcuts"),
]
