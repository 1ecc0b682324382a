"""Files as they arrive: compressed or not, with their separators, their lines and their faults."""

import gzip

import pytest

from coupdepouce.connect.places.model import RowProblem, shortened
from coupdepouce.connect.places.table import Line, read_table
from coupdepouce.core.refusal import Refusal


def lines(data: bytes | str) -> list[tuple[int, dict[str, str] | str]]:
    data = data.encode() if isinstance(data, str) else data
    read = read_table(data, name="lieux.csv").lines
    return [(r.number, r.cells) if isinstance(r, Line) else (r.line, r.sentence) for r in read]


ONE = [(2, {"id": "1", "nom": "Médiathèque"})]


@pytest.mark.parametrize(
    ("case", "data"),
    [
        ("commas", "id,nom\n1,Médiathèque\n".encode()),
        ("semicolons", "id;nom\n1;Médiathèque\n".encode()),
        ("mark at the start", "\ufeffid,nom\n1,Médiathèque\n".encode()),
        ("lines of Windows", "id,nom\r\n1,Médiathèque\r\n".encode()),
        ("no last line end", "id,nom\n1,Médiathèque".encode()),
        ("quotes and spaces around titles", 'ID ," Nom"\n1,"Médiathèque"\n'.encode()),
        ("compressed", gzip.compress("id,nom\n1,Médiathèque\n".encode())),
        ("compressed with a mark", gzip.compress("\ufeffid;nom\n1;Médiathèque\n".encode())),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_csv_in_every_dress(case, data):
    assert lines(data) == ONE


def test_a_line_number_is_the_one_an_editor_shows():
    text = 'id,nom\n\n1,"deux\nlignes"\n2,B\n'

    assert [number for number, _ in lines(text)] == [3, 5]


def test_a_row_with_too_few_or_too_many_cells_is_refused_alone():
    assert lines("id,nom\n1\n2,B\n3,C,D\n4,E\n") == [
        (2, "La ligne a 1 colonnes au lieu de 2."),
        (3, {"id": "2", "nom": "B"}),
        (4, "La ligne a 3 colonnes au lieu de 2."),
        (5, {"id": "4", "nom": "E"}),
    ]


def test_a_quotation_mark_left_open_says_how_far_it_went():
    assert lines('id,nom\n1,A\n2,"B\n3,C\n"\n4,D"x",y\n5,E\n')[-2:] == [
        (6, "La ligne a 3 colonnes au lieu de 2."),
        (7, {"id": "5", "nom": "E"}),
    ]
    assert lines('id,nom\n1,"A,\n2,B\n3"",C\n')[-1][0] == 2


def test_a_header_too_long_says_so():
    with pytest.raises(Refusal) as refused:
        read_table(b"nom;" + b"x" * 200_000 + b"\n1;2\n", name="lieux.csv")

    assert refused.value.code == "places_header_unreadable"


def test_a_cell_too_long_for_a_cell_is_refused_alone():
    read = lines("id,nom\n1," + "x" * 200_000 + "\n2,B\n")

    assert read == [(2, "Cette ligne est illisible."), (3, {"id": "2", "nom": "B"})]


def test_json_values_become_text():
    data = (
        '[{"id": 1, "Nom": "A", "services": ["a", "b"], "x": null, "y": {"z": 1}}, 7, {"id": "2"}]'
    )

    assert lines(data) == [
        (1, {"id": "1", "nom": "A", "services": "a|b", "x": "", "y": ""}),
        (2, "Cet élément n’est pas un objet."),
        (3, {"id": "2"}),
    ]


@pytest.mark.parametrize(
    ("case", "data", "code", "says"),
    [
        ("empty", b"", "places_file_empty", "vide"),
        ("only spaces", b" \n ", "places_file_empty", "vide"),
        ("Latin letters", "id,nom\n1,é\n".encode("latin-1"), "places_not_utf8", "ligne 2"),
        ("UTF-16", "id,nom\n".encode("utf-16"), "places_not_utf8", "CSV UTF-8"),
        ("a workbook", b"PK\x03\x04\xff", "places_not_utf8", "CSV UTF-8"),
        ("tabs", b"id\tnom\n1\tA\n", "places_wrong_separator", "« ; »"),
        ("one column", b"id\n1\n", "places_wrong_separator", "CSV"),
        ("a column twice", b"id,nom,nom\n", "places_column_twice", "nom"),
        ("JSON that stops", b'[{"id": 1},\n', "places_not_json", "ligne 2"),
        ("a JSON object", b'{"id": 1}', "places_not_json", "liste"),
        ("JSON without bottom", b"[" * 100_000, "places_not_json", "JSON"),
        ("half an archive", gzip.compress(b"id,nom\n" * 100)[:-9], "places_file_damaged", "abîmé"),
        ("not an archive", b"\x1f\x8bxxxx", "places_file_damaged", "abîmé"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_file_that_cannot_be_read_says_why(case, data, code, says):
    with pytest.raises(Refusal) as refused:
        read_table(data, name="lieux.csv")

    assert refused.value.code == code
    assert "« lieux.csv »" in refused.value.sentence
    assert says in refused.value.sentence


def test_an_archive_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("coupdepouce.connect.places.table.LARGEST_FILE", 1000)

    assert lines(gzip.compress(b"id,nom\n" + b"1,A\n" * 248))
    with pytest.raises(Refusal, match="trop gros"):
        read_table(gzip.compress(b"id,nom\n" + b"1,A\n" * 249), name="lieux.csv")


def test_half_of_a_sign_is_shown_as_a_question():
    assert shortened("a\ud800b") == "a?b"


def test_a_problem_shows_a_short_value():
    problem = next(read_table(b"id,nom\n" + b"x" * 500 + b"\n", name="x").lines)

    assert isinstance(problem, RowProblem)
    assert len(problem.value) == 60
