"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("coupdepouce.web.public.urls")),
    path("", include("coupdepouce.web.counter.urls")),
    path("", include("coupdepouce.web.steering.urls")),
]
