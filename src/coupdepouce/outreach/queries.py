"""Reads of the outbox: its messages, and the texts they are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext, override

from coupdepouce.core.languages import FRENCH, known_languages
from coupdepouce.core.messages.wording import EXAMPLES, Words, digest, length_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.models import Message, Wording
from coupdepouce.outreach.staff_texts import STAFF_TEXTS
from coupdepouce.outreach.text import Text
from coupdepouce.outreach.texts import TEXTS

MEANWHILE = Wording.Meanwhile.choices


def mailbox(limit: int = 50) -> QuerySet[Message]:
    """Give the last messages, for the demonstration's mailbox page."""
    return Message.objects.all()[:limit]


def messages_about(about: str) -> QuerySet[Message]:
    """Give the messages written about a prescription, newest first."""
    return Message.objects.filter(about=about)


def text_named(template: str) -> Text:
    """Give a template by its name.

    Raises:
        Refusal: there is none.
    """
    found = TEXTS.get(template) or STAFF_TEXTS.get(template)
    if found is None:
        raise Refusal("not_found", "Ce texte n’existe pas : choisissez-le dans la liste.")
    return found


def languages_of(template: str) -> Sequence[str]:
    """Give the languages in which a template is read: all for a household, French at work."""
    spoken = [language.code for language in known_languages()]
    return spoken if template in TEXTS else [FRENCH.code]


def origin(template: str, language: str) -> Words:
    """Give version 0: the text that comes with us, as its catalogue says it."""
    text = text_named(template)
    if template in STAFF_TEXTS:
        return text
    with override(language):
        sms, subject, email = (gettext(one) for one in (text.sms, text.subject, text.email))
    return Words(sms=sms, subject=subject, email=email)


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The text that a reader of a language gets, and the version it comes from."""

    words: Words
    language: str  # French may stand in for a translation that is missing
    wording: Wording | None  # None: version 0
    is_out_of_step: bool = False  # the French changed, and this language did not follow

    @property
    def number(self) -> int:
        """Give the number of the version whose words are used."""
        if self.wording is None:
            return 0
        return self.wording.number if self.wording.same_as is None else self.wording.same_as


def in_force(template: str, language: str) -> InForce:
    """Give the text of a template in a language, today."""
    rows = _last().filter(template=template, language__in={language, FRENCH.code})
    return _chosen(template, language, {row.language: row for row in rows})


def standings() -> Mapping[str, Mapping[str, InForce]]:
    """Give the text of every template in each of its languages."""
    rows: dict[str, dict[str, Wording]] = {}
    for row in _last():
        rows.setdefault(row.template, {})[row.language] = row
    return {
        template: {
            language: _chosen(template, language, rows.get(template, {}))
            for language in languages_of(template)
        }
        for template in (*TEXTS, *STAFF_TEXTS)
    }


def last_number(template: str, language: str) -> int:
    """Give the number of the last version of a text, 0 for none."""
    row = Wording.objects.filter(template=template, language=language).first()
    return row.number if row else 0


def _last() -> QuerySet[Wording]:
    newer = Wording.objects.filter(
        template=OuterRef("template"),
        language=OuterRef("language"),
        number__gt=OuterRef("number"),
    )
    return Wording.objects.filter(~Exists(newer))


def _chosen(template: str, language: str, rows: Mapping[str, Wording]) -> InForce:
    french, own = _worded(rows.get(FRENCH.code)), _worded(rows.get(language))
    if language == FRENCH.code:
        return _as_it_is(template, language, french)
    if own and own.of_french == digest(_as_it_is(template, FRENCH.code, french).words):
        return _as_it_is(template, language, own)
    if french and french.meanwhile == Wording.Meanwhile.FRENCH:
        return InForce(
            words=french.words, language=FRENCH.code, wording=french, is_out_of_step=True
        )
    return InForce(
        words=origin(template, language),
        language=language,
        wording=None,
        is_out_of_step=bool(french or own),
    )


def _worded(row: Wording | None) -> Wording | None:
    """Give a version that has words of its own; version 0 brought back has none."""
    return row if row and row.digest else None


def _as_it_is(template: str, language: str, row: Wording | None) -> InForce:
    words = row.words if row else origin(template, language)
    return InForce(words=words, language=language, wording=row)


def budget_of(template: str, language: str) -> int:
    """Give how many SMS a text may take: as many as ours in that language, 0 when it has none."""
    sms = origin(template, language).sms
    return length_of(sms, longest_values(template)).parts if sms else 0


def longest_values(template: str) -> Mapping[str, str]:
    """Give the values of a text as long as they can be, its link being one of this site."""
    return EXAMPLES | {"link": f"{settings.SITE_URL}{text_named(template).path}"}


def dearer_here() -> Sequence[tuple[str, str]]:
    """Give our texts, with their language, that the address of this site makes longer by an SMS."""
    return [
        (template, language)
        for template in TEXTS
        for language in languages_of(template)
        if budget_of(template, language) > length_of(origin(template, language).sms, EXAMPLES).parts
    ]


def words_of(template: str, language: str, number: int) -> Words:
    """Give the words of a version; 0 is the text that comes with us.

    Raises:
        Refusal: no such text or version.
    """
    return version(template, language, number).words if number else origin(template, language)


def version(template: str, language: str, number: int) -> Wording:
    """Give a version that was written, not one that brought another back.

    Raises:
        Refusal: there is none.
    """
    found = Wording.objects.filter(
        template=template, language=language, number=number, same_as=None
    ).first()
    if found is None:
        raise Refusal("not_found", "Cette version n’existe pas : choisissez-la dans la liste.")
    return found


def history(template: str, language: str) -> Sequence[Wording]:
    """Give the versions of a text, the newest first."""
    rows = Wording.objects.filter(template=template, language=language)
    return list(rows.select_related("written_by__user"))
