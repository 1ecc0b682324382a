"""The addresses of the household's pages."""

from django.urls import path

from coupdepouce.web.public import follow, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("verifier/", views.check, name="check"),
    path("suivre/", follow.door, name="follow"),
    path("suivre/demande/", follow.followed_request, name="followed"),
    path("suivre/arreter/", follow.withdraw, name="withdraw"),
    path("suivre/quitter/", follow.leave, name="leave"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("vie-privee/", views.privacy, name="privacy"),
    path("aide/", views.help_page, name="help"),
]
