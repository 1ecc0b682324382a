"""The addresses of the messages' pages, and those the providers call."""

from django.urls import URLPattern, path

from coupdepouce.web.steering.messages import hooks, texts

app_name = "messages"
TEXT = "programme/messages/<slug:template>/<slug:language>/"
urlpatterns: list[URLPattern] = [
    path("programme/messages/", texts.texts, name="texts"),
    path(TEXT, texts.text, name="text"),
    path(f"{TEXT}ecrire/", texts.write, name="write"),
    path(f"{TEXT}version/<number:number>/", texts.back, name="back"),
    path("fournisseurs/<slug:provider>/accuses/", hooks.receipts, name="receipts"),
]
