"""The browser that tests drive: Debian's Chromium, which speaks to nobody but us."""

import shutil

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
