"""Commands of the command line, called without a process of their own: loading the program anew
takes longer than what most of them do.
"""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from bot.__main__ import main


@dataclass(frozen=True)
class Told:
    """What an operator reads, and what a shell is told."""

    returncode: int
    stdout: str
    stderr: str


def told(*words: str, **settings: str) -> Told:
    """Does `python -m bot` with these words, and these settings beside those there are."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.dict(os.environ, settings),
        patch.object(sys, "argv", ["python -m bot", *words]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Told(code, out.getvalue(), err.getvalue())
