"""The addresses of the shop's pages."""

from django.urls import path

from coupdepouce.web.counter import link, offline, views, visits

app_name = "counter"
urlpatterns = [
    path("boutique/", views.home, name="home"),
    path("boutique/fiche/", views.card, name="card"),
    path("boutique/bon/<uuid:reference>/", views.voucher, name="voucher"),
    path("boutique/rendez-vous/", visits.show, name="visits"),
    path("boutique/rendez-vous/<number:pk>/fermer/", visits.remove, name="visits_remove"),
    path("boutique/hors-ligne/", offline.desk, name="offline"),
    path("boutique/hors-ligne/bagage/", offline.luggage, name="offline_luggage"),
    path("boutique/hors-ligne/envoi/", offline.send, name="offline_send"),
    path("boutique/hors-ligne/service.js", offline.service, name="offline_service"),
    path("boutique/conflit/<uuid:once>/lu/", offline.read, name="conflict_read"),
    path("reponse/<str:token>/", link.answer, name="answer"),
]
