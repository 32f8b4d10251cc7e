"""The same seed walks the same way: ids come in the same order each time."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import UUID

from storage.tables import rows


@contextmanager
def ids_in_order(seed: int) -> Iterator[None]:
    """Row ids are drawn from this seed."""
    chance = random.Random(seed)
    with patch.object(rows, "uuid4", lambda: UUID(int=chance.getrandbits(128), version=4)):
        yield
