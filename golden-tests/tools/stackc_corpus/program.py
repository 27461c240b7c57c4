"""The compiler, run as a user runs it."""

import os
import subprocess
from pathlib import Path

STACK = "stack.kdl"
OUTPUT = "docker-compose.yml"
DEADLINE = 30


class Program:
    """The binary, and the few ways in which the corpus calls it."""

    def __init__(self, binary):
        self.binary = str(binary)
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(Path.home()),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
        }

    def run(self, folder, *arguments):
        """One run in a folder."""
        return subprocess.run(
            [self.binary, *arguments],
            cwd=folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=DEADLINE,
            check=False,
        )

    def import_(self, folder, files, *more, to=STACK):
        """Compose files become a stack."""
        return self.run(folder, "import", *files, "-o", to, *more)

    def check_format(self, folder):
        """Whether the stack is laid out as `fmt` does it: exit code 0."""
        return self.run(folder, "fmt", "--check", STACK)

    def build(self, folder):
        """The stack becomes a Compose file on standard output."""
        return self.run(folder, "build", STACK, "--target", "compose", f"--stdout={OUTPUT}")


def complaint(done, lines=6):
    """The first lines of what a run said before it failed."""
    said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
    return "\n".join([f"exit code {done.returncode}", *said[:lines]])
