"""What a request of Slack's has to hold for us to read it.

A signature says who sent it, not that it is whole.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]


class _Loose(BaseModel):
    """Of what Slack sends, only what is read is looked at."""

    model_config = ConfigDict(strict=True, extra="ignore")


class _User(_Loose):
    id: _Id


class _Action(_Loose):
    action_id: str
    value: str | None = None


class _Place(_Loose):
    id: str
    type: str = ""


class _Press(_Loose):
    user: _User
    trigger_id: str
    actions: Annotated[list[_Action], Field(min_length=1)]
    view: _Place | None = None


class _Option(_Loose):
    value: str


class _Filled(_Loose):
    type: str = ""
    value: str | None = None
    selected_date: str | None = None
    selected_user: _Id | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None


class _State(_Loose):
    values: dict[str, dict[str, _Filled]]


class _Block(_Loose):
    block_id: str = ""
    type: str = ""

    @model_validator(mode="after")
    def _is_named(self) -> "_Block":
        if self.type == "input" and not self.block_id:
            raise ValueError("a field without a name")
        return self


class _View(_Loose):
    id: str
    callback_id: str
    private_metadata: str
    blocks: list[_Block]
    state: _State


class _Form(_Loose):
    user: _User
    trigger_id: str
    view: _View


class _Shortcut(_Loose):
    user: _User
    trigger_id: str
    callback_id: str


class _Event(_Loose):
    type: str
    user: _Id | None = None
    channel: _Id | None = None

    @model_validator(mode="after")
    def _of_somebody(self) -> "_Event":
        if self.type == "app_home_opened" and not self.user:
            raise ValueError("nobody opened it")
        return self


class _Told(_Loose):
    event: _Event


class _Command(_Loose):
    command: str
    user_id: _Id
    channel_id: _Id
    trigger_id: str
    text: str = ""


class _Confirmation(_Loose):
    challenge: str


_SHAPES: Mapping[str, type[_Loose]] = {
    "block_actions": _Press,
    "view_submission": _Form,
    "shortcut": _Shortcut,
    "event_callback": _Told,
    "url_verification": _Confirmation,
    "command": _Command,
}


def is_whole(payload: Mapping[str, Any]) -> bool:
    """Whether all is there that we read, and of the right kind.

    What we do not listen to is turned away elsewhere.
    """
    kind = "command" if "command" in payload else payload.get("type")
    if not isinstance(kind, str):
        return False
    try:
        _SHAPES.get(kind, _Loose).model_validate(payload)
    except ValidationError:
        return False
    return True
