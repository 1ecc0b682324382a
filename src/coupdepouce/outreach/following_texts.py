"""What a household reads when the organisation that followed it closes."""

from coupdepouce.outreach.text import Text, gettext_noop

FOLLOWING_TEXTS = {
    "followed_by_another": Text(
        sms=gettext_noop(
            "Coup de Pouce : une autre structure vous suit maintenant. "
            "Votre demande continue. {link}"
        ),
        subject=gettext_noop("Une autre structure vous suit"),
        email=gettext_noop(
            "Bonjour,\n\nLa structure qui vous suivait est fermée.\n"
            "{organisation} vous suit maintenant. Votre demande continue.\n"
            "Si vous avez un bon, il marche toujours.\n"
            "Vous préférez une autre structure ? Dites-le-nous : {link}"
        ),
        says=("organisation",),
    ),
    "followed_by_programme": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre structure est fermee. Notre equipe vous suit. "
            "Votre demande continue. {link}"
        ),
        subject=gettext_noop("Notre équipe vous suit"),
        email=gettext_noop(
            "Bonjour,\n\nLa structure qui vous suivait est fermée.\n"
            "Notre équipe vous suit, et cherche une autre structure près de chez vous.\n"
            "Votre demande continue. Si vous avez un bon, il marche toujours."
        ),
    ),
}
