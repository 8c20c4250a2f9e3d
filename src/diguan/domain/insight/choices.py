"""Words of stored figures."""

FIGURES_JOB = "figures"
ALL = "*"  # every standard, indicator or department together
REGISTER = ""  # in place of a standard: households of the registry, judged or not

STANDINGS = ("households", "met", "declared", "unmet", "unknown", "not_applicable", "uncovered")
STATES = ("suspected", "open", "submitted", "mended", "corrected", "verified", "accepted", "withdrawn")
ITEMS = (*STATES, "overdue", "rebound")
LIVING = ("suspected", "open", "submitted")
CLOSED = ("mended", "corrected", "verified", "accepted")
