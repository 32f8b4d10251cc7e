"""What chat services share: names and presses come back as they went out, and posts of several
messages get further with each try.
"""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.names import Names, place_of
from bot.chat.partly_sent import PartlySent
from bot.chat.press import filling_key, packed, unpacked
from storage.room_names import in_the_name_of, room_alone

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=4)


@given(TEXTS)
def test_what_a_press_carries_comes_back_and_needs_no_escaping(texts: list[str]) -> None:
    assert unpacked(packed(*texts), len(texts)) == tuple(texts)
    assert not {"&", "<", ">"} & set(packed(*texts))


@pytest.mark.parametrize("text", [None, "", "{}", "[1,2]", '["a"]', '["a",null]', "[" * 5000])
def test_what_is_not_a_press_of_ours_is_none(text: str | None) -> None:
    assert unpacked(text, 2) is None


def test_the_same_filling_in_has_the_same_key_and_no_other() -> None:
    key = filling_key("v1", {"a": "1", "b": "2"}, secret=b"s")
    assert key == filling_key("v1", {"b": "2", "a": "1"}, secret=b"s")
    assert key != filling_key("v1", {"a": "1", "b": "3"}, secret=b"s")
    assert key != filling_key("v1", {"a": "1", "b": "2"}, secret=b"other")


def test_a_name_belongs_to_one_service() -> None:
    names = Names("mattermost")
    room, account = names.room("town", "r1"), names.account("town", "u1")
    assert (room, account) == ("mattermost:town/r1", "mattermost:town/u1")
    assert place_of(room_alone(in_the_name_of(room, "m1"))) == "r1"
    assert (names.user(account), Names("slack").user(account)) == ("u1", "")


def test_a_post_goes_on_where_it_stopped_and_takes_away_what_is_too_many() -> None:
    begun = PartlySent(("", 0), [])
    sent: list[str] = []

    async def put(place: int, content: str) -> str:
        sent.append(content)
        if sent.count("two") == 1 and content == "two":
            raise TimeoutError
        return f"m{place}"

    async def take_away(message: str) -> None:
        sent.append(f"-{message}")

    with pytest.raises(TimeoutError):
        asyncio.run(begun.show(["one", "two", "three"], put, take_away))
    asyncio.run(begun.show(["one", "two", "three"], put, take_away))
    asyncio.run(begun.show(["one"], put, take_away))
    assert sent == ["one", "two", "two", "three", "-m2", "-m1"]
    assert begun.messages == ["m0"]
