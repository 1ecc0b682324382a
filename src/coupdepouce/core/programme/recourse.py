"""The days of a complaint. No text sets them for a programme like this one: they are ours."""

from coupdepouce.core.programme.figures import Days, Part


class Recourse(Part):
    """Days given to answer, then to look again, and to the household to ask for it; examples."""

    answer: Days = 15
    second_look: Days = 15
    ask_again: Days = 60
