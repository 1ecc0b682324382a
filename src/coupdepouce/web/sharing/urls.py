"""The addresses of shared follow-ups, for staff."""

from django.urls import path

from coupdepouce.web.sharing import views

app_name = "sharing"
OF_REQUEST = "prescriptions/<uuid:reference>/partager/"
urlpatterns = [
    path("partages/", views.home, name="home"),
    path("partages/demander/", views.ask, name="ask"),
    path("partages/<uuid:reference>/", views.show, name="share"),
    path("partages/<uuid:reference>/arreter/", views.stop, name="stop"),
    path(OF_REQUEST, views.choose, name="choose"),
    path(f"{OF_REQUEST}<number:pk>/", views.agree, name="agree"),
]
