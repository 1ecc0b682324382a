"""Category and price of a computer: the tables of the programme, and the cap of the law."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.equipment.checks import CHECKS, checks_of, functional_grade, is_passed
from coupdepouce.core.equipment.grading import propose
from coupdepouce.core.equipment.hardware import Disk, DiskType, Hardware
from coupdepouce.core.equipment.pricing import cap_of, check_price, propose_price
from coupdepouce.core.programme import parse
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.serial import read_serial
from coupdepouce.programmes.defaults import default_programme, default_text
from tests.spec.table import cases

PROGRAMME = default_programme()
GRADING = PROGRAMME.equipment.grading
CAPS = PROGRAMME.price_caps
SPEEDS = [DiskType.HDD, DiskType.EMMC, DiskType.SSD, DiskType.NVME]
GB, MIB = 10**9, 1024


def machine(*, ram=8, processor="Intel Core i5-4210U CPU @ 1.70GHz", disks=("ssd 240",)):
    return Hardware(
        ram_mib=ram if ram is None else ram * MIB,
        processor=processor,
        disks=disks if disks is None else tuple(disk(text) for text in disks),
    )


def disk(text):
    kind, size = text.split()
    return Disk(type=DiskType(kind), size_bytes=None if size == "?" else int(size) * GB)


TABLE = """
case                              | ram | processor            | disks            | total | category
the memory of a B and an A's disk | 4   | Intel Core i3-8100T  | nvme 256         | 75    | A
one point more than the line      | 8   | Intel i5-4210U CPU   | ssd 400          | 73    | A
on the line of B                  | 4   | Intel i5-2400 CPU    | ssd 0            | 50    | B
one step under it                 | 4   | Intel i5-2400 CPU    | hdd 400          | 43    | C
under the last one                | 2   | Intel Celeron N3060  | hdd 100          | 18    | -
the best disk counts              | 4   | Intel i5-2400 CPU    | hdd 2000 ssd 240 | 55    | B
no disk is no point               | 4   | Intel i5-2400 CPU    | -                | 30    | C
the tenth generation              | 4   | Intel i5-10210U CPU  | hdd 100          | 58    | B
a tenth generation of four digits | 4   | Intel i5-1035G1 CPU  | hdd 100          | 58    | B
not the first generation          | 4   | Intel i5-1 CPU       | hdd 100          | ?     | ?
a name that ends with its number  | 4   | Intel Core i5-4570   | hdd 100          | 43    | C
a processor that is not there     | 8   | Exemple X1           | ssd 240          | ?     | ?
a processor not known             | 8   | ?                    | ssd 240          | ?     | ?
memory not known                  | ?   | Intel i5-4210U CPU   | ssd 240          | ?     | ?
a disk of no known type           | 8   | Intel i5-4210U CPU   | unknown 240      | ?     | ?
a disk of no known size           | 8   | Intel i5-4210U CPU   | ssd ?            | ?     | ?
disks not known                   | 8   | Intel i5-4210U CPU   | ?                | ?     | ?
"""


def disks_of(cell):
    if cell == "?":
        return None
    words = [] if cell == "-" else cell.split()
    return tuple(" ".join(words[at : at + 2]) for at in range(0, len(words), 2))


@pytest.mark.parametrize("case", cases(TABLE))
def test_category(case):
    proposal = propose(
        machine(
            ram=None if case["ram"] == "?" else int(case["ram"]),
            processor=None if case["processor"] == "?" else case["processor"],
            disks=disks_of(case["disks"]),
        ),
        GRADING,
    )

    assert str(proposal.total or "?") == case["total"]
    given_to = proposal.category.id if proposal.category else "-"
    assert given_to == case["category"].replace("?", "-")
    assert ("pas assez bien" in proposal.why) is (case["total"] == "?")


def test_each_score_says_why():
    proposal = propose(machine(), GRADING)

    assert [(score.label, score.points) for score in proposal.scores] == [
        ("mémoire", 25), ("processeur", 20), ("disque", 25)
    ]  # fmt: skip
    assert [score.why for score in proposal.scores] == [
        "8 Go de mémoire.", "Core, 4e et 5e générations (exemple).", "SSD 240 Go."
    ]  # fmt: skip


def test_a_weight_counts_as_often_as_it_says():
    weights = GRADING.weights.model_copy(update={"ram": 3, "processor": 0})

    proposal = propose(machine(), GRADING.model_copy(update={"weights": weights}))

    assert [score.points for score in proposal.scores] == [75, 0, 25]


DISKS = st.builds(
    Disk, type=st.sampled_from(SPEEDS), size_bytes=st.integers(1, 4000).map(lambda gb: gb * GB)
)
MACHINES = st.builds(
    Hardware,
    ram_mib=st.integers(256, 64 * MIB),
    processor=st.sampled_from(["Intel Celeron N3060", "Intel i5-4210U CPU", "AMD Ryzen 5"]),
    disks=st.lists(DISKS, min_size=1, max_size=3).map(tuple),
)


def rank(hardware):
    """Give the rank of a category: 0 for the best one, more for the next, then for none."""
    category = propose(hardware, GRADING).category
    return GRADING.categories.index(category) if category else len(GRADING.categories)


@given(hardware=MACHINES, more=st.integers(0, 64 * MIB))
def test_more_memory_never_lowers_the_category(hardware, more):
    assert rank(replace(hardware, ram_mib=hardware.ram_mib + more)) <= rank(hardware)


@given(hardware=MACHINES, speed=st.sampled_from(SPEEDS), more=st.integers(0, 4000))
def test_a_faster_or_larger_disk_never_lowers_the_category(hardware, speed, more):
    first, *others = hardware.disks
    faster = max(first.type, speed, key=SPEEDS.index)
    better = Disk(type=faster, size_bytes=first.size_bytes + more * GB)

    assert rank(replace(hardware, disks=(better, *others))) <= rank(hardware)


@given(hardware=MACHINES, second=DISKS)
def test_a_second_disk_never_lowers_the_category(hardware, second):
    assert rank(replace(hardware, disks=(*hardware.disks, second))) <= rank(hardware)


PRICES = """
case                           | form    | public | asked | refused
a laptop at the cap            | laptop  | yes    | 18000 | -
one cent above                 | laptop  | yes    | 18001 | 180
the same, given by a company   | laptop  | no     | 18001 | -
a desktop at the cap           | desktop | yes    | 15000 | -
a desktop at a laptop's price  | desktop | yes    | 18000 | 150
a tablet one cent above        | tablet  | yes    | 10001 | 100
for nothing                    | laptop  | yes    | 0     | -
"""


@pytest.mark.parametrize("case", cases(PRICES))
def test_the_price_never_passes_the_cap_of_the_law(case):
    cap = cap_of(case["form"], CAPS, from_public_body=case["public"] == "yes")

    if case["refused"] == "-":
        assert check_price(int(case["asked"]), cap=cap) is None
        return
    with pytest.raises(Refusal) as refused:
        check_price(int(case["asked"]), cap=cap)
    assert refused.value.code == "price_over_cap"
    assert "décret du 7 novembre 2022" in refused.value.sentence
    assert f"{case['refused']}\N{NO-BREAK SPACE}€ au plus" in refused.value.sentence


@given(amount=st.integers(0, 30_000), cap=st.one_of(st.none(), st.integers(0, 30_000)))
def test_a_proposed_price_is_always_accepted(amount, cap):
    best = GRADING.categories[0]
    price = best.prices["laptop"].model_copy(update={"value": amount})
    category = best.model_copy(update={"prices": {"laptop": price}})

    proposed = propose_price(category, form="laptop", cap=cap)

    assert check_price(proposed.amount, cap=cap) is None
    assert ("ramené au plafond" in proposed.why) is (cap is not None and amount > cap)


def test_no_category_or_no_price_for_the_form_proposes_nothing():
    assert propose_price(None, form="laptop", cap=None).amount is None
    assert propose_price(GRADING.categories[0], form="smartphone", cap=None).amount is None


def test_the_tables_delivered_say_that_they_are_an_example():
    assert not GRADING.verified
    assert GRADING.source == "exemple"
    prices = [price for one in GRADING.categories for price in one.prices.values()]
    assert all(price.source == "exemple" and not price.verified for price in prices)
    assert PROGRAMME.equipment.carbon is None


def test_a_programme_kept_from_before_has_no_table():
    text = default_text()
    start, end = text.index("[equipment.grading]"), text.index("# Le CO2 évité")

    assert parse(text[:start] + text[end:]).equipment.grading is None


WRONG = """
case               | written                                    | instead                                    | said
a worse large disk | { at_least = 400, score = 8 }              | { at_least = 400, score = 1 }              | sans jamais baisser
bands out of order | { at_least = 100, score = 3 }              | { at_least = 300, score = 3 }              | du plus petit au plus grand
a worse fast disk  | ssd = 20                                   | ssd = 2                                    | plus rapide ne vaut jamais moins
the best last      | at_least = 70                              | at_least = 40                              | la meilleure catégorie d’abord
twice the same     | id = "B"                                   | id = "A"                                   | donnez à chaque catégorie son nom
a negative weight  | ram = 1                                    | ram = -1                                   | au moins 0
"""  # noqa: E501


@pytest.mark.parametrize("case", cases(WRONG))
def test_tables_that_would_contradict_themselves_are_refused(case):
    text = default_text()
    assert case["written"] in text

    with pytest.raises(Refusal) as refused:
        parse(text.replace(case["written"], case["instead"], 1))

    assert case["said"] in refused.value.data["problems"][0]["sentence"]


def test_carbon_needs_its_source_and_its_formula():
    table = '[equipment.carbon]\nkg_avoided = { value = 1, source = "x", verified = false }\n'

    with pytest.raises(Refusal):
        parse(default_text() + "\n" + table)
    assert parse(default_text() + "\n" + table + 'formula = "y"').equipment.carbon


def test_a_machine_that_avoids_nothing_says_no_carbon():
    table = '[equipment.carbon]\nkg_avoided = { value = 0, source = "x", verified = false }\n'

    with pytest.raises(Refusal) as refused:
        parse(default_text() + "\n" + table + 'formula = "y"')

    assert "au moins 1" in refused.value.data["problems"][0]["sentence"]


def test_the_conditions_are_written_in_french_at_least():
    with pytest.raises(Refusal) as refused:
        parse(default_text().replace("[stock.conditions]\nfr = [", "[stock.conditions]\nbr = [", 1))

    assert "fr = […]" in refused.value.data["problems"][0]["sentence"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "serial_missing"), (" \n", "serial_missing"), ("A" * 61, "serial_wrong"),
     ("AB\x00C", "serial_wrong")],
)  # fmt: skip
def test_what_cannot_be_a_serial_is_refused(typed, code):
    with pytest.raises(Refusal) as refused:
        read_serial(typed)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "said"), [("AB\x00C", "« ABC » n’est"), ("A" * 61, f"« {'A' * 20}… » n’est")]
)
def test_what_is_not_a_serial_is_quoted_to_be_found_among_several(typed, said):
    with pytest.raises(Refusal) as refused:
        read_serial(typed)

    assert refused.value.sentence.startswith(said)


def test_a_serial_is_written_one_way():
    assert read_serial(" ab c\n12 ") == "ABC12"
    assert read_serial("A" * 60) == "A" * 60


def results(form, *faults):
    return {check.name: "fault" if check.name in faults else "ok" for check in checks_of(form)}


GRADES = """
case                           | form    | faults            | grade
all works                      | laptop  | -                 | A
one thing one can do without   | laptop  | camera            | B
two of them                    | laptop  | camera wifi       | C
the battery is needed          | laptop  | battery           | -
a desktop has no battery       | desktop | battery           | A
a desktop without its keyboard | desktop | set               | -
a laptop needs no set          | laptop  | set               | A
"""


@pytest.mark.parametrize("case", cases(GRADES))
def test_functional_grade(case):
    faults = [] if case["faults"] == "-" else case["faults"].split()
    given_results = results(case["form"], *faults)

    assert functional_grade(case["form"], given_results) == case["grade"].replace("-", "")
    assert is_passed(case["form"], given_results) is (case["grade"] != "-")


@pytest.mark.parametrize("check", [one for one in CHECKS if one.is_needed], ids=lambda c: c.name)
def test_what_was_not_tried_did_not_pass(check):
    form = next(iter(check.forms))
    tried = results(form)
    del tried[check.name]

    assert not is_passed(form, tried)
    assert is_passed(form, results(form))
