"""Documents as others open them:

LibreOffice for Word files, a browser that prints for pages. Pictures are left in build/.
"""

import os
import re
import subprocess
from pathlib import Path

from bot.documents.word import as_word
from bot.web.render import Pages
from bot.web.site import STATIC
from prompts.paper import Paper
from tests.kit.conference import A_MONDAY

OUT = Path("build/documents")
A_WORD = re.compile(r"\w[\w’'-]*")


def opened_by_libreoffice(paper: Paper, name: str) -> Path:
    """The Word file as LibreOffice lays it out on pages."""
    file = _folder() / f"{name}.docx"
    file.write_bytes(as_word(paper, A_MONDAY))
    # A LibreOffice of its own for each process: two that share one turn each other away.
    profile = f"-env:UserInstallation={(OUT / f'libreoffice-{os.getpid()}').absolute().as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(OUT), str(file))
    return _pictures(file.with_suffix(".pdf"))


def printed_by_a_browser(paper: Paper, name: str) -> Path:
    """The page as a browser prints it."""
    page = as_a_page(paper, name)
    file = page.with_suffix(".pdf")
    quiet = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--allow-file-access-from-files",
        "--no-pdf-header-footer",
    )
    _run("chromium", *quiet, f"--print-to-pdf={file}", page.absolute().as_uri())
    return _pictures(file)


def as_a_page(paper: Paper, name: str) -> Path:
    """The page, as a file with its styles."""
    page = _folder() / f"{name}-page.html"
    html = Pages().draw("paper.html.j2", paper=paper, files=[])
    page.write_text(
        html.replace('href="/static/', f'href="{STATIC.absolute().as_uri()}/'), encoding="utf-8"
    )
    return page


def pages_of(file: Path) -> list[str]:
    """The text of each page."""
    return _run("pdftotext", "-layout", str(file), "-").split("\f")[:-1]


def words_of(*texts: str) -> set[str]:
    """The words of texts, wherever they stand."""
    return {word for text in texts for word in A_WORD.findall(text)}


def furthest(file: Path) -> tuple[float, float]:
    """How far to the left and to the right, as parts of the page, words stand."""
    boxes = _run("pdftotext", "-bbox", str(file), "-")
    width = float(re.findall(r'page width="([\d.]+)"', boxes)[0])
    left = min(map(float, re.findall(r'xMin="([\d.]+)"', boxes)))
    return left / width, max(map(float, re.findall(r'xMax="([\d.]+)"', boxes))) / width


def _pictures(file: Path) -> Path:
    for old in OUT.glob(f"{file.stem}-[0-9]*.png"):
        old.unlink()
    _run("pdftoppm", "-r", "60", "-png", str(file), str(file.with_suffix("")))
    return file


def _folder() -> Path:
    OUT.mkdir(parents=True, exist_ok=True)
    return OUT


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return done.stdout
