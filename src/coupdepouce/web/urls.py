"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from coupdepouce.web import steps
from coupdepouce.web.gallery import gallery
from coupdepouce.web.numbers import NumberConverter
from coupdepouce.web.prescribing.views import home

register_converter(NumberConverter, "number")

urlpatterns: list[URLPattern | URLResolver] = [
    path("accueil/", home, name="home"),
    path("composants/", gallery, name="gallery"),
    path("compte/", include("coupdepouce.web.account.urls")),
    path("prescriptions/<uuid:reference>/etape/<slug:name>/", steps.step, name="step"),
    path("", include("coupdepouce.web.prescribing.urls")),
    path("", include("coupdepouce.web.public.urls")),
    path("", include("coupdepouce.web.counter.urls")),
    path("", include("coupdepouce.web.lines.urls")),
    path("", include("coupdepouce.web.steering.urls")),
    path("", include("coupdepouce.web.partnership.urls")),
    path("", include("coupdepouce.web.recourse.urls")),
    path("", include("coupdepouce.web.sharing.urls")),
    path("", include("coupdepouce.web.steering.messages.urls")),
    path("", include("coupdepouce.web.steering.territories.urls")),
    path("", include("coupdepouce.web.steering.campaigns.urls")),
    path("", include("coupdepouce.web.refurbishing.urls")),
    path("", include("coupdepouce.web.stock.urls")),
    path("", include("coupdepouce.web.training.urls")),
    path("", include("coupdepouce.web.directory.urls")),
]
