"""Attacks that journeys tell already, by the names of the journeys."""

from scenarios.attacks.rows import Told

_JOURNEYS = {
    "B01": ("type-an-unknown-identifier",),
    "B06": ("miscopy-captchas-until-throttled",),
    "B08": ("listen-to-the-captcha",),
    "B10": ("guess-the-password-until-throttled",),
    "C01": ("press-a-button-of-a-visit-that-ended",),
    "C08": ("leave-and-find-the-door-closed",),
    "C09": ("fall-asleep", "stay-too-long"),
    "D02": ("guess-the-answer-until-throttled",),
    "D04": ("let-a-scanner-open-the-link-first",),
    "D05": ("reissue-by-sms",),
    "D06": ("use-a-link-twice", "press-regenerate-twice"),
    "D09": ("open-a-mangled-link",),
    "D10": ("let-the-link-expire",),
    "D11": ("use-the-older-of-two-links",),
    "D12": ("open-a-neighbours-link",),
    "D13": ("sign-in-before-using-the-link",),
    "D16": ("miss-the-code",),
    "D18": ("look-for-the-code-in-another-browser",),
    "D20": ("ask-too-often",),
    "D21": ("type-the-old-code", "lose-the-code-while-voting"),
    "D22": ("ask-after-having-voted",),
    "D24": ("ask-for-a-code-during-the-grace",),
    "D25": ("press-send-twice",),
    "E10": ("get-a-forged-answer",),
    "E14": ("be-taken-for-somebody-else",),
    "E15": ("have-a-name-of-many-signs",),
    "E17": ("change-provider",),
    "E18": ("get-no-answer-from-franceconnect",),
    "F01": ("press-je-vote-twice",),
    "F02": ("vote-in-two-tabs",),
    "F04": ("lose-the-answer-of-the-vote",),
    "F07": ("vote-on-the-stroke-of-eight",),
    "F09": ("confirm-in-the-last-second-of-the-grace", "confirm-after-the-seal"),
    "F10": ("leave-during-the-grace",),
    "F11": ("arrive-after-the-close",),
    "F13": ("guess-the-code-until-throttled",),
    "F14": ("go-back-after-the-receipt",),
    "F17": ("find-a-scrutin-suspended",),
    "F18": ("find-ones-ballot-in-the-urn",),
    "F20": ("wait-for-the-results",),
    "G02": ("be-surprised-by-the-seal-everywhere",),
    "N05": ("never-get-the-sms",),
    "N06": ("get-the-same-mail-twice",),
}

TOLD = tuple(
    Told(id=id, journey=journey) for id, journeys in _JOURNEYS.items() for journey in journeys
)
