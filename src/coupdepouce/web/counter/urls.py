"""The addresses of the shop's pages."""

from django.urls import URLPattern

app_name = "counter"
urlpatterns: list[URLPattern] = []
