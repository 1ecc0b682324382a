"""Eligibility: facts in, verdict out."""

from coupdepouce.core.eligibility.answer import Answer
from coupdepouce.core.eligibility.facts import Facts, Hardship, ProofSeen
from coupdepouce.core.eligibility.questions import (
    Question,
    longest_path,
    next_question,
    remaining_at_most,
)
from coupdepouce.core.eligibility.reading import read_facts
from coupdepouce.core.eligibility.reasons import WORDINGS, Reason
from coupdepouce.core.eligibility.verdict import Verdict, judge
from coupdepouce.core.household.budget import LineToday

__all__ = [
    "WORDINGS",
    "Answer",
    "Facts",
    "Hardship",
    "LineToday",
    "ProofSeen",
    "Question",
    "Reason",
    "Verdict",
    "judge",
    "longest_path",
    "next_question",
    "read_facts",
    "remaining_at_most",
]
