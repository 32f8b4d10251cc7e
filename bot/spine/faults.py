"""What may be said of a fault in a log: its kind and where it was, never its message, which may
quote what people wrote.
"""

import traceback
from pathlib import Path

_HOUSE = Path(__file__).resolve().parents[2]
_OURS = tuple(_HOUSE / floor for floor in ("bot", "handlers", "prompts", "storage"))
_MOST = 6


def where(fault: BaseException) -> str:
    """The kind of a fault, where it happened, and our own lines that it came through, the last
    one first; at most six.
    """
    frames = traceback.extract_tb(fault.__traceback__)[::-1]
    told = [*frames[:1], *(frame for frame in frames[1:] if _is_ours(frame))][:_MOST]
    lines = (f"{Path(frame.filename).name}:{frame.lineno}" for frame in told)
    return f"{type(fault).__name__} at {' < '.join(lines)}"


def _is_ours(frame: traceback.FrameSummary) -> bool:
    path = Path(frame.filename)
    return any(path.is_relative_to(folder) for folder in _OURS)
