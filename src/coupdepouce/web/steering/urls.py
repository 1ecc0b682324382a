"""The addresses of those who steer."""

from django.urls import URLPattern, path

from coupdepouce.web.steering import (
    access,
    connections,
    figures,
    measures,
    merging,
    partners,
    places,
    programme,
    team,
)

app_name = "steering"
urlpatterns: list[URLPattern] = [
    path("equipe/", team.show, name="team"),
    path("equipe/compte/", team.open_account, name="open_account"),
    path("equipe/<number:pk>/fermer/", team.close_account, name="close_account"),
    path("equipe/connexions/", connections.show, name="connections"),
    path("equipe/connexions/api-particulier/", connections.connect, name="connect"),
    path("equipe/connexions/api-particulier/couper/", connections.disconnect, name="disconnect"),
    path("equipe/connexions/cle/", connections.make_key, name="make_key"),
    path("equipe/connexions/cle/<number:pk>/fermer/", connections.revoke_key, name="revoke_key"),
    path("programme/", programme.prescriptions, name="programme"),
    path("programme/export.csv", programme.export, name="export"),
    path("programme/mesures/", measures.measures, name="measures"),
    path("programme/versions/", programme.versions, name="versions"),
    path("programme/quartiers/", programme.zones, name="zones"),
    path("programme/chiffres/", figures.show, name="figures"),
    path("programme/chiffres/<str:path>/confirmer/", figures.confirm, name="confirm_figure"),
    path("programme/partenaires/", partners.show, name="organisations"),
    path("programme/partenaires/nouveau/", partners.create, name="new_organisation"),
    path("programme/partenaires/lieux/", places.upload, name="places"),
    path("programme/partenaires/lieux/<uuid:key>/", places.preview, name="places_preview"),
    path("programme/partenaires/lieux/export/<str:name>/", places.export, name="places_export"),
    path("programme/partenaires/<number:pk>/", partners.organisation, name="organisation"),
    path("programme/partenaires/<number:pk>/compte/", partners.open_account, name="member"),
    path("programme/fusion/", merging.choose, name="merge"),
    path("programme/fusion/<uuid:kept>/<uuid:absorbed>/", merging.confirm, name="merge_preview"),
    path("acces/", access.log, name="access"),
    path("acces/comptes/", access.accounts, name="accounts"),
    path("acces/comptes/<number:user_id>/voir/", access.impersonate, name="impersonate"),
    path("acces/revenir/", access.release, name="release"),
    path("boite-aux-lettres/", access.mailbox, name="mailbox"),
]
