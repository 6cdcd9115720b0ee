"""What no journey can show, since no page leads there, and the tests that show it."""

from collections.abc import Mapping

_PORTAL, _EDGE = "mockportal/portal/tests", "mockportal/edge/tests"
_BEFORE = f"{_PORTAL}/test_unoffered_moves.py::test_signing_out_before_having_signed_in_leads_home"

#: Each name with the test that shows it, as pytest writes it.
MOVES: Mapping[str, str] = {
    "visitor/sign-out": _BEFORE,
    "identified/sign-out": _BEFORE,
    "mail-sent/sign-out": _BEFORE,
    "voting/enter-code": f"{_PORTAL}/test_unoffered_moves.py"
    "::test_typing_the_code_once_more_while_voting_leads_to_the_scrutins",
}

REFUSALS: Mapping[str, str] = {
    "host": f"{_EDGE}/test_requests.py::test_a_configured_name_is_known",
    "incident": f"{_EDGE}/test_http.py"
    "::test_a_bug_is_an_incident_with_a_number_and_the_site_lives_on",
    "media": f"{_EDGE}/test_requests.py::test_a_form_is_no_json_and_json_no_form",
    "no-choice": f"{_PORTAL}/test_ballot_attacks.py::test_a_choice_that_is_no_list_is_refused",
    "slow": f"{_EDGE}/test_deadlines.py::test_half_a_body_is_told_it_is_slow",
    "too-large": f"{_EDGE}/test_forms.py::test_a_body_of_64_kilobytes_is_the_most",
    "too-long": f"{_EDGE}/test_requests.py"
    "::test_fifty_cookies_are_read_and_eight_kilobytes_are_not",
    "unknown-outcome": f"{_PORTAL}/test_audited_faults.py"
    "::test_a_vote_without_an_outcome_says_what_to_look_at",
    "unreadable": f"{_EDGE}/test_http.py::test_a_header_that_means_nothing_is_unreadable",
    "wrong-method": f"{_EDGE}/test_http.py::test_a_wrong_method_is_told_the_right_ones",
}

_ALARMS = f"{_PORTAL}/browser/test_faults.py"

FAULTS: Mapping[str, str] = {
    "session-warning-early": f"{_ALARMS}::test_an_early_warning_is_read_and_can_be_dismissed",
    "wrong-receipt": f"{_ALARMS}::test_a_wrong_receipt_raises_the_alarm_and_the_right_one_calms_it",
}
"""Alarms that only a script raises, which journeys over bare HTTP cannot wait for."""
