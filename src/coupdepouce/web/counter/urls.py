"""The addresses of the shop's pages."""

from django.urls import path

from coupdepouce.web.counter import link, views

app_name = "counter"
urlpatterns = [
    path("boutique/", views.home, name="home"),
    path("boutique/fiche/", views.card, name="card"),
    path("boutique/bon/<uuid:reference>/", views.voucher, name="voucher"),
    path("reponse/<str:token>/", link.answer, name="answer"),
]
