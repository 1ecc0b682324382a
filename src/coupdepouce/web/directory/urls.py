"""The addresses of the directory."""

from django.urls import URLPattern, path

from coupdepouce.web.directory import listing, pairs, quality

app_name = "directory"
STAFF = "programme/partenaires/lieux/"
urlpatterns: list[URLPattern] = [
    path("lieux/", listing.listing, name="listing"),
    path("lieux/<number:pk>/", listing.place, name="place"),
    path(STAFF + "qualite/", quality.show, name="quality"),
    path(STAFF + "qualite/relire/", quality.review, name="review"),
    path(STAFF + "doublons/", pairs.show, name="pairs"),
    path(STAFF + "doublons/<number:pk>/", pairs.pair, name="pair"),
]
