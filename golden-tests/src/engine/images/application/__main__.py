"""Stands in for every application: it serves HTTP on the ports of its service, and really uses what its environment names.

It is started under whatever name the image's own program has, and takes the words of its command line as hints: `healthcheck` and a line of PHP ask the server of the
same container, words such as `migrate` make the tables and end, and all else serves, for a worker is a server that nobody asks.
"""

import os
import signal
import sys
import time

import database
import mail
import redis
import sink
import web

ONCE = ("migrate", "migration", "seed", "init", "setup", "install", "ci", "build")


def once(words):
    return any(word.split(":")[-1] in ONCE or word.split(":")[0] in ONCE for word in words)


def build():
    """What a build of a front end leaves behind."""
    os.makedirs("dist", exist_ok=True)
    with open("dist/index.html", "w", encoding="utf-8") as page:
        page.write("<!doctype html><title>stand-in</title>")


def main():
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    words = [os.path.basename(word) for word in sys.argv[1:]]
    ports = [int(port) for port in os.environ.get("STAND_IN_PORTS", "3000").split(",")]
    if "healthcheck" in words or words[:2] == ["php", "-r"]:
        sys.exit(web.ask(ports))
    if once(words):
        if "build" in words:
            build()
        database.prepare()
        return
    print("starts:", " ".join(words), flush=True)
    for port in ports:
        if port in mail.PORTS:
            mail.serve(port)
        elif port in sink.PORTS:
            sink.serve(port)
        else:
            web.serve(port)
    while True:
        problems = database.problems() + redis.problems()
        print("ready" if not problems else "; ".join(problems), flush=True)
        time.sleep(10)


main()
