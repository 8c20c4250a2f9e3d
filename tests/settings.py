"""Settings of the server for the tests: everything in a folder of this run, quick password hashing, the same otherwise."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="diguan-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["DIGUAN_DATA"] = _data

from diguan.config.settings import *  # noqa: E402, F403  the folder must be named before they are read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose

if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # a file like in life: what lives in memory knows neither WAL nor a second process
    DATABASES["default"]["TEST"] = {"NAME": f"{_data}/test.sqlite3"}  # noqa: F405
