"""A worker in a process of its own that never ends its job: it waits to be killed."""

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
    from diguan.tasks.worker import Worker

    Worker({"slow": slow}, name=f"slow:{os.getpid()}").run_one()
