"""A household contests an answer or complains: reasons, steps, days. Words are declared here."""
