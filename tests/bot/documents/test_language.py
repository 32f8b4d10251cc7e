"""Word files are in British English throughout, and right-to-left words are runs of their own."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.documents.word import as_word
from tests.kit.conference import A_MONDAY
from tests.kit.right_to_left import ARABIC_WORDS, LAYLA, NOA, PAPER, WORDS


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    with ZipFile(BytesIO(as_word(PAPER, A_MONDAY))) as file:
        return {name: file.read(name).decode() for name in file.namelist() if name.endswith("xml")}


def test_no_part_is_marked_as_any_other_english(parts: dict[str, str]) -> None:
    said = {name: set(re.findall(r"\ben-[A-Za-z]+", xml)) for name, xml in parts.items()}
    assert {name: found for name, found in said.items() if found - {"en-GB"}} == {}
    assert 'w:lang w:val="en-GB"' in parts["word/styles.xml"]


@pytest.mark.parametrize(
    ("words", "language"), [(NOA, "he-IL"), (WORDS, "he-IL"), (LAYLA, "ar-SA")]
)
def test_words_from_right_to_left_are_runs_of_their_own(
    parts: dict[str, str], words: str, language: str
) -> None:
    runs = re.findall(r"<w:r>.*?</w:r>", parts["word/document.xml"], re.DOTALL)
    own = [run for run in runs if re.search(f">{re.escape(words)}\u200f?<", run)]
    assert own
    assert all("<w:rtl/>" in run and f'w:bidi="{language}"' in run for run in own)


def test_a_quotation_begins_on_the_side_where_it_is_read(parts: dict[str, str]) -> None:
    paragraphs = re.findall(r"<w:p>.*?</w:p>", parts["word/document.xml"], re.DOTALL)
    said = [one for one in paragraphs if '"Said"' in one]
    assert len(said) == 4
    assert all("<w:bidi/>" in one for one in said)
    assert ARABIC_WORDS in said[1]
    ours = [one for one in paragraphs if " agrees." in one]
    assert ours
    assert not any("<w:bidi/>" in one for one in ours)


def test_the_invisible_characters_are_not_in_the_file(parts: dict[str, str]) -> None:
    assert not re.search("[\u2066-\u2069]", "".join(parts.values()))
