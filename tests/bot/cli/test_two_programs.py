"""The service and the rehearsal room are two programs: one contains nothing of the other."""

import subprocess
import sys

_LOADED = (
    "import sys, bot.cli.serve, bot.cli.clocking; print([name for name in "
    "sys.modules if name.startswith('bot.rehearsal')])"
)


def test_the_service_never_loads_the_rehearsal_room_its_sample_people_or_its_clock() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
