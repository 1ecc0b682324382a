"""The addresses of the workshop."""

from django.urls import path

from coupdepouce.web.refurbishing import bench, home, lots, machines, sheet

app_name = "refurbishing"
urlpatterns = [
    path("reconditionnement/", home.home, name="home"),
    path("reconditionnement/taux/", home.rates, name="rates"),
    path("reconditionnement/lots/", lots.show_all, name="lots"),
    path("reconditionnement/lots/nouveau/", lots.announce, name="announce"),
    path("reconditionnement/lots/<uuid:reference>/", lots.show, name="lot"),
    path("reconditionnement/lots/<uuid:reference>/arrivee/", lots.receive, name="receive"),
    path("reconditionnement/lots/<uuid:reference>/clore/", lots.close, name="close_lot"),
    path("reconditionnement/lots/<uuid:reference>/machine/", machines.add, name="add"),
    path("reconditionnement/lots/<uuid:reference>/tableau/", sheet.upload, name="sheet"),
    path(
        "reconditionnement/lots/<uuid:reference>/tableau/<uuid:key>/",
        sheet.preview,
        name="sheet_preview",
    ),
    path("reconditionnement/machines/<uuid:reference>/", bench.show, name="machine"),
    path("reconditionnement/machines/<uuid:reference>/corriger/", machines.correct, name="correct"),
    path("reconditionnement/machines/<uuid:reference>/essais/", bench.test, name="tests"),
    path("reconditionnement/machines/<uuid:reference>/effacement/", bench.erase, name="erasure"),
    path(
        "reconditionnement/machines/<uuid:reference>/effacement/<number:pk>/certificat/",
        bench.certificate,
        name="certificate",
    ),
    path("reconditionnement/machines/<uuid:reference>/notes/", bench.grade, name="grades"),
    path("reconditionnement/machines/<uuid:reference>/stock/", bench.stock, name="stock"),
]
