"""The addresses of the line's pages."""

from django.urls import URLPattern, path

from coupdepouce.web.lines import cases, correcting, household, operator, upload

app_name = "lines"
CASE = "lignes/bloquees/<uuid:reference>/"
LINE = "prescriptions/<uuid:reference>/ligne/"

urlpatterns: list[URLPattern] = [
    path("operateur/", operator.home, name="operator"),
    path("operateur/lignes/<uuid:reference>/", operator.line, name="line"),
    path("operateur/lignes/<uuid:reference>/sans-reponse/", operator.no_answer, name="no_answer"),
    path("operateur/fichier/", upload.upload, name="upload"),
    path("operateur/fichier/<uuid:key>/", upload.preview, name="preview"),
    path("operateur/restes/", operator.left_over, name="left_over"),
    path(CASE, cases.show, name="case"),
    path(f"{CASE}confier/", cases.hand_over, name="hand_over"),
    path(f"{CASE}clore/", cases.close, name="close"),
    path(LINE, household.show, name="household"),
    path(f"{LINE}bloquee/", cases.open_one, name="open"),
    path(f"{LINE}contrat/", household.contract, name="contract"),
    path(f"{LINE}facture/", household.bill, name="bill"),
    path(f"{LINE}commande/", correcting.order_number, name="order_number"),
    path(f"{LINE}fin/", household.exit_plan, name="exit_plan"),
]
