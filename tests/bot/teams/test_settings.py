"""What an operator puts: nothing, all of it, or half, which is refused with what is missing; and
the local test client.
"""

import pytest

from bot.spine.settings import BadSettings
from bot.teams.settings import read_teams_settings
from tests.kit.teams_microsoft import APP_ID, SECRET, TENANT

ALL = {"TEAMS_APP_ID": APP_ID, "TEAMS_APP_PASSWORD": SECRET, "TEAMS_TENANT": TENANT}
LOCAL = {"TEAMS_LOCAL_TEST": "1"}


def test_without_anything_teams_is_off() -> None:
    assert read_teams_settings({}, "0.0.0.0") is None
    assert read_teams_settings({"TEAMS_APP_ID": " ", "TEAMS_LOCAL_TEST": "0"}, "0.0.0.0") is None


def test_all_of_it_is_taken_and_the_secret_is_never_shown() -> None:
    settings = read_teams_settings({**ALL, "TEAMS_TENANT": TENANT.upper()}, "0.0.0.0")
    assert settings is not None
    assert (settings.app_id, settings.password, settings.tenant, settings.local) == (
        APP_ID,
        SECRET,
        TENANT,
        False,
    )
    assert SECRET not in repr(settings)


@pytest.mark.parametrize("missing", ALL)
def test_half_of_it_is_refused_with_what_is_missing(missing: str) -> None:
    with pytest.raises(BadSettings, match=f"{missing} is missing: put"):
        read_teams_settings(
            {name: value for name, value in ALL.items() if name != missing}, "127.0.0.1"
        )


@pytest.mark.parametrize("name", ["TEAMS_APP_ID", "TEAMS_TENANT"])
def test_what_is_no_id_is_refused(name: str) -> None:
    with pytest.raises(BadSettings, match=f"{name} cannot be used"):
        read_teams_settings({**ALL, name: "contoso"}, "127.0.0.1")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_local_test_runs_on_this_machine(host: str) -> None:
    settings = read_teams_settings(LOCAL, host)
    assert settings is not None
    assert settings.local


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "chairside.example.org"])
def test_the_local_test_runs_nowhere_else(host: str) -> None:
    with pytest.raises(BadSettings, match=r"set HOST to 127\.0\.0\.1"):
        read_teams_settings(LOCAL, host)


def test_the_local_test_and_a_real_bot_are_two_things() -> None:
    with pytest.raises(BadSettings, match="for the test client alone"):
        read_teams_settings({**ALL, **LOCAL}, "127.0.0.1")
    with pytest.raises(BadSettings, match="put 1"):
        read_teams_settings({"TEAMS_LOCAL_TEST": "maybe"}, "127.0.0.1")
