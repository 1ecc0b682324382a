"""The smallest Django page with a template and one indexed read, to compare with."""

import os

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

import tests.environment  # noqa: F401

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coupdepouce.config.settings")

import django
from django.conf import settings

django.setup()
settings.ROOT_URLCONF = "benchmarks.bare_site"
settings.MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]

from coupdepouce.programmes.models import ProgrammeVersion  # noqa: E402

PAGE = engines["django"].from_string(
    "<!doctype html><title>Bare</title><h1>{{ version.programme }}</h1>"
    "{% for n in numbers %}<p>Line {{ n }}</p>{% endfor %}"
)


def show(request: HttpRequest) -> HttpResponse:
    """Read one row by its index and render it."""
    version = ProgrammeVersion.objects.filter(programme="coup-de-pouce", is_current=True).first()
    return HttpResponse(PAGE.render({"version": version, "numbers": range(20)}, request))


urlpatterns = [path("", show)]

from coupdepouce.config.wsgi import application  # noqa: E402, F401
