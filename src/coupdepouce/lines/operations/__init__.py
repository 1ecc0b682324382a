"""Writes of `lines`: each one transaction; what it refuses, it says what to do about."""

from coupdepouce.lines.operations.bills import note_contract, see_bill
from coupdepouce.lines.operations.coverage import import_coverage
from coupdepouce.lines.operations.following import (
    correct_order,
    forget_appointment,
    keep_activation,
    keep_appointment,
    keep_cut,
    keep_end,
    keep_news,
    keep_order,
    keep_technology,
    mark_reminded,
    note_no_answer,
    settle_checks,
    works_elsewhere,
)
from coupdepouce.lines.operations.forgetting import forget_lines, move_lines
from coupdepouce.lines.operations.stuck import (
    Opening,
    close_case,
    end_with_line,
    entrust_case,
    escalate_case,
    hand_over_case,
    move_case,
    open_case,
    remind_owner,
    write_message,
)

__all__ = [
    "Opening",
    "close_case",
    "correct_order",
    "end_with_line",
    "entrust_case",
    "escalate_case",
    "forget_appointment",
    "forget_lines",
    "hand_over_case",
    "import_coverage",
    "keep_activation",
    "keep_appointment",
    "keep_cut",
    "keep_end",
    "keep_news",
    "keep_order",
    "keep_technology",
    "mark_reminded",
    "move_case",
    "move_lines",
    "note_contract",
    "note_no_answer",
    "open_case",
    "remind_owner",
    "see_bill",
    "settle_checks",
    "works_elsewhere",
    "write_message",
]
