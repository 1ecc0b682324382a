"""Writes of `households`: each one transaction; what it refuses, it says what to do about."""

from coupdepouce.households.entries import (
    DESPITE,
    Contact,
    Figures,
    Identity,
    Needs,
    NewHousehold,
    NewPerson,
    Proof,
)
from coupdepouce.households.operations.correcting import correct_identity
from coupdepouce.households.operations.deciding import (
    Decision,
    answer_hardship,
    claim_hardship,
    decide,
    record_proof,
)
from coupdepouce.households.operations.ending import (
    due_for_erasure,
    entrust,
    erase_household,
    merge_households,
)
from coupdepouce.households.operations.entering import (
    create_household,
    record_consent,
    update_contact,
    update_needs,
    withdraw_consent,
    withdraw_own_consent,
)
from coupdepouce.households.operations.state import (
    StateAnswer,
    ask_state,
    retry_proof_requests,
)

__all__ = [
    "DESPITE",
    "Contact",
    "Decision",
    "Figures",
    "Identity",
    "Needs",
    "NewHousehold",
    "NewPerson",
    "Proof",
    "StateAnswer",
    "answer_hardship",
    "ask_state",
    "claim_hardship",
    "correct_identity",
    "create_household",
    "decide",
    "due_for_erasure",
    "entrust",
    "erase_household",
    "merge_households",
    "record_consent",
    "record_proof",
    "retry_proof_requests",
    "update_contact",
    "update_needs",
    "withdraw_consent",
    "withdraw_own_consent",
]
