"""One place written twice: a person says so, and may take it back; no row of a source changes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.models import Membership, PairDecision, Place, PlacePair

Answer = PlacePair.Answer


@dataclass(frozen=True, kw_only=True)
class PairPage:
    """Some of the pairs of one answer, and how many there are of each."""

    pairs: Sequence[PlacePair]
    counts: dict[str, int]


def pairs(*, answer: str, start: int, size: int) -> PairPage:
    """Give pairs, the likeliest first; a pair whose two records are merged already is left out."""
    found = _open(answer).select_related("one", "other").order_by("-name", "-address", "pk")
    return PairPage(
        pairs=list(found[start : start + size]),
        counts={one: _open(one).count() for one in Answer.values},
    )


def _open(answer: str) -> QuerySet[PlacePair]:
    found = PlacePair.objects.filter(answer=answer)
    if answer != Answer.PROPOSED:
        return found
    return found.filter(one__same_as__isnull=True, other__same_as__isnull=True)


def waiting_pairs() -> int:
    """Count the pairs that nobody looked at yet."""
    return _open(Answer.PROPOSED).count()


def pair(pk: int) -> PlacePair:
    """Give one pair, with its two records and what was said of it.

    Raises:
        Refusal: it was never proposed, or no longer is.
    """
    found = PlacePair.objects.select_related("one", "other").prefetch_related("decisions__by__user")
    if not (one := found.filter(pk=pk).first()):
        raise Refusal("not_found", "Ces deux lieux ne se ressemblent plus : revenez à la liste.")
    return one


@transaction.atomic
def merge(*, pk: int, kept: int, by: Membership, at: datetime, seen: int = 0) -> PlacePair:
    """Show one record for both; the one left keeps its own row, and is still exported.

    `seen` counts the answers that were read before this one was given.

    Raises:
        Refusal: one of them is merged already, the one kept is closed, both receive households for
            an organisation, or somebody answered since.
    """
    found = _locked(pk)
    _check_seen(found, seen, (by.pk, Answer.SAME, kept))
    absorbed = {found.one_id: found.other, found.other_id: found.one}.get(kept)
    if absorbed is None:
        raise Refusal("not_of_the_pair", "Choisissez lequel des deux lieux reste affiché.")
    if found.answer == Answer.SAME:
        return found
    if found.one.same_as_id or found.other.same_as_id:
        raise Refusal(
            "place_merged",
            "Un de ces lieux est déjà réuni à un autre : défaites d’abord cette réunion.",
        )
    kept_place = found.one if found.one_id == kept else found.other
    if absorbed.is_open and not kept_place.is_open:
        raise Refusal(
            "place_closed",
            f"« {kept_place.name} » est fermé et n’est plus affiché : gardez « {absorbed.name} ».",
        )
    if absorbed.organisations.filter(is_active=True).exists():
        raise Refusal(
            "place_has_desk",
            f"Une organisation reçoit à « {absorbed.name} » : gardez ce lieu-là. "
            "Si les deux en ont une, ce sont deux lieux.",
        )
    Place.objects.filter(pk=absorbed.pk).update(same_as=kept)
    return _answered(found, Answer.SAME, kept=kept, by=by, at=at)


@transaction.atomic
def part(*, pk: int, by: Membership, at: datetime, seen: int = 0) -> PlacePair:
    """Say that they are two places: they are shown apart, and not proposed again.

    Raises:
        Refusal: somebody answered since.
    """
    found = _locked(pk)
    _check_seen(found, seen, (by.pk, Answer.DIFFERENT, None))
    if found.answer == Answer.DIFFERENT:
        return found
    _show_apart(found)
    return _answered(found, Answer.DIFFERENT, kept=None, by=by, at=at)


@transaction.atomic
def take_back(*, pk: int, by: Membership, at: datetime, seen: int = 0) -> PlacePair:
    """Forget the answer: each record is shown again as its source gave it.

    Raises:
        Refusal: somebody answered since.
    """
    found = _locked(pk)
    _check_seen(found, seen, (by.pk, Answer.PROPOSED, None))
    if found.answer == Answer.PROPOSED:
        return found
    _show_apart(found)
    return _answered(found, Answer.PROPOSED, kept=None, by=by, at=at)


def _show_apart(found: PlacePair) -> None:
    if found.answer == Answer.SAME:
        Place.objects.filter(pk=found.one_id, same_as=found.other_id).update(same_as=None)
        Place.objects.filter(pk=found.other_id, same_as=found.one_id).update(same_as=None)


def _locked(pk: int) -> PlacePair:
    one = pair(pk)
    # Both places, in the order of their keys: two people on two pairs of one place wait.
    places = Place.objects.select_for_update(of=("self",)).filter(pk__in=[one.one_id, one.other_id])
    list(places.order_by("pk"))
    return pair(pk)


def _check_seen(found: PlacePair, seen: int, given: tuple[int, str, int | None]) -> None:
    """Refuse an answer given without reading the last one; the same again is a second click."""
    said = list(found.decisions.all())
    if len(said) == seen:
        return
    last = said[-1]
    if (last.by_id, last.answer, last.kept_id) != given:
        what = Answer(last.answer).label
        who = last.by.user if last.by else "Le programme"
        raise Refusal(
            "pair_answered",
            f"{who} a déjà répondu « {what} ». Relisez, puis répondez si besoin.",
        )


def _answered(
    found: PlacePair, answer: str, *, kept: int | None, by: Membership | None, at: datetime
) -> PlacePair:
    found.answer = answer
    found.save(update_fields=["answer"])
    PairDecision.objects.create(pair=found, answer=answer, kept_id=kept, by=by, at=at)
    return found


def let_go(closed: Collection[int], /, *, at: datetime) -> None:
    """Show again the open places that a place which closes stood for; each pair says why."""
    twins = Place.objects.filter(same_as__in=closed, is_open=True)
    for twin in twins.select_for_update(of=("self",)).order_by("pk"):
        either = Q(one=twin.same_as_id, other=twin) | Q(one=twin, other=twin.same_as_id)
        twin.same_as = None
        twin.save(update_fields=["same_as"])
        for found in PlacePair.objects.filter(either, answer=Answer.SAME):
            _answered(found, Answer.PROPOSED, kept=None, by=None, at=at)
