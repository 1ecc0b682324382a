"""The sign-in pages that exist; the rest of the library has no address here."""

from allauth.account import views as sign_in
from django.urls import URLPattern, path, re_path

from coupdepouce.web.account.views import log_in, shortcuts, switch_membership
from coupdepouce.web.audience import public

# One view object per address: `public` marks the view itself.
urlpatterns: list[URLPattern] = [
    path("connexion/", log_in, name="account_login"),
    path("deconnexion/", public(sign_in.LogoutView.as_view()), name="account_logout"),
    path("ferme/", public(sign_in.AccountInactiveView.as_view()), name="account_inactive"),
    path(
        "mot-de-passe/oublie/",
        public(sign_in.PasswordResetView.as_view()),
        name="account_reset_password",
    ),
    path(
        "mot-de-passe/envoye/",
        public(sign_in.PasswordResetDoneView.as_view()),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/choisir/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(sign_in.PasswordResetFromKeyView.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/choisi/",
        public(sign_in.PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
    path("changer/", switch_membership, name="switch_membership"),
    path("raccourcis/", shortcuts, name="shortcuts"),
]
