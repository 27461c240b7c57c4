"""How long stackc takes for the whole corpus, without any judge."""

import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .program import Program


def measure(binary, found):
    """Imports and builds every project, one after the other, in copies that lie ready."""
    scratch = Path(tempfile.mkdtemp(prefix="stackc-corpus-"))
    try:
        ready = [(project, project.copy(made(scratch / project.name))) for project in found]
        return measured(Program(binary), ready)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def made(folder):
    """A new folder."""
    folder.mkdir(parents=True)
    return folder


def measured(program, ready):
    """The pass itself: seconds of wall time, of single runs, and of processor time."""
    used, start = processor(), time.monotonic()
    each = [(project.name, *times(program, project, folder)) for project, folder in ready]
    wall, used = time.monotonic() - start, processor() - used
    slowest = sorted(each, key=lambda item: -(item[1] + item[2]))[:5]
    return {
        "wall": wall,
        "processor": used,
        "imports": sum(item[1] for item in each),
        "builds": sum(item[2] for item in each),
        "slowest": [{"name": name, "seconds": first + second} for name, first, second in slowest],
    }


def times(program, project, folder):
    """The seconds of the import and of the build."""
    imported = clocked(lambda: program.import_(folder, project.files))
    return imported, clocked(lambda: program.build(folder))


def clocked(work):
    """The seconds that it takes; one that never ends counts with its limit."""
    start = time.monotonic()
    try:
        work()
    except subprocess.TimeoutExpired:
        pass
    return time.monotonic() - start


def processor():
    """The processor time of all processes that were waited for, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
