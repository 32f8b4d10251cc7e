import base64
from pathlib import Path

import pytest

from bot.spine.settings import BadSettings, parse_keys, read_settings

KEY, OLD = base64.b64encode(b"k" * 32).decode(), base64.b64encode(b"o" * 32).decode()


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "HOST", "DATABASE_URL", "CHAIRSIDE_DATA", "CHAIRSIDE_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_set_is_one_machine_on_loopback() -> None:
    settings = read_settings()
    assert (settings.host, settings.port, settings.keys) == ("127.0.0.1", 8000, ())
    assert settings.database_url == "sqlite:///data/chairside.db"


def test_the_file_stands_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHAIRSIDE_DATA", str(tmp_path))
    assert read_settings().database_url == f"sqlite:///{tmp_path}/chairside.db"


def test_all_of_it_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PORT": "0",
        "HOST": "::1",
        "DATABASE_URL": "postgres://u@h/d",
        "CHAIRSIDE_KEY": f"{KEY}, {OLD}",
    }.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert (settings.port, settings.host, settings.database_url) == (0, "::1", "postgres://u@h/d")
    assert settings.keys == (b"k" * 32, b"o" * 32)


def test_a_value_left_empty_is_a_value_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "DATABASE_URL", "CHAIRSIDE_KEY"):
        monkeypatch.setenv(name, "")
    assert read_settings().port == 8000


@pytest.mark.parametrize(
    ("name", "value", "put"),
    [
        ("PORT", "eighty", "for example 8000"),
        ("PORT", "70000", "from 0 to 65535"),
        ("HOST", "two words", "127.0.0.1 for this machine only"),
        ("DATABASE_URL", "mysql://host/name", "postgresql://"),
        ("DATABASE_URL", "sqlite://", "sqlite:///path/to/file"),
        ("DATABASE_URL", "no address", "postgresql://"),
        ("CHAIRSIDE_KEY", "a secret of mine", "new-key"),
        ("CHAIRSIDE_KEY", "c2hvcnQ=", "32 bytes"),
        ("CHAIRSIDE_KEY", f"{KEY},", "32 bytes"),
    ],
)
def test_a_bad_value_is_refused_with_what_to_put(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, put: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refusal:
        read_settings()
    assert str(refusal.value).startswith(f"{name} cannot be used: ")
    assert put in str(refusal.value)


def test_a_refusal_never_repeats_a_key_or_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAIRSIDE_KEY", "a secret of mine")
    monkeypatch.setenv("DATABASE_URL", "mysql://me:hunter2@host/name")
    with pytest.raises(BadSettings) as refusal:
        read_settings()
    assert "a secret of mine" not in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_settings_shown_in_a_log_show_no_key_and_no_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHAIRSIDE_KEY", KEY)
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hunter2@host/name")
    assert "kkkk" not in repr(read_settings())
    assert "hunter2" not in repr(read_settings())


@pytest.mark.parametrize(
    ("name", "hint"),
    [("CHAIRSIDE_KEYS", "Did you mean CHAIRSIDE_KEY?"), ("CHAIRSIDE_COLOUR", "There are PORT")],
)
def test_a_setting_that_is_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, hint: str
) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(BadSettings, match=f"{name} is not a setting") as refusal:
        read_settings()
    assert hint in str(refusal.value)


def test_both_alphabets_of_base64_are_read() -> None:
    key = bytes(range(224, 256))
    assert (
        parse_keys(base64.urlsafe_b64encode(key).decode())
        == parse_keys(base64.b64encode(key).decode())
        == (key,)
    )
