"""Workshops of the demonstration: a small catalogue, sessions in its shops, who came, who waits."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from coupdepouce.cli.demo_cases import NAMESPACE, WITH_WORKSHOPS, Members
from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.partners.queries import fictional_organisations
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.queries import find
from coupdepouce.training import operations, queries
from coupdepouce.training.operations import Place, WorkshopText
from coupdepouce.training.schedule import Plan, Wish, planned

if TYPE_CHECKING:
    from coupdepouce.training.models import Session, Workshop

ROWS = (
    WorkshopText(
        title="Premiers pas avec un ordinateur",
        theme="first_steps",
        level="beginner",
        minutes=90,
        material="computer",
        text="Allumer l’ordinateur, taper au clavier, chercher une page. On commence ensemble.",
        translations={
            "en": {
                "title": "First steps with a computer",
                "text": "Turn the computer on, type, find a page. We start together.",
            },
            "ar": {
                "title": "الخطوات الأولى مع الحاسوب",
                "text": "تشغيل الحاسوب، الكتابة على لوحة المفاتيح، البحث عن صفحة. نبدأ معا.",
            },
        },
    ),
    WorkshopText(
        title="Écrire et recevoir des messages",
        theme="mail",
        level="beginner",
        minutes=90,
        material="computer",
        text="Ouvrir une adresse, écrire, joindre un papier. Chacun repart avec son adresse.",
        translations={
            "en": {
                "title": "Write and receive messages",
                "text": "Open an address, write, attach a paper. You leave with your own address.",
            },
            "ar": {
                "title": "كتابة الرسائل واستقبالها",
                "text": "فتح عنوان بريد، الكتابة، إرفاق ورقة. يعود كل واحد بعنوانه.",
            },
        },
    ),
    WorkshopText(
        title="Faire une démarche en ligne",
        theme="administration",
        level="intermediate",
        minutes=120,
        material="computer",
        text="Trouver le bon site, remplir, garder une preuve. On s’exerce avec de faux papiers.",
        translations={
            "en": {
                "title": "Do paperwork online",
                "text": "Find the right site, fill in, keep a proof. We use made-up papers.",
            },
            "ar": {
                "title": "إنجاز معاملة على الإنترنت",
                "text": "إيجاد الموقع الصحيح، ملء الاستمارة، حفظ إثبات. نتدرب بأوراق وهمية.",
            },
        },
    ),
    WorkshopText(
        title="Se protéger sur internet",
        theme="safety",
        level="beginner",
        minutes=60,
        material="phone",
        text="Choisir un bon mot de passe. Reconnaître un message qui veut vous tromper.",
        translations={
            "en": {
                "title": "Stay safe online",
                "text": "Choose a good password. Spot a message that wants to trick you.",
            },
            "ar": {
                "title": "الحماية على الإنترنت",
                "text": "اختيار كلمة سر جيدة. معرفة الرسالة التي تريد خداعكم.",
            },
        },
    ),
)
SHOPS = (
    ("Boutique de démonstration de Lille", "salle du fond"),
    ("Boutique de démonstration de Roubaix", "salle de l’étage"),
    ("Boutique de démonstration d’Amiens", "coin atelier"),
)
CAME = ("attend_session", "attend_session", "miss_session")
WEEKS = timedelta(days=22)
SMALL_ROOM, SATURDAY = 3, 5


def seed_workshops(*, members: Members, at: datetime) -> None:
    """Write the catalogue and its sessions once, then book and note who came."""
    if queries.workshops():
        return
    catalogue = [operations.write_workshop(said=row) for row in ROWS]
    made: dict[str, list[Session]] = {}
    for number, (name, room) in enumerate(SHOPS):
        made[name] = _series(catalogue[number], name, room, members=members, at=at)
    past = _series(catalogue[1], *SHOPS[0], members=members, at=at - WEEKS, once="passée")[0]
    _play(past, made[SHOPS[0][0]][0], members=members, at=at)


def _series(
    workshop: "Workshop", name: str, room: str, *, members: Members, at: datetime, once: str = ""
) -> "list[Session]":
    """Write and open three weekly sessions of a shop."""
    shop, trainer = fictional_organisations()[name], members["formateur"]
    sessions = operations.plan_sessions(
        workshop=workshop,
        plan=_three_weeks(workshop, at=at),
        place=Place(
            shop=shop,
            capacity=SMALL_ROOM,
            room=room,
            trainer=trainer if trainer.organisation_id == shop.pk else None,
            step_free=True,
        ),
        every_weeks=1,
        by=members["programme"],
        at=at,
        once=uuid5(NAMESPACE, f"séances {name}{once}"),
        sure=None,
    )
    operations.publish(sessions=sessions, at=at)
    return sessions


def _three_weeks(workshop: "Workshop", *, at: datetime) -> Plan:
    """Plan three weeks, from the first day of work after tomorrow."""
    first = add_days(day_of(at), 2)
    while first.weekday() >= SATURDAY:
        first = add_days(first, 1)
    return planned(
        Wish(
            first=first,
            begins=time(14, 30),
            minutes=workshop.minutes,
            every_weeks=1,
            until=add_days(first, 14),
        )
    )


def _play(past: "Session", coming: "Session", *, members: Members, at: datetime) -> None:
    """Note who came to the past session, fill the one to come, and let one wait."""
    for number, name in enumerate(WITH_WORKSHOPS):
        if number < len(CAME):
            _step(name, "book_session", past, members=members, at=at)
            _step(name, CAME[number], past, members=members, at=at)
        step = "book_session" if number < SMALL_ROOM else "queue_session"
        if number <= SMALL_ROOM:
            _step(name, step, coming, members=members, at=at)


def _step(name: str, step: str, session: "Session", *, members: Members, at: datetime) -> None:
    row = find(members["programme"], uuid5(NAMESPACE, name))
    take_step(
        prescription_id=row.pk,
        name=step,
        actor=staff(members["formateur"]),
        at=at,
        once=uuid5(row.reference, f"{step} {session.reference}"),
        answers={"session": str(session.reference)},
    )
    if step == "book_session":
        operations.record_needs(
            household_id=row.household_id,
            needs=("reading", "wheelchair") if name.endswith("un") else (),
            by=members["formateur"],
            at=at,
        )
