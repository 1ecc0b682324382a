"""The addresses of the prescriber's pages."""

from django.urls import URLPattern, path

from coupdepouce.web.prescribing import came_by, files, papers, views

app_name = "prescribing"
FILE = "prescriptions/<uuid:reference>/"
HOUSEHOLD = "menages/<uuid:reference>/"

urlpatterns: list[URLPattern] = [
    path("accueil/nouvelles-lues/", views.news_read, name="news_read"),
    path("accueil/prevenu/<uuid:key>/", views.reached, name="reached"),
    path("prescriptions/nouvelle/", views.new, name="new"),
    path("prescriptions/communes/", views.communes_of, name="communes"),
    path("prescriptions/bons/", papers.batch, name="batch"),
    path("prescriptions/bons.pdf", papers.batch_pdf, name="batch_pdf"),
    path(FILE, files.show, name="file"),
    path(f"{FILE}bon/", papers.voucher, name="voucher"),
    path(f"{FILE}bon.pdf", papers.voucher_pdf, name="voucher_pdf"),
    path(f"{FILE}papier/", files.judge_again, name="proof"),
    path(f"{FILE}menage/", files.edit, name="edit"),
    path(f"{FILE}annonce/", came_by.write, name="came_by"),
    path(f"{FILE}administration/", files.ask, name="ask"),
    path(HOUSEHOLD, files.household, name="household"),
    path(f"{HOUSEHOLD}prescrire/", files.prescribe, name="prescribe"),
]
