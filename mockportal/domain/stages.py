"""Where a voter stands and what each move leads to: the tables that everything reads."""

from enum import StrEnum

from mockportal.domain.refusals import OutOfOrder


class Stage(StrEnum):
    """Where one visit stands."""

    VISITOR = "visitor"
    IDENTIFIED = "identified"
    MAIL_SENT = "mail-sent"
    SIGNED_IN = "signed-in"
    LINK_SENT = "link-sent"
    AT_PROVIDER = "at-provider"
    VOTING = "voting"


class Move(StrEnum):
    """What a visit tries."""

    IDENTIFY = "identify"
    ASK_ACTIVATION = "ask-activation"
    ACTIVATE = "activate"
    SIGN_IN = "sign-in"
    ASK_PASSWORD = "ask-password"
    SET_PASSWORD = "set-password"
    GO_BACK = "go-back"
    ASK_LINK = "ask-link"
    LEAVE_FOR_PROVIDER = "leave-for-provider"
    RETURN_FROM_PROVIDER = "return-from-provider"
    GIVE_UP_PROVIDER = "give-up-provider"
    ENTER_CODE = "enter-code"
    CAST_BALLOT = "cast-ballot"
    LOSE_CODE = "lose-code"
    SIGN_OUT = "sign-out"
    TIME_OUT = "time-out"
    CLOSE = "close"
    SEAL = "seal"


class Step(StrEnum):
    """Where one voter stands in one scrutin."""

    TO_CAST = "to-cast"
    CHOOSING = "choosing"
    CONFIRMING = "confirming"
    CAST = "cast"


class Gesture(StrEnum):
    """What a voter tries in one scrutin."""

    WANT_TO_VOTE = "want-to-vote"
    PICK = "pick"
    GO_BACK = "go-back"
    CAST_BALLOT = "cast-ballot"
    LEAVE = "leave"  # signs out, times out, or loses the code


SIGNED_IN = frozenset({Stage.SIGNED_IN, Stage.LINK_SENT, Stage.AT_PROVIDER, Stage.VOTING})
BEFORE_CODE = frozenset({Stage.SIGNED_IN, Stage.LINK_SENT, Stage.AT_PROVIDER})

_BEFORE_SIGN_IN = (Stage.VISITOR, Stage.IDENTIFIED, Stage.MAIL_SENT)

NEXT: dict[tuple[Stage, Move], Stage] = {
    (Stage.VISITOR, Move.IDENTIFY): Stage.IDENTIFIED,
    (Stage.VISITOR, Move.ASK_ACTIVATION): Stage.MAIL_SENT,
    (Stage.IDENTIFIED, Move.SIGN_IN): Stage.SIGNED_IN,
    (Stage.IDENTIFIED, Move.ASK_PASSWORD): Stage.MAIL_SENT,
    (Stage.IDENTIFIED, Move.GO_BACK): Stage.VISITOR,
    (Stage.MAIL_SENT, Move.GO_BACK): Stage.VISITOR,
    (Stage.VOTING, Move.GO_BACK): Stage.VOTING,
    (Stage.AT_PROVIDER, Move.RETURN_FROM_PROVIDER): Stage.LINK_SENT,
    (Stage.AT_PROVIDER, Move.GIVE_UP_PROVIDER): Stage.SIGNED_IN,
    (Stage.VOTING, Move.ENTER_CODE): Stage.VOTING,
    (Stage.VOTING, Move.CAST_BALLOT): Stage.VOTING,
    (Stage.VOTING, Move.LOSE_CODE): Stage.SIGNED_IN,
    (Stage.VOTING, Move.CLOSE): Stage.VOTING,
    **{(stage, Move.ACTIVATE): Stage.SIGNED_IN for stage in _BEFORE_SIGN_IN},
    **{(stage, Move.SET_PASSWORD): Stage.SIGNED_IN for stage in _BEFORE_SIGN_IN},
    **{(stage, Move.GO_BACK): Stage.SIGNED_IN for stage in BEFORE_CODE},
    **{(stage, Move.ASK_LINK): Stage.LINK_SENT for stage in BEFORE_CODE},
    **{(stage, Move.LEAVE_FOR_PROVIDER): Stage.AT_PROVIDER for stage in BEFORE_CODE},
    **{(stage, Move.ENTER_CODE): Stage.VOTING for stage in BEFORE_CODE},
    **{(stage, Move.CLOSE): Stage.VISITOR for stage in _BEFORE_SIGN_IN},
    **{(stage, Move.CLOSE): Stage.SIGNED_IN for stage in BEFORE_CODE},
    **{(stage, Move.SIGN_OUT): Stage.VISITOR for stage in Stage},
    **{(stage, Move.TIME_OUT): Stage.VISITOR for stage in Stage},
    **{(stage, Move.SEAL): Stage.VISITOR for stage in Stage},
}

NEXT_STEP: dict[tuple[Step, Gesture], Step] = {
    (Step.TO_CAST, Gesture.WANT_TO_VOTE): Step.CHOOSING,
    (Step.CHOOSING, Gesture.WANT_TO_VOTE): Step.CHOOSING,
    (Step.CONFIRMING, Gesture.WANT_TO_VOTE): Step.CHOOSING,
    (Step.CHOOSING, Gesture.PICK): Step.CONFIRMING,
    (Step.CONFIRMING, Gesture.PICK): Step.CONFIRMING,
    (Step.TO_CAST, Gesture.GO_BACK): Step.TO_CAST,
    (Step.CHOOSING, Gesture.GO_BACK): Step.TO_CAST,
    (Step.CONFIRMING, Gesture.GO_BACK): Step.CHOOSING,
    (Step.CAST, Gesture.GO_BACK): Step.CAST,
    (Step.CONFIRMING, Gesture.CAST_BALLOT): Step.CAST,
    (Step.TO_CAST, Gesture.LEAVE): Step.TO_CAST,
    (Step.CHOOSING, Gesture.LEAVE): Step.TO_CAST,
    (Step.CONFIRMING, Gesture.LEAVE): Step.TO_CAST,
    (Step.CAST, Gesture.LEAVE): Step.CAST,
}


def after(stage: Stage, move: Move) -> Stage:
    """Return the stage a move leads to. Refuses: OutOfOrder."""
    try:
        return NEXT[stage, move]
    except KeyError:
        raise OutOfOrder(stage) from None


def step_after(step: Step, gesture: Gesture) -> Step:
    """Return where a gesture leads in one scrutin. Refuses: OutOfOrder."""
    try:
        return NEXT_STEP[step, gesture]
    except KeyError:
        raise OutOfOrder(Stage.VOTING) from None
