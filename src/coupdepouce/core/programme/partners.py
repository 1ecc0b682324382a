"""What a programme says of its partners; files written before have the values below."""

from coupdepouce.core.programme.figures import Days, Milestone, Part


class Partners(Part):
    """How a structure becomes a partner and stays one."""

    correction_days: Days = 30  # given to answer a correction, then the candidature is closed
    application_kept_months: Milestone = 12  # then the referent of one that led nowhere is erased
