"""What was found out once, by the hash of everything that it depends on."""

import hashlib
import json
import os
import tempfile


def digest(*parts):
    """One hash of several texts; where one ends and the next begins is part of it."""
    total = hashlib.sha256()
    for part in parts:
        part = part if isinstance(part, bytes) else str(part).encode()
        total.update(b"%d:" % len(part) + part)
    return total.hexdigest()


class Cache:
    """A folder of JSON values, safe to share between processes."""

    def __init__(self, folder):
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, shelf, key):
        """Where a value lies."""
        return self.folder / shelf / key[:2] / f"{key[2:]}.json"

    def get(self, shelf, key):
        """The value, or None; a file that can't be read counts as absent."""
        try:
            return json.loads(self.path(shelf, key).read_text())
        except (OSError, ValueError):
            return None

    def put(self, shelf, key, value):
        """Keeps a value; whoever reads meanwhile sees all of it or nothing."""
        path = self.path(shelf, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            json.dump(value, file)
        os.replace(draft, path)
