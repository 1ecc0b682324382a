"""The stock of the Sirene register: the official columns, what is kept, what is not said."""

import gzip
import zipfile

import pytest

from coupdepouce.connect.places.model import RowProblem
from coupdepouce.connect.sirene import NEEDED, Site, read_stock
from coupdepouce.core.refusal import Refusal

# The columns of the published file, of which only some are read; the rows are invented.
EXTRA = ("siren", "nic", "dateCreationEtablissement", "etablissementSiege")
HEADER = ",".join((*EXTRA, *NEEDED))
GOOD = "000000000,00018,2000-01-01,true"


def row(
    *, siret="00000000000018", spread="O", state="A", sign="ENSEIGNE FICTIVE", usual="",
    extra="BATIMENT B", postcode="59000", town="LILLE", code="59350",
) -> str:  # fmt: skip
    street = "5,BIS,RUE,INVENTEE"
    return (
        f"{GOOD},{siret},{spread},{state},{sign},{usual},{extra},{street},{postcode},{town},{code}"
    )


@pytest.fixture
def stock(tmp_path):
    def written(*rows: str, header: str = HEADER, kind: str = "csv"):
        file, data = tmp_path / f"stock.{kind}", "\n".join([header, *rows]).encode()
        if kind == "zip":
            with zipfile.ZipFile(file, "w") as box:
                box.writestr("StockEtablissement_utf8.csv", data)
        else:
            file.write_bytes(gzip.compress(data) if kind == "gz" else data)
        return file

    return written


@pytest.mark.parametrize("kind", ["csv", "gz", "zip"])
def test_a_site_is_read_whatever_the_wrapping(stock, kind):
    (site,) = read_stock(stock(row(), kind=kind))

    assert site == Site(
        line=2, siret="00000000000018", name="ENSEIGNE FICTIVE",
        address="BATIMENT B, 5 BIS RUE INVENTEE", postcode="59000",
        commune_code="59350", commune_name="LILLE", is_open=True,
    )  # fmt: skip


def test_the_usual_name_stands_in_for_the_sign_and_what_is_hidden_is_nothing(stock):
    usual, hidden = read_stock(
        stock(row(sign="", usual="NOM USUEL"), row(sign="[ND]", extra="[ND]"))
    )

    assert (usual.name, hidden.name) == ("NOM USUEL", "")
    assert hidden.address == "5 BIS RUE INVENTEE"


def test_what_is_not_spread_keeps_neither_name_nor_address(stock):
    (site,) = read_stock(stock(row(spread="P")))

    assert (site.name, site.address, site.postcode) == ("", "", "")
    assert site.commune_code == "59350"


def test_a_closed_site_says_so_and_a_wrong_number_is_left_out(stock):
    closed, wrong = read_stock(stock(row(state="F"), row(siret="00000000000019")))

    assert not closed.is_open
    assert isinstance(wrong, RowProblem)
    assert (wrong.line, wrong.column) == (3, "siret")


def test_only_the_departments_asked_for_are_read(stock):
    file = stock(row(), row(code="97411"), row(code="62498"))

    assert [one.commune_code for one in read_stock(file, departments={"59", "974"})] == [
        "59350", "97411",
    ]  # fmt: skip


def test_a_file_that_is_not_the_stock_says_which_column_is_missing(stock):
    with pytest.raises(Refusal, match="codeCommuneEtablissement") as refused:
        list(read_stock(stock(header=HEADER.replace("codeCommuneEtablissement", "x"))))

    assert refused.value.code == "column_missing"


@pytest.mark.parametrize("data", [b"", b"\x1f\x8bzip", b"PK\x03\x04", b"siret\n\xff\xfe"])
def test_a_damaged_file_is_refused_in_a_sentence(tmp_path, data):
    file = tmp_path / "stock.csv"
    file.write_bytes(data)

    with pytest.raises(Refusal):
        list(read_stock(file))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="ne s’ouvre pas"):
        list(read_stock(tmp_path / "nothing.csv"))
