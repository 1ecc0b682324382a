"""The addresses of the messages' pages, and those the providers call."""

from django.urls import URLPattern, path

from coupdepouce.web.steering.messages import hooks, papers, report, texts

app_name = "messages"
TEXT = "programme/messages/<slug:template>/<slug:language>/"
urlpatterns: list[URLPattern] = [
    path("programme/messages/", texts.texts, name="texts"),
    path("programme/messages/envois/", report.show, name="report"),
    path("programme/messages/papiers/", papers.papers, name="papers"),
    path("programme/messages/papiers/affiche-<slug:language>.pdf", papers.poster, name="poster"),
    path("programme/messages/papiers/lots/<slug:name>.<slug:kind>", papers.batch, name="batch"),
    path("boutique/fiche.pdf", papers.card, name="card"),
    path("boite-aux-lettres/<number:pk>.pdf", papers.letter, name="letter"),
    path(TEXT, texts.text, name="text"),
    path(f"{TEXT}ecrire/", texts.write, name="write"),
    path(f"{TEXT}version/<number:number>/", texts.back, name="back"),
    path("fournisseurs/<slug:provider>/accuses/", hooks.receipts, name="receipts"),
    path("fournisseurs/<slug:provider>/reponses/", hooks.replies, name="replies"),
]
