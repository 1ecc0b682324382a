"""The forms of the bench, filled with what is most often right: a person checks, and changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from coupdepouce.core.equipment.checks import OK, checks_of, functional_grade
from coupdepouce.core.equipment.grading import Proposal, propose
from coupdepouce.core.equipment.pricing import DECREE, Price, cap_of, propose_price
from coupdepouce.core.money import in_euros
from coupdepouce.equipment.queries.preparing import hardware_of
from coupdepouce.equipment.queries.workshop import Bench, last_erasure_by
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.refurbishing.forms import ErasureForm, GradesForm, TestsForm

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the programme's tables say of a machine, and what the law allows."""

    proposal: Proposal | None
    price: Price
    cap: int | None
    categories: Sequence[str]
    source: str
    is_example: bool

    @property
    def cap_sentence(self) -> str:
        """Say the cap of the law, empty when it sets none."""
        if self.cap is None:
            return ""
        return f"Au plus {in_euros(self.cap)} : don d’un organisme public ({DECREE})."


def rules_for(bench: Bench) -> Rules:
    """Give what the programme in force says of a machine."""
    computer = bench.computer
    _, programme = current_programme()
    grading = programme.equipment.grading
    cap = cap_of(
        computer.form, programme.price_caps, from_public_body=computer.lot.donor.is_public_body
    )
    proposal = propose(hardware_of(computer), grading) if grading else None
    category = proposal.category if proposal else None
    return Rules(
        proposal=proposal,
        price=propose_price(category, form=computer.form, cap=cap),
        cap=cap,
        categories=[one.id for one in grading.categories] if grading else [],
        source=grading.source if grading else "",
        is_example=grading is not None and not grading.verified,
    )


def tests_form(bench: Bench, *, all_ticked: bool) -> TestsForm:
    """Give the tests of a machine, as they came out last."""
    form, test = bench.computer.form, bench.test
    works = [name for name, said in (test.checks if test else {}).items() if said == OK]
    if all_ticked:
        works = [one.name for one in checks_of(form)]
    return TestsForm(form=form, initial={"works": works, "note": test.note if test else ""})


def erasure_form(bench: Bench, member: "Membership") -> ErasureForm:
    """Give the evidence of an erasure as this workshop wrote its last one, but for how it went."""
    last = bench.erasures[0] if bench.erasures else last_erasure_by(member)
    initial = {
        "tool": last.tool if last else "",
        "standard": last.standard if last else "",
        "done_by": last.done_by if last else str(member.user),
        "done_on": timezone.localdate(),
    }
    return ErasureForm(initial=initial)


def grades_form(bench: Bench, rules: Rules) -> GradesForm:
    """Give the grades of a machine, or what the tests and the tables propose."""
    computer, test = bench.computer, bench.test
    proposed = functional_grade(computer.form, test.checks) if test else ""
    category = rules.proposal.category if rules.proposal else None
    initial = {
        "functional": computer.functional_grade or proposed,
        "cosmetic": computer.cosmetic_grade,
        "category": computer.category or (category.id if category else ""),
        "price": rules.price.amount if computer.price is None else computer.price,
    }
    return GradesForm(initial=initial, categories=rules.categories, cap=rules.cap_sentence)
