"""The addresses of the workshops."""

from django.urls import URLPattern, path

from coupdepouce.web.training import (
    booking,
    catalogue,
    feeds,
    household,
    listing,
    person,
    person_acts,
    plan,
    roll,
    sessions,
)

app_name = "training"
SESSION = "formation/<uuid:reference>/"
PERSON = "formation/personne/<uuid:reference>/"

urlpatterns: list[URLPattern] = [
    path("ateliers/", listing.near, name="listing"),
    path("suivre/atelier/", household.choose, name="choose"),
    path("suivre/atelier/<uuid:reference>/annuler/", household.cancel, name="give_back"),
    path("suivre/atelier/<uuid:reference>.ics", household.calendar, name="calendar"),
    path("agenda/<str:token>.ics", feeds.feed, name="feed"),
    path("ateliers/inscrire/", booking.sessions, name="sessions"),
    path("ateliers/inscrire/<uuid:reference>/", booking.invite, name="invite"),
    path("formation/", plan.home, name="home"),
    path("formation/passees/", plan.past, name="past"),
    path("formation/agendas/", feeds.addresses, name="feeds"),
    path("formation/nouvelle/", plan.new, name="new"),
    path("formation/catalogue/", catalogue.show, name="catalogue"),
    path("formation/catalogue/nouveau/", catalogue.add, name="new_workshop"),
    path("formation/catalogue/<number:pk>/", catalogue.change, name="workshop"),
    path("formation/questions/", person.sheet, name="sheet"),
    path(PERSON, person.show, name="person"),
    path(f"{PERSON}besoins/", person.needs, name="needs"),
    path(f"{PERSON}questions/<slug:phase>/", person.skills, name="skills"),
    path(f"{PERSON}rendre/<uuid:booking>/", person_acts.give_up, name="give_up"),
    path(f"{PERSON}terminer/", person_acts.finish, name="finish"),
    path(f"{PERSON}progres/", person.progress, name="progress"),
    path(f"{PERSON}attestation.pdf", person.attestation, name="attestation"),
    path(SESSION, roll.show, name="session"),
    path(f"{SESSION}liste/", roll.paper, name="paper"),
    path(f"{SESSION}recopier/", roll.copy, name="copy"),
    path(f"{SESSION}bilan/", roll.report, name="report"),
    path(f"{SESSION}ouvrir/", sessions.publish, name="publish"),
    path(f"{SESSION}changer/", sessions.change, name="change"),
    path(f"{SESSION}annuler/", sessions.cancel, name="cancel"),
]
