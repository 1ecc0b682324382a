"""The addresses of the machines."""

from django.urls import path

from coupdepouce.web.stock import counter, inventory, parcels, programme, shop

app_name = "stock"
urlpatterns = [
    path("boutique/ordinateurs/", shop.home, name="home"),
    path("boutique/ordinateurs/attente/", shop.queue, name="queue"),
    path("boutique/ordinateurs/machine/<uuid:reference>/", shop.machine, name="machine"),
    path("boutique/ordinateurs/colis/", parcels.show, name="parcels"),
    path("boutique/ordinateurs/colis/nouveau/", parcels.send, name="send"),
    path("boutique/ordinateurs/colis/<uuid:reference>/", parcels.parcel, name="parcel"),
    path("boutique/ordinateurs/inventaire/", inventory.show, name="inventories"),
    path("boutique/ordinateurs/inventaire/<uuid:reference>/", inventory.count, name="count"),
    path(
        "boutique/ordinateurs/inventaire/<uuid:reference>/retirer/", inventory.unscan, name="unscan"
    ),
    path("boutique/ordinateurs/inventaire/<uuid:reference>/clore/", inventory.close, name="close"),
    path(
        "boutique/bon/<uuid:reference>/ordinateur/",
        counter.give,
        {"name": "hand_over"},
        name="hand_over",
    ),
    path(
        "boutique/bon/<uuid:reference>/ordinateur/echange/",
        counter.give,
        {"name": "exchange_computer"},
        name="exchange",
    ),
    path(
        "boutique/bon/<uuid:reference>/ordinateur/pret/",
        counter.give,
        {"name": "lend_computer"},
        name="lend",
    ),
    path("boutique/bon/<uuid:reference>/ordinateur/recu/", counter.receipt, name="receipt"),
    path(
        "boutique/bon/<uuid:reference>/ordinateur/recu.pdf",
        counter.receipt_pdf_file,
        name="receipt_pdf",
    ),
    path("programme/ordinateurs/", programme.shops, name="shops"),
    path("programme/ordinateurs/<number:pk>/seuil/", programme.threshold, name="threshold"),
]
