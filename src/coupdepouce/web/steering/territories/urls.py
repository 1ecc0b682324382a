"""The addresses of the choice of territories."""

from django.urls import URLPattern, path

from coupdepouce.web.steering.territories import views

app_name = "territories"
urlpatterns: list[URLPattern] = [
    path("programme/territoires/", views.home, name="home"),
    path("programme/territoires/carte.svg", views.chart, name="chart"),
    path("programme/territoires/scenarios/", views.scenarios, name="scenarios"),
    path("programme/territoires/sites/", views.sites, name="sites"),
    path("programme/territoires/evaluation/", views.experiment, name="experiment"),
    path("programme/territoires/evaluation/plan.md", views.plan, name="plan"),
    path("programme/territoires/fiche/<slug:code>/", views.one, name="one"),
]
