"""The kinds of question that a profile may use, and what each needs in the profile.

What a kind does in a conference stands in `handlers/questions/kinds/`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Need = Literal["options", "pictures", "section"]


class AnswerKind(StrEnum):
    """How a question is answered; the names are those of the profiles."""

    NOTICE = "notice"
    HERE = "here"
    WORDS = "words"
    CHOICE = "choice"
    PICTURE = "picture"
    SCORE = "score"
    FIT = "fit"
    OVERALL = "overall"
    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    PLAN = "plan"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Rules:
    """`asks`: the question is put to someone, so the profile says to whom.

    `sealed`: answers stay hidden until the chair reveals them. That is no setting of a profile: it
    follows from the kind (row B1). `each`: it is always asked for each trio, or for each child.
    """

    asks: bool = True
    sealed: bool = False
    each: Literal["", "trio", "child"] = ""
    needs: tuple[Need, ...] = ()


RULES = {
    AnswerKind.NOTICE: Rules(asks=False),
    AnswerKind.HERE: Rules(),
    AnswerKind.WORDS: Rules(),
    AnswerKind.CHOICE: Rules(needs=("options",)),
    AnswerKind.PICTURE: Rules(needs=("options", "pictures")),
    AnswerKind.SCORE: Rules(sealed=True, each="trio"),
    AnswerKind.FIT: Rules(each="trio"),
    AnswerKind.OVERALL: Rules(),
    AnswerKind.RECOMMENDATION: Rules(sealed=True, each="child"),
    AnswerKind.DECISION: Rules(each="child"),
    AnswerKind.PLAN: Rules(needs=("section",)),
    AnswerKind.SUMMARY: Rules(),
}
