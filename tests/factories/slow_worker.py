"""A worker in a process of its own that never ends its job: it waits to be killed, or to be told to stop."""

import os
import sys
import time

import django


def slow(arguments, order, progress):
    progress("slow", 1, 10)
    sys.stdout.write("under way\n")
    sys.stdout.flush()
    time.sleep(600)
    return {}


if __name__ == "__main__":
    django.setup()
    from diguan.cli.interruption import ending_cleanly
    from diguan.tasks.worker import Worker

    try:
        with ending_cleanly():
            Worker({"slow": slow}, name=f"slow:{os.getpid()}").run()
    except KeyboardInterrupt:
        sys.exit(130)
