"""The addresses of the structures' pages."""

from django.urls import URLPattern, path

from coupdepouce.web.partnership import agreement, briefing, follow, join

app_name = "partnership"
urlpatterns: list[URLPattern] = [
    path("partenaire/convention/", agreement.show, name="agreement"),
    path("partenaire/convention/<number:pk>/", agreement.paper, name="agreement_paper"),
    path("partenaire/formation/", briefing.show, name="briefing"),
    path("partenaires/rejoindre/", join.ask, name="join"),
    path("partenaires/candidature/<str:token>/", follow.follow, name="follow"),
    path("partenaires/candidature/<str:token>/corriger/", follow.correct, name="correct"),
    path("partenaires/candidature/<str:token>/retirer/", follow.withdraw, name="withdraw"),
]
