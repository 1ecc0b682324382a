"""The addresses of the household's pages."""

from django.urls import path

from coupdepouce.web.public import (
    arriving,
    erasing,
    follow,
    recourse,
    scam,
    sharing,
    stop,
    trust,
    views,
    visits,
)

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("verifier/", views.check, name="check"),
    path("c/<str:code>", arriving.arrive, name="arrive"),
    path("suivre/", follow.door, name="follow"),
    path("suivre/demande/", follow.followed_request, name="followed"),
    path("suivre/arreter/", follow.withdraw, name="withdraw"),
    path("suivre/rendez-vous/", visits.choose, name="visit"),
    path("suivre/rendez-vous/rendre/", visits.cancel, name="visit_cancel"),
    path("suivre/quitter/", follow.leave, name="leave"),
    path("suivre/reclamation/", recourse.door, name="complaints"),
    path("suivre/reclamation/nouvelle/", recourse.new, name="complain"),
    path("suivre/reclamation/papier/", recourse.paper, name="complaint_paper"),
    path("suivre/reclamation/<uuid:reference>/", recourse.complaint, name="complaint"),
    path("suivre/reclamation/<uuid:reference>/effacer/", recourse.erase, name="complaint_erase"),
    path("suivre/reclamation/<uuid:reference>/<slug:name>/", recourse.act, name="complaint_step"),
    path("suivre/qui-voit/", trust.who, name="who"),
    path("suivre/accords/<slug:purpose>/", trust.agreement, name="agreement"),
    path("suivre/partager/", sharing.choose, name="share"),
    path("suivre/partager/<number:pk>/", sharing.give, name="share_with"),
    path("suivre/partages/<uuid:reference>/", sharing.answer, name="share_answer"),
    path("suivre/partages/<uuid:reference>/arreter/", sharing.stop, name="share_stop"),
    path("suivre/effacer/", erasing.explain, name="erase"),
    path("suivre/effacer/confirmer/", erasing.confirm, name="erase_confirm"),
    path("suivre/efface/", erasing.receipt, name="erased"),
    path("arnaque/", scam.doubt, name="scam"),
    path("messages/arret/<uuid:key>/", stop.stop, name="stop"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("vie-privee/", views.privacy, name="privacy"),
    path("aide/", views.help_page, name="help"),
]
