"""Letters: an address in the window, a batch and its list, none lost nor doubled."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from coupdepouce.connect.messages.folder import Drawn, batches, count, folder
from coupdepouce.connect.messages.model import Letter
from coupdepouce.core.calendar import PARIS
from coupdepouce.core.messages.hours import next_post
from coupdepouce.core.messages.post import is_complete, postal_address
from coupdepouce.core.messages.states import Outcome, State, in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.addresses import problem_of
from coupdepouce.outreach.channels import channel_of
from coupdepouce.outreach.letters import letters_pdf
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.operations import Recipient, enqueue
from coupdepouce.outreach.posters import PRICE, card_of, card_pdf, poster_pdf
from coupdepouce.outreach.sending import send_due
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.programmes.defaults import default_programme
from tests.apps import cases
from tests.apps.build import NOW

ADDRESS = "Camille Exemple\n3 RUE DE NULLE PART\n59000 LILLE"
MM = 72 / 25.4


def letter(key="a", **said):
    return Letter(
        **{"sender": "", "recipient": ADDRESS, "subject": "Votre bon", "text": "Bonjour.",
           "key": key, **said}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("3, rue de l’Étoile", "Camille Exemple\n3 RUE DE L ETOILE\n59000 LILLE"),
        ("chez Noa\n3 rue A", "Camille Exemple\nCHEZ NOA\n3 RUE A\n59000 LILLE"),
        ("", ""),
        (" \n", ""),
    ],
)
def test_an_address_as_the_sorting_machines_read_it(address, said):
    written = postal_address(
        name="Camille Exemple", address=address, postcode="59000", town="Lille"
    )

    assert written == said


def test_an_address_is_six_lines_of_38_signs_at_most_and_ends_with_its_town():
    written = postal_address(
        name="Camille Exemple", address="rue très longue " * 20, postcode="59000", town="Lille"
    ).splitlines()

    assert len(written) == 6
    assert max(map(len, written)) <= 38
    assert written[-1] == "59000 LILLE"


@pytest.mark.parametrize("address", ["", "Camille", "\n59000 LILLE", "Camille\nLILLE", "A\n59000"])
def test_a_letter_that_could_not_arrive_is_not_drawn(address):
    assert not is_complete(address)
    assert problem_of("letter", address) == "address_invalid"


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-11-25T04:59", "2026-11-25T05:00"),
        ("2026-11-25T05:00", "2026-11-26T05:00"),
        ("2026-11-25T23:59", "2026-11-26T05:00"),
        ("2026-03-28T12:00", "2026-03-29T05:00"),  # the night that has no 2 h 30
        ("2026-10-24T12:00", "2026-10-25T05:00"),  # the night that has two
    ],
)
def test_letters_leave_together_in_the_morning_of_paris(at, leaves):
    moment = datetime.fromisoformat(at).replace(tzinfo=PARIS)

    found = next_post(moment.astimezone(UTC))

    assert found.astimezone(PARIS).isoformat()[:16] == leaves


def spots(page):
    """Give each piece of text of a page with its place, in millimetres from the top left."""
    found = []
    height = float(page.mediabox.height)

    def note(text, by, at, _font, _size):
        if text.strip():
            x = by[0] * at[4] + by[2] * at[5] + by[4]
            y = by[1] * at[4] + by[3] * at[5] + by[5]
            found.append((text.strip(), x / MM, (height - y) / MM))

    page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_only_the_address_is_in_the_window(language):
    six = "Camille Exemple\nCHEZ NOA\nBATIMENT B\n3 RUE A\nLIEU DIT B\n59000 LILLE"
    drawn = letters_pdf(
        [letter(recipient=six, language=language)],
        programme="Coup de Pouce",
        day=date(2026, 11, 25),
    )
    page = PdfReader(BytesIO(drawn.pdf)).pages[0]

    # What any slip of the sheet may show: 10 mm aside, 11 mm up or down.
    seen = [(text, x, y) for text, x, y in spots(page) if x > 88 and 44 < y < 92]

    assert " ".join(text for text, _, _ in seen).split() == six.split()
    assert all(x >= 110 and 55 < y < 88 for _, x, y in seen)


def test_each_letter_begins_a_page_and_the_batch_says_which():
    long = letter("b", text="Bonjour bonjour. " * 400)
    drawn = letters_pdf(
        [letter(), long, letter("c")], programme="Coup de Pouce", day=date(2026, 11, 25)
    )

    pages = [page.extract_text() for page in PdfReader(BytesIO(drawn.pdf)).pages]

    assert drawn.pages[:2] == [1, 2]
    assert drawn.pages[2] == len(pages) > 3
    assert all("59000 LILLE" in pages[number - 1] for number in drawn.pages)


def test_a_letter_says_its_text_in_its_language(settings):
    settings.SITE_URL = "https://coup-de-pouce.example"
    drawn = letters_pdf(
        [letter(text="Hello,\n\nYour voucher.", subject="Voucher", language="en")],
        programme="Coup de Pouce",
        day=date(2026, 11, 25),
    )

    text = " ".join(PdfReader(BytesIO(drawn.pdf)).pages[0].extract_text().split())

    assert "Your voucher." in text
    assert "Wednesday 25 November 2026" in text
    assert "https://coup-de-pouce.example/suivre/" in text
    assert "Pour suivre" not in text


def drawn_plainly(letters):
    return Drawn(pdf=b"%PDF", pages=range(1, len(letters) + 1))


def test_a_batch_is_a_pdf_and_a_list_that_names_nobody(tmp_path):
    channel = folder(tmp_path / "lettres", draw=drawn_plainly)

    answers = channel.send_all([letter("a"), letter("b", language="en")])

    name = answers[0].reference
    (batch,) = (tmp_path / "lettres").glob("*.csv")
    rows = list(csv.DictReader(batch.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [one.outcome for one in answers] == [Outcome.TAKEN] * 2
    assert (tmp_path / "lettres" / f"{name}.pdf").read_bytes() == b"%PDF"
    assert [(row["page"], row["cle"], row["langue"]) for row in rows] == [
        ("1", "a", "fr"), ("2", "b", "en"),
    ]  # fmt: skip
    assert "Camille" not in batch.read_text()
    assert not list((tmp_path / "lettres").glob("*.part"))


def test_what_became_of_a_letter_is_read_in_the_lists(tmp_path):
    channel = folder(tmp_path, draw=drawn_plainly)
    channel.send_all([letter("a")])
    (tmp_path / "lettres-2026-11-25-orphan.pdf").write_bytes(b"%PDF")

    assert channel.ask("a", "").state is State.SENT
    assert channel.ask("b", "").state is State.WAITING


def test_a_folder_that_is_not_there_loses_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    channel = folder(tmp_path / "file" / "lettres", draw=drawn_plainly)

    (answer,) = channel.send_all([letter()])

    assert (answer.outcome, answer.is_down) == (Outcome.TEMPORARY, True)


@pytest.mark.parametrize("address", ["folder:lettres", "smtp://x", "gateway:/x.toml", "pigeon:/"])
def test_letters_go_in_a_folder_or_in_the_mailbox(settings, address):
    settings.LETTER_URL = address

    with pytest.raises(Refusal, match="COUPDEPOUCE_LETTER_URL"):
        channel_of("letter")


@pytest.fixture
def written(db, settings, tmp_path):
    """Give a household that prefers paper, whose voucher has just been issued."""
    settings.LETTER_URL = f"folder:{tmp_path}"
    cases.programme()
    return cases.brought_to("issue", preference="letter")


def test_a_household_that_prefers_paper_gets_a_letter_the_next_morning(written, tmp_path):
    waiting = Message.objects.get(template="voucher_ready")
    tonight = send_due(at=NOW)
    send_due(at=next_post(NOW))
    sent = Message.objects.get(pk=waiting.pk)

    assert waiting.recipient.splitlines()[1:] == ["1 RUE FICTIVE", "59000 LILLE"]
    assert (waiting.channel, waiting.subject) == ("letter", "Votre bon est prêt")
    assert "Votre demande, pas à pas" not in waiting.text
    assert tonight == 0
    assert (sent.state, sent.provider) == ("sent", "folder")
    assert (tmp_path / f"{sent.reference}.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("waiting", "", "Lettre à envoyer"),
        ("sent", "", "Lettre envoyée"),
        (
            "failed",
            "address_invalid",
            "La lettre n’arrive pas : cette adresse n’existe pas. Appelez.",
        ),
        (
            "unknown",
            "no_answer",
            "La lettre est peut-être perdue : l’opérateur n’a pas confirmé l’envoi. Appelez.",
        ),
    ],
)
def test_a_letter_is_a_letter_wherever_its_standing_is_read(state, reason, said):
    assert in_words(channel="letter", state=state, reason=reason) == said


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["李 明", "Zoé 🎉"])
def test_a_letter_that_cannot_be_printed_fails_once_and_the_others_leave(settings, tmp_path, name):
    settings.LETTER_URL = f"folder:{tmp_path}"
    cases.programme()
    for number, who in enumerate((name, "A", "B", "C")):
        enqueue(
            once=str(number),
            template="accepted",
            to=Recipient(channel="letter", address=f"{who}\n3 RUE A\n59000 LILLE"),
            context=dict.fromkeys(TEXTS["accepted"].keys, "x"),
            about="",
            at=NOW,
        )
    lost, *others = Message.objects.order_by("pk")

    tried = [send_due(at=next_post(NOW)) for _ in range(2)]

    for one in (lost, *others):
        one.refresh_from_db()
    assert tried == [4, 0]
    assert (lost.state, lost.reason, lost.cost) == ("failed", "not_drawn", 0)
    assert in_words(channel="letter", state="failed", reason="not_drawn") == (
        "La lettre n’arrive pas : un de ses signes ne s’imprime pas. Appelez."
    )
    assert [one.state for one in others] == ["sent"] * 3
    assert sorted(count(batch) for batch in batches(tmp_path)) == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_fault_that_all_letters_share_loses_none_of_them(settings, tmp_path, monkeypatch, count):
    settings.LETTER_URL = f"folder:{tmp_path}"
    cases.programme(name="Coup de 李")
    for number in range(count):
        enqueue(
            once=str(number),
            template="accepted",
            to=Recipient(channel="letter", address=ADDRESS),
            context=dict.fromkeys(TEXTS["accepted"].keys, "x"),
            about="",
            at=NOW,
        )

    tried = send_due(at=next_post(NOW))

    assert tried == count
    assert not batches(tmp_path)
    assert {one.state for one in Message.objects.all()} == {"waiting"}
    assert all(one.next_try_at > next_post(NOW) for one in Message.objects.all())


@pytest.mark.parametrize("was_listed", [True, False])
def test_a_worker_killed_over_a_batch_neither_loses_nor_doubles_it(written, tmp_path, was_listed):
    at = next_post(NOW)
    message = Message.objects.get(template="voucher_ready")
    if was_listed:
        folder(tmp_path, draw=drawn_plainly).send_all([letter(str(message.key))])
    Message.objects.filter(pk=message.pk).update(state="leaving", next_try_at=at)

    for _ in range(2):
        send_due(at=at)

    found = Message.objects.get(pk=message.pk)
    assert (found.state, len(list(tmp_path.glob("*.csv")))) == ("sent", 1)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_poster_is_one_page_and_prints_a_sure_price_only(language):
    programme = default_programme()
    sure = PdfReader(
        BytesIO(poster_pdf(programme, printable=frozenset({PRICE}), language=language))
    )
    unsure = PdfReader(BytesIO(poster_pdf(programme, printable=frozenset(), language=language)))

    assert (len(sure.pages), len(unsure.pages)) == (1, 1)
    assert "19" in sure.pages[0].extract_text()
    assert "19" not in unsure.pages[0].extract_text()


def test_a_partner_whose_name_has_a_sign_of_no_font_is_told_which():
    with pytest.raises(Refusal, match="sans ce signe : 李") as refused:
        poster_pdf(
            default_programme(), printable=frozenset(), language="fr", partner="Association 李"
        )

    assert refused.value.code == "not_drawn"


def test_the_card_is_one_page_and_marks_a_doubtful_price():
    card = card_of(default_programme(), printable=frozenset())

    pages = PdfReader(BytesIO(card_pdf(card))).pages

    assert len(pages) == 1
    assert "19,99 € par mois (à vérifier)" in " ".join(pages[0].extract_text().split()).replace(
        "\N{NO-BREAK SPACE}", " "
    )
