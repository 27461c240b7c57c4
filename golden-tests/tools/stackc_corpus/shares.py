"""What each target makes of a project: exact, lowered, partial or refused, and whether the tools accept the output."""

import json
import os
import re
import subprocess
from collections import Counter

from .cache import digest
from .oracle import SPARING, lasting
from .program import STACK, Program, complaint

# The stack's own targets go; what a run is for comes in their place.
TARGETS = {
    "systemd compose": ("systemd", "target systemd"),
    "systemd quadlet": ("systemd", "target systemd { flavour quadlet }"),
    "nix": ("nix", "target nix"),
    "dokploy": ("dokploy", "target dokploy"),
}
OWN = re.compile(r"^target [^\n{]*(\{\n(?:.*\n)*?\}|)\n", re.MULTILINE)
ANSWERS = ("exact", "lowered", "partial", "refused", "failed")
FILLINGS = ("fill1", SPARING, "unset", "none")
DEADLINE = 60
# What tools say of the run and not of the files, and what podman's generator says of short names, which are Docker's usage.
CHATTER = ("Loading source unit file", "not a fully qualified image name", "the group 'nixbld'")


class Builder:
    """Builds a project for every target, and asks the tools."""

    def __init__(self, binary, oracle, tools):
        self.program = Program(binary)
        self.oracle = oracle
        self.tools = tools

    def go(self, project, scratch):
        """The answer of each target for one project; `why` says what failed, or what is refused."""
        folder = project.copy(scratch)
        # It would become an environment with a target of its own.
        (folder / "template.toml").unlink(missing_ok=True)
        done = self.program.import_(folder, project.files)
        if done.returncode != 0 or not (folder / STACK).is_file():
            return {"answers": {name: ("failed", f"import: {complaint(done)}") for name in TARGETS}}
        text = OWN.sub("", (folder / STACK).read_text())
        return {"answers": {name: self.answer(folder, name, text) for name in TARGETS}}

    def answer(self, folder, name, text):
        """One target's answer, and the reason for a bad one."""
        target, line = TARGETS[name]
        stem = name.replace(" ", "-")
        (folder / f"{stem}.kdl").write_text(f"{text}\n{line}\n")
        done = self.program.run(
            folder, "build", f"{stem}.kdl", "--target", target, "--out", f"out-{stem}", "--format", "json", "-v"
        )
        if done.returncode not in (0, 1):
            return "failed", complaint(done)
        found = said(done)
        refused = [one["message"] for one in found if one["severity"] == "error"]
        if refused or done.returncode:
            return "refused", "; ".join(dict.fromkeys(refused)) or complaint(done)
        fault = self.fault(folder, folder / f"out-{stem}" / target, name)
        if fault:
            return "failed", fault
        codes = {one["code"] for one in found}
        return ("partial" if "target-partial" in codes else "lowered" if "target-lowers" in codes else "exact"), ""

    def fault(self, folder, output, name):
        """What a tool says against the files; nothing if all accept them. What was accepted once is kept."""
        files = sorted(path for path in output.rglob("*") if path.is_file())
        parts = [part for path in files for part in (path.relative_to(output), path.read_bytes())]
        key = digest("shares 3", self.oracle.key, name, *parts)
        known = self.oracle.cache.get("outputs", key)
        if known is None:
            known = [self.judged(folder, output, files, name)]
            if lasting(known[0]):
                self.oracle.cache.put("outputs", key, known)
        return known[0]

    def judged(self, folder, output, files, name):
        """Asks the tools that are for these files."""
        if name == "nix":
            nix = [str(path) for path in files if path.suffix == ".nix"]
            if not nix:
                return "there is no Nix file"
            # Parsing needs no store, and processes that set one up at the same time stumble over each other.
            return self.tool("nix-instantiate", "--parse", *nix, NIX_REMOTE="dummy://")
        if name == "systemd quadlet":
            units = {"QUADLET_UNIT_DIRS": str(output / "quadlet")}
            return self.tool("quadlet", "-dryrun", "-no-kmsg-log", **units)
        return self.composed(folder, output / "docker-compose.yml")

    def composed(self, folder, file):
        """Whether Docker Compose reads the file under some filling of its variables."""
        reasons = []
        for mode in FILLINGS:
            ok, value, _ = self.oracle.canon.canon(str(file), mode, str(folder), file.name)
            if ok:
                return None
            reasons.append(f"{mode}: {value}")
        return "; ".join(reasons)

    def tool(self, name, *arguments, **environment):
        """What a tool says, if it is not content."""
        done = subprocess.run(
            [self.tools / name, *arguments],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=DEADLINE,
            check=False,
        )
        lines = done.stderr.decode(errors="replace").splitlines()
        bad = [line for line in lines if not any(known in line for known in CHATTER)]
        return None if done.returncode == 0 and not bad else "\n".join([f"{name}: exit code {done.returncode}", *bad[:4]])


def said(done):
    """The findings of a run, which it prints as JSON."""
    try:
        return json.loads(done.stdout)["diagnostics"]
    except (ValueError, KeyError):
        return []


def summary(results):
    """The counts of each target, and the projects that are refused or failed, with the reasons."""
    targets = {}
    for name in TARGETS:
        answers = [answer(result, name) for result in results]
        counts = Counter(state for state, _ in answers)
        targets[name] = {"projects": len(results), **{state: counts[state] for state in ANSWERS}}
    faults = [
        {"name": result["name"], "target": name, "answer": state, "why": why}
        for result in results
        for name in TARGETS
        for state, why in [answer(result, name)]
        if state in ("refused", "failed")
    ]
    return {"targets": targets, "faults": faults}


def answer(result, name):
    """The answer for a project; one that was not done in time has none."""
    return tuple(result.get("answers", {}).get(name) or ("failed", result.get("detail", "no answer")))


def text(found):
    """The report for people: every fault, then the counts."""
    lines = [f"{one['name']}: {one['target']}: {one['answer']}: {one['why']}" for one in found["faults"]]
    for name, counts in found["targets"].items():
        shares = ", ".join(f"{counts[state]} {state}" for state in ANSWERS)
        lines.append(f"{name}: of {counts['projects']} projects {shares}")
    return "\n".join(lines)
