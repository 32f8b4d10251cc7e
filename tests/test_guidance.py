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
