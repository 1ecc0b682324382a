"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

from coupdepouce.api.endpoints import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("coupdepouce.web.urls")),
]
