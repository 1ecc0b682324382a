"""What is written to structures that join, and to partners about their life in the programme."""

from coupdepouce.outreach.text import Text

END = "\n\nCoup de Pouce"
PARTNER_TEXTS = {
    "application_received": Text(
        sms="",
        subject="Votre candidature est arrivée",
        email="Bonjour,\n\nLa candidature de {structure} est arrivée. Le programme la lit.\n"
        "Suivez-la et répondez ici, sans compte à ouvrir : {link}" + END,
    ),
    "application_news": Text(
        sms="",
        subject="Du nouveau sur votre candidature",
        email="Bonjour,\n\n{state}\n{words}\n{next_offer}\n"
        "Suivez votre candidature et répondez ici : {link}" + END,
    ),
    "application_to_read": Text(
        sms="",
        subject="Une candidature vous attend",
        email="Bonjour,\n\n{structure} {journal}.\nLa candidature est ici : {link}" + END,
    ),
}
