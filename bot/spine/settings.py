"""What an operator can set, all of it in the environment.

A value that cannot be used is refused with what to put.
"""

import base64
import binascii
import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.spine.addresses import host_of, is_loopback
from storage.engines import sqlite_path

_WHAT_TO_PUT = {
    "PORT": "put a whole number from 0 to 65535, for example 8000",
    "HOST": (
        "put an address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for all networks"
    ),
    "DATABASE_URL": (
        "put postgresql://user:password@host/name or sqlite:///path/to/file, or leave it out"
    ),
    "CHAIRSIDE_DATA": "put a folder for the SQLite file and its key, for example ./data",
    "CHAIRSIDE_URL": (
        "put the address that people reach this server at, for example "
        "https://chairside.example.gov.uk; "
        "http:// is for this machine only, since anybody on the way could read along"
    ),
    "CHAIRSIDE_PROFILES": "put the folder with your own practice profiles, or leave it out",
    "CHAIRSIDE_AUDIT_KEY": "put what `python -m bot audit new-key` prints for it, or leave it out",
    "CHAIRSIDE_KEY": (
        "put a key of 32 bytes in base64, as `python -m bot new-key` prints one; "
        "several with commas between them: the first seals, all of them open"
    ),
}


class BadSettings(Exception):
    """The environment holds something that cannot be used; the message is for the operator."""


class Settings(BaseSettings):
    """The settings, read from the environment when it is made. Use `read_settings`."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, hide_input_in_errors=True)
    port: int = Field(8000, ge=0, le=65535, validation_alias="PORT")
    host: str = Field("127.0.0.1", pattern=r"^[\w.:%-]+$", validation_alias="HOST")
    data: Path = Field(Path("data"), validation_alias="CHAIRSIDE_DATA")
    url: str = Field("", pattern=r"^(https?://[^\s/?#]+)?/?$", validation_alias="CHAIRSIDE_URL")
    profiles: Path | None = Field(None, validation_alias="CHAIRSIDE_PROFILES")
    database_url: str = Field("", validation_alias="DATABASE_URL", repr=False)
    keys: Annotated[tuple[bytes, ...], NoDecode] = Field(
        (), validation_alias="CHAIRSIDE_KEY", repr=False
    )
    audit_key: Annotated[bytes, NoDecode] = Field(b"", validation_alias="CHAIRSIDE_AUDIT_KEY")

    @field_validator("keys", mode="before")
    @classmethod
    def _keys(cls, text: str | tuple[bytes, ...]) -> tuple[bytes, ...]:
        return parse_keys(text) if isinstance(text, str) else text

    @field_validator("url")
    @classmethod
    def _safe(cls, url: str) -> str:
        if url.startswith("http://") and not is_loopback(host_of(url)):
            raise ValueError("not over TLS")
        return url.rstrip("/")

    @field_validator("audit_key", mode="before")
    @classmethod
    def _audit_key(cls, text: str | bytes) -> bytes:
        return _key(text) if isinstance(text, str) else text

    @field_validator("database_url")
    @classmethod
    def _usable(cls, url: str) -> str:
        if url:
            sqlite_path(url)
        return url

    @model_validator(mode="after")
    def _a_file_unless_told(self) -> Self:
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data / 'chairside.db'}")
        return self


def read_settings() -> Settings:
    """The settings from the environment. Raises `BadSettings`."""
    _refuse_unknown()
    try:
        return Settings()
    except ValidationError as fault:
        names = dict.fromkeys(str(error["loc"][0]).upper() for error in fault.errors())
        raise BadSettings(
            "\n".join(f"{name} cannot be used: {_WHAT_TO_PUT[name]}." for name in names)
        ) from None


def parse_keys(text: str) -> tuple[bytes, ...]:
    """Keys of 32 bytes in base64, with commas or spaces between them. Raises `ValueError`."""
    return tuple(_key(part) for part in re.split(r"[,\s]+", text.strip()))


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(
            text, altchars=b"-_" if {"-", "_"} & set(text) else None, validate=True
        )
    except binascii.Error as fault:
        raise ValueError("not base64") from fault
    if len(key) != 32:
        raise ValueError("not 32 bytes")
    return key


def _refuse_unknown() -> None:
    if "CHAIRSIDE_REHEARSAL" in os.environ:
        raise BadSettings(
            "CHAIRSIDE_REHEARSAL is gone: take it out. The rehearsal room is a "
            "program of its own now, with a database of its "
            "own: python -m bot rehearsal-room"
        )
    for name in sorted(os.environ):
        if name.startswith("CHAIRSIDE_") and name not in _WHAT_TO_PUT:
            near = difflib.get_close_matches(name, _WHAT_TO_PUT, 1, cutoff=0.85)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(_WHAT_TO_PUT)}."
            raise BadSettings(f"{name} is not a setting of Chairside. {hint}")
