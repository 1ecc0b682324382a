"""The addresses of complaints, for staff."""

from django.urls import path

from coupdepouce.web.recourse import entering, views

app_name = "recourse"
urlpatterns = [
    path("reclamations/", views.home, name="home"),
    path("reclamations/nouvelle/", entering.new, name="new"),
    path("reclamations/<uuid:reference>/", views.show, name="complaint"),
    path("reclamations/<uuid:reference>/<slug:name>/", views.step, name="step"),
    path("prescriptions/<uuid:reference>/reclamation/", entering.of_request, name="of_request"),
]
