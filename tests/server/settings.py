"""The server's settings for the tests: a workspace of its own, SQLite or the database of the environment."""

import os
import tempfile
from pathlib import Path

from desirepath.server.configuration import WORKSPACE_VARIABLE

FOLDER = Path(tempfile.mkdtemp(prefix="desirepath-tests-"))
os.environ[WORKSPACE_VARIABLE] = str(FOLDER)

from desirepath.server.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if not CONFIGURATION.database:  # noqa: F405
    # A file, as people have it: in memory SQLite lets threads wait for nothing and says "locked" at once.
    DATABASES["default"]["TEST"] = {"NAME": FOLDER / "tests.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
