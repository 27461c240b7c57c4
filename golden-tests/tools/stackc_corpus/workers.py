"""Work on projects, each in a process of its own that may fail, hang or die without harm to the others."""

import json
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from .projects import Project


@dataclass
class Worker:
    """A process that works on one project, the leader of a process group."""

    project: Project
    process: int
    pipe: int
    scratch: Path
    end: float
    said: bytes = b""


def run(found, work, jobs, limit):
    """The results of `work(project, scratch folder)`, in the order of the projects."""
    waiting, running, results = list(reversed(found)), {}, {}
    scratch = Path(tempfile.mkdtemp(prefix="stackc-corpus-"))
    selector = selectors.DefaultSelector()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                worker = start(waiting.pop(), work, scratch, limit)
                running[worker.pipe] = worker
                selector.register(worker.pipe, selectors.EVENT_READ)
            for worker in ended(selector, running):
                selector.unregister(worker.pipe)
                del running[worker.pipe]
                results[worker.project.name] = finish(worker)
                progress(len(results), len(found))
    finally:
        for worker in running.values():
            finish(worker)
        shutil.rmtree(scratch, ignore_errors=True)
    return [results[project.name] for project in found]


def start(project, work, scratch, limit):
    """Starts the process for a project."""
    own = scratch / project.name
    own.mkdir(parents=True)
    sys.stdout.flush()
    sys.stderr.flush()
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        child(project, work, own, writer)
    os.close(writer)
    return Worker(project, process, reader, own, time.monotonic() + limit)


def child(project, work, scratch, writer):
    """Does the work and says the result; never returns."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        os.setsid()
        tempfile.tempdir = str(scratch)
        result = work(project, scratch)
    except BaseException as error:  # noqa: BLE001 the other projects go on
        result = {"outcome": "unjudged", "detail": "".join(traceback.format_exception_only(error)).strip()}
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(json.dumps(result).encode())
    os._exit(0)


def ended(selector, running):
    """The workers that are done or whose time is over; waits a moment for them."""
    done = []
    for key, _ in selector.select(timeout=0.5):
        worker = running[key.fd]
        said = os.read(key.fd, 1 << 16)
        worker.said += said
        if not said:
            done.append(worker)
    now = time.monotonic()
    return done + [worker for worker in running.values() if worker.end < now and worker not in done]


def finish(worker):
    """Ends the process with all that it started, and takes its result."""
    try:
        os.killpg(worker.process, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        kill(worker.process)
    os.waitpid(worker.process, 0)
    os.close(worker.pipe)
    shutil.rmtree(worker.scratch, ignore_errors=True)
    try:
        result = json.loads(worker.said)
    except ValueError:
        result = {"outcome": "unjudged", "detail": "was not done in time"}
    project = worker.project
    return {"name": project.name, "source": project.source, "kind": project.kind, **result}


def kill(process):
    """Ends a process that leads no group yet."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        pass


def progress(done, total):
    """Says how far it is, to whoever watches."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done} of {total}", end=end, file=sys.stderr, flush=True)
