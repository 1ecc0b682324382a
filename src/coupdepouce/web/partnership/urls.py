"""The addresses of the structures' pages."""

from django.urls import path

from coupdepouce.web.partnership import follow, join

app_name = "partnership"
urlpatterns = [
    path("partenaires/rejoindre/", join.ask, name="join"),
    path("partenaires/candidature/<str:token>/", follow.follow, name="follow"),
    path("partenaires/candidature/<str:token>/corriger/", follow.correct, name="correct"),
    path("partenaires/candidature/<str:token>/retirer/", follow.withdraw, name="withdraw"),
]
