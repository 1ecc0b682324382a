"""What a person says they can do, before the workshops and after: our own ten questions."""

from coupdepouce.core.skills.compare import Comparison, Movement, compare
from coupdepouce.core.skills.instrument import (
    AREAS,
    LEVELS,
    QUESTIONS,
    UNSAID,
    Area,
    How,
    Level,
    Phase,
    Question,
    read_skills,
)

__all__ = [
    "AREAS",
    "LEVELS",
    "QUESTIONS",
    "UNSAID",
    "Area",
    "Comparison",
    "How",
    "Level",
    "Movement",
    "Phase",
    "Question",
    "compare",
    "read_skills",
]
