"""The table of steps of the training: booked, attended, done."""

from dataclasses import replace

from coupdepouce.core.journey import guards, reasons
from coupdepouce.core.journey.model import Ask, Part, Step
from coupdepouce.core.journey.part_steps import (
    COUNTER,
    PRESCRIBERS,
    TELLS_PRESCRIBER,
    UNDER_WAY,
    no_longer,
    want,
)  # fmt: skip
from coupdepouce.core.roles import Role

ROOM = COUNTER | {Role.TRAINER}  # those who run a session
BOOKERS = PRESCRIBERS | ROOM | {Role.HOUSEHOLD}
BETWEEN_SESSIONS = frozenset({"attended", "absent", "excused"})
SESSION = Ask(name="session", label="Quelle séance ?", kind="session")

BOOK = Step(
    name="book_session",
    part=Part.TRAINING,
    sources=BETWEEN_SESSIONS | {"wanted", "waiting", "booked"},
    target="booked",
    actors=BOOKERS,
    during=UNDER_WAY,
    button="Inscrire à une séance",
    journal="a inscrit la personne à une séance",
    own="a choisi une séance",
    told="Votre place à l’atelier est réservée.",
    asks=(SESSION,),
    message="session_booked",
    tells=TELLS_PRESCRIBER,
)
CANCEL = replace(
    BOOK,
    name="cancel_booking",
    # "wanted" too: who gave back a place may still wait for another.
    sources=BETWEEN_SESSIONS | {"wanted", "booked", "waiting"},
    target="wanted",
    actors=BOOKERS | {Role.WORKER},
    button="Annuler l’inscription",
    journal="a annulé l’inscription à la séance",
    own="a annulé son inscription à la séance",
    told="Votre inscription à la séance est annulée.",
    reasons=reasons.BOOKING_ENDS,
    message="session_cancelled",
)
ATTEND = Step(
    name="attend_session",
    part=Part.TRAINING,
    # "waiting" too: who has a place in one session may wait for one in another. "wanted" too: the
    # next place was given back before the list of the last session was copied.
    sources=BETWEEN_SESSIONS | {"wanted", "booked", "waiting"},
    target="attended",
    actors=ROOM,
    during=UNDER_WAY,
    button="La personne est venue",
    journal="a noté que la personne est venue à la séance",
    told="Vous avez suivi une séance.",
    asks=(SESSION,),
    tells=TELLS_PRESCRIBER,
    stage="session_attended",
)

TRAINING_STEPS = (
    want(Part.TRAINING, "Demander l’atelier", "a demandé un atelier", "Vous demandez un atelier."),
    BOOK,
    replace(
        BOOK,
        name="queue_session",
        sources=BETWEEN_SESSIONS | {"wanted", "waiting", "booked"},
        target="waiting",
        button="Mettre en attente d’une place",
        journal="a mis la personne en attente d’une place",
        own="a demandé une place, et attend",
        told="Vous êtes sur la liste pour une place à l’atelier.",
        message="session_waiting",
    ),
    CANCEL,
    replace(
        CANCEL,
        name="leave_session",  # one of several: another place stays
        target="booked",
        button="Annuler une des séances",
        journal="a annulé une des séances",
        own="a annulé une de ses séances",
        told="Une de vos séances est annulée. Vous gardez les autres.",
    ),
    ATTEND,
    replace(
        ATTEND,
        name="miss_session",
        target="absent",
        button="La personne n’est pas venue",
        journal="a noté que la personne n’est pas venue à la séance",
        told="Vous n’avez pas pu venir à la séance.",
        stage="",
    ),
    replace(
        ATTEND,
        name="excuse_absence",
        target="excused",
        button="La personne a prévenu",
        journal="a noté que la personne a prévenu de son absence",
        told="Vous avez prévenu de votre absence.",
        stage="",
    ),
    replace(
        ATTEND,
        name="unmark_session",
        sources=BETWEEN_SESSIONS,
        target="booked",
        button="Reprendre la présence notée",
        journal="a repris une présence notée par erreur",
        told="Une présence à l’atelier est corrigée.",
        tells=frozenset(),
        stage="",
    ),
    Step(
        name="finish_training",
        part=Part.TRAINING,
        sources=BETWEEN_SESSIONS | {"wanted"},
        target="done",
        actors=ROOM,
        during=UNDER_WAY,
        button="Les ateliers sont terminés",
        journal="a noté que les ateliers sont terminés",
        told="Vous avez terminé vos ateliers.",
        guards=(guards.HAS_ATTENDED,),
        tells=TELLS_PRESCRIBER,
        stage="training_done",
    ),
    *no_longer(Part.TRAINING, frozenset({"wanted", "waiting", "absent", "excused"}), "l’atelier"),
)
