"""The surroundings of a test run, set before the settings are read.

pytest loads this plugin (`-p tests.environment`) ahead of pytest-django, because the settings look
at the environment only once.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("HONGLIAN_ENV", "test")
os.environ.setdefault(
    "HONGLIAN_SECRET_KEY",
    "a key for tests only, longer than fifty characters, never used elsewhere",
)
# Playwright's loop makes Django believe that it runs inside asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Uploads and snapshots of a test must never land in the checkout's own var/.
_data = tempfile.TemporaryDirectory(prefix="honglian-test-")
os.environ["HONGLIAN_DATA_DIR"] = _data.name
# The server of static files warns about a missing folder; tests collect nothing into it.
(Path(_data.name) / "static").mkdir()
