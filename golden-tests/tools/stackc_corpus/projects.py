"""The projects of a corpus."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from .cache import digest

KINDS = {"T": "template", "U": "hand-written", "multi-file": "multi-file"}


@dataclass(frozen=True)
class Project:
    """One folder with Compose files, which are merged in their order."""

    name: str
    source: str
    kind: str
    folder: Path
    files: tuple

    def hash(self):
        """The hash of all files of the folder, and of which of them are read, in which order."""
        parts = [json.dumps(self.files)]
        for path in sorted(path for path in self.folder.rglob("*") if not path.is_dir()):
            parts += [path.relative_to(self.folder), os.readlink(path) if path.is_symlink() else path.read_bytes()]
        return digest(*parts)

    def copy(self, parent):
        """A copy of the folder in another one, under its own name, which may be written to."""
        folder = parent / self.folder.name
        shutil.copytree(self.folder, folder, symlinks=True, copy_function=copy_text)
        for place, _, _ in os.walk(folder):
            os.chmod(place, 0o755)
        return folder


def copy_text(source, target):
    """Copies a file without its permissions."""
    return shutil.copyfile(source, target, follow_symlinks=False)


def read(public):
    """The projects that the index lists."""
    return [project(public, entry) for entry in json.loads((public / "index.json").read_text())]


def project(public, entry):
    """One entry of the index; several files are listed in the folder."""
    folder = public / entry["dir"]
    if entry.get("file"):
        files = (entry["file"],)
    else:
        files = tuple(json.loads((folder / "FILES.json").read_text()))
    kind = KINDS.get(entry["kind"], entry["kind"])
    return Project(entry["dir"], entry["source"], kind, folder, files)
