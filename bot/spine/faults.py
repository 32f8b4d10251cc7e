"""What may be said of a fault in a log: its kind and where it was, never its message, which may
quote what people wrote.
"""

import traceback
from pathlib import Path


def where(fault: BaseException) -> str:
    """The kind of a fault, and the lines it came through, the last one first."""
    frames = reversed(traceback.extract_tb(fault.__traceback__))
    return (
        f"{type(fault).__name__} at "
        f"{' < '.join(f'{Path(frame.filename).name}:{frame.lineno}' for frame in frames)}"
    )
