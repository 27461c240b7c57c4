"""Docker Compose as the judge, by the rules of the corpus."""

import importlib
import subprocess
import sys
from pathlib import Path

from .cache import digest

MODES = ("fill1", "fill2", "unset", "none")

# Fills only what has no default: for projects that Compose refuses when their defaults are replaced as well.
SPARING = "nodef"


class Unusable(Exception):
    """Why no run can be made."""


class Oracle:
    """Compares Compose files with the originals of the corpus."""

    def __init__(self, corpus, plugin, cache):
        sys.path.insert(0, str(corpus.resolve()))
        try:
            self.canon = importlib.import_module("canon")
            self.rules = importlib.import_module("compare")
        except ImportError as error:
            raise Unusable(f"{corpus} has no rules to compare by: {error}") from error
        self.cache = cache
        self.canon.PLUGIN = str(plugin)
        texts = [Path(module.__file__).read_bytes() for module in (self.canon, self.rules)]
        self.key = digest(plugin.resolve(), version(plugin), *texts)

    def modes(self, project, folder_key):
        """The fillings to compare under: the usual ones, and the sparing one where a full one is refused."""
        full = self.original(project, "fill1", folder_key)[0] and self.original(project, "fill2", folder_key)[0]
        return MODES if full else (*MODES, SPARING)

    def original(self, project, mode, folder_key):
        """What Compose makes of the original: whether it takes it, the canonical form or the reason, the filling."""
        key = digest(self.key, folder_key, mode)
        found = self.cache.get("originals", key)
        if found is None:
            main, *overrides = (project.folder / file for file in project.files)
            ok, value, info = self.canon.canon(
                str(main), mode, str(project.folder), main.name, overrides=[str(path) for path in overrides]
            )
            found = [ok, value, {"env": info.get("env")}]
            if ok or lasting(value):
                self.cache.put("originals", key, found)
        return tuple(found)

    def originals(self, project):
        """The original under every filling."""
        key = project.hash()
        return {mode: self.original(project, mode, key) for mode in self.modes(project, key)}

    def verdict(self, project, output):
        """By filling: equal, different, A rejected or B rejected; with the differences or the reason."""
        folder_key = project.hash()
        modes = self.modes(project, folder_key)
        key = digest(self.key, folder_key, ",".join(modes), output.read_bytes())
        found = self.cache.get("verdicts", key)
        if found is None:
            found = self.compare(project, folder_key, output, modes)
            if all(lasting(detail) for _, detail in found.values()):
                self.cache.put("verdicts", key, found)
        return found

    def compare(self, project, folder_key, output, modes):
        """The corpus's own comparison, with the originals from the cache."""
        main = str(project.folder / project.files[0])

        def canon(file, mode, *rest, **more):
            if file == main:
                return self.original(project, mode, folder_key)
            return self.canon.canon(file, mode, *rest, **more)

        self.rules.canon = canon
        return self.rules.compare(main, str(output), modes, str(project.folder))


def lasting(detail):
    """Whether a reason is Compose's own: one that only says how the process was killed is not kept."""
    return not (isinstance(detail, str) and detail.startswith("rc-"))


def version(plugin):
    """What the plugin says of its version."""
    try:
        command = [plugin, "version", "--short"]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unusable(f"{plugin} does not run (golden-tests/tools/install): {error}") from error
    return done.stdout.strip()
