"""The addresses of the choice of territories."""

from django.urls import URLPattern, path

from coupdepouce.web.steering.territories import views

app_name = "territories"
urlpatterns: list[URLPattern] = [
    path("programme/territoires/", views.home, name="home"),
    path("programme/territoires/carte.svg", views.chart, name="chart"),
    path("programme/territoires/fiche/<slug:code>/", views.one, name="one"),
]
