"""The addresses of the messages' pages, and those the providers call."""

from django.urls import URLPattern, path

from coupdepouce.web.steering.messages import hooks

app_name = "messages"
urlpatterns: list[URLPattern] = [
    path("fournisseurs/<slug:provider>/accuses/", hooks.receipts, name="receipts"),
]
