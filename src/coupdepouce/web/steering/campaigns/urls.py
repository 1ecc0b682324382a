"""The addresses of the campaigns' pages."""

from django.urls import URLPattern, path

from coupdepouce.web.steering.campaigns import campaigns, papers, waves

app_name = "campaigns"
CAMPAIGN = "programme/campagnes/<uuid:reference>/"
WAVE = "programme/campagnes/vagues/<uuid:reference>/"
SENDING = "programme/campagnes/envois/<number:pk>/"
CODE = "programme/campagnes/codes/<slug:code>/"
urlpatterns: list[URLPattern] = [
    path("programme/campagnes/", campaigns.home, name="home"),
    path("programme/campagnes/nouvelle/", campaigns.new, name="new"),
    path(CAMPAIGN, campaigns.show, name="campaign"),
    path(f"{CAMPAIGN}clore/", campaigns.close, name="close"),
    path(f"{CAMPAIGN}vague/", waves.new, name="new_wave"),
    path(WAVE, waves.show, name="wave"),
    path(f"{WAVE}lettres/", waves.draw, name="draw"),
    path(f"{WAVE}lettres/<uuid:key>.csv", papers.letters, name="letters"),
    path(f"{SENDING}nombre/", waves.copies, name="copies"),
    path(f"{SENDING}affiche/", waves.spot, name="spot"),
    path(f"{CODE}affiche-<slug:language>.pdf", papers.poster, name="poster"),
    path(f"{CODE}fiche.pdf", papers.card, name="card"),
]
