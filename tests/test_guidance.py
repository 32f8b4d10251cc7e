"""Every pointer to a row of guidance leads somewhere: to the table in docs/guidance.md."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("bot", "handlers", "prompts", "storage", "tests", "docs")
ROW = r"[A-Z][0-9]{1,2}"
POINTER = re.compile(rf"\brows? ({ROW}(?:(?:, | and )(?:row )?{ROW})*)")
SERVED = re.compile(r"^rows = \[(.*)\]", re.MULTILINE)


def pointed_at() -> dict[str, set[str]]:
    """Each row that some file names, with those files."""
    found: dict[str, set[str]] = {}
    for path in (path for folder in OURS for path in (ROOT / folder).rglob("*.*")):
        if path.suffix in (".py", ".toml", ".md") and "node_modules" not in path.parts:
            text = path.read_text(encoding="utf-8")
            for rows in POINTER.findall(text) + SERVED.findall(text):
                for row in re.findall(ROW, rows):
                    found.setdefault(row, set()).add(path.relative_to(ROOT).as_posix())
    return found


def test_every_row_that_is_pointed_at_is_in_the_guidance() -> None:
    told = (ROOT / "docs" / "guidance.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| ({ROW}) \|", told, re.MULTILINE)
    assert len(rows) == len(set(rows))
    found = pointed_at()
    assert len(found) > 25
    assert {row: files for row, files in found.items() if row not in rows} == {}


def test_no_pointer_leads_out_of_the_repository() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "prompts").rglob("*.toml")
    )
    assert "practice guide" not in sources.lower()


def test_the_glossary_is_short_and_says_what_the_code_says() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    code = "".join(
        path.read_text(encoding="utf-8").lower()
        for folder in ("bot", "handlers", "prompts", "storage")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".toml")
    )
    terms = terms_in(text)
    assert 30 < len(terms) <= 40
    for term in terms:
        assert re.search(rf"\b{term.lower().replace(' ', '[ _]')}", code), term


def terms_in(table: str) -> list[str]:
    """The terms of the tables, each without what stands in brackets."""
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE)
    return [
        re.sub(r" \(.*", "", term)
        for row in rows
        if not row.startswith("the ")
        for term in row.split(", ")
    ]
