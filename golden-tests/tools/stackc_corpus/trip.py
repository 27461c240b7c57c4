"""The way of one project through stackc and back."""

import json
import shutil
import subprocess

from . import nodes
from .program import OUTPUT, STACK, Program, complaint

GATE = 3


class Refused(Exception):
    """A step of the way that stackc did not take."""

    def __init__(self, outcome, detail):
        super().__init__(detail)
        self.outcome = outcome


class Traveller:
    """Imports, checks, builds, has the output judged and imports it again."""

    def __init__(self, binary, oracle, keep=None):
        self.program = Program(binary)
        self.oracle = oracle
        self.keep = keep

    def go(self, project, scratch):
        """The result for one project."""
        result = {}
        try:
            self.steps(project, scratch, result)
        except Refused as refused:
            result |= {"outcome": refused.outcome, "detail": str(refused)}
        except subprocess.TimeoutExpired as late:
            result |= {"outcome": "unjudged", "detail": f"not done after {late.timeout:.0f} s: {late.cmd[:2]}"}
        if self.keep:
            shutil.copytree(scratch, self.keep / project.name, symlinks=True, dirs_exist_ok=True)
        return result

    def steps(self, project, scratch, result):
        """One step after the other; what is known so far stands in the result."""
        first = project.copy(made(scratch / "first"))
        self.import_(first, project.files, "import refused")
        result |= self.statistics(first, project.files)
        result["formatted"] = self.program.check_format(first).returncode == 0
        self.build(first, "build refused")
        result |= judged(self.oracle.verdict(project, first / OUTPUT))
        result |= self.again(project, scratch, first)

    def import_(self, folder, files, outcome):
        """Imports into the folder's stack."""
        done = self.program.import_(folder, files)
        if done.returncode != 0 or not (folder / STACK).is_file():
            raise Refused(outcome, complaint(done))

    def build(self, folder, outcome):
        """Builds; the output takes its place in the folder."""
        done = self.program.build(folder)
        if done.returncode != 0:
            raise Refused(outcome, complaint(done))
        (folder / OUTPUT).write_bytes(done.stdout)

    def statistics(self, folder, files):
        """The gaps of the import, and the share of nodes that are Compose's own text."""
        strict = self.program.import_(folder, files, "--strict", "--format", "json", to="strict.kdl")
        report = said(strict)
        findings = report.get("diagnostics") or []
        gaps = report.get("gaps", sum(finding.get("severity") == "warning" for finding in findings))
        all_nodes, raw_nodes = nodes.count((folder / STACK).read_text())
        return {
            "strict": strict.returncode == GATE,
            "gaps": gaps if isinstance(gaps, int) else len(gaps),
            "codes": [finding.get("code") for finding in findings],
            "nodes": report.get("nodes", all_nodes),
            "raw_nodes": report.get("raw_nodes", raw_nodes),
        }

    def again(self, project, scratch, first):
        """Whether our own output, imported and built again, is the same output: then every further import is the same stack."""
        try:
            second = self.next(project, scratch / "second", first)
            before = (first / OUTPUT).read_bytes()
            self.build(second, "the second build")
            return same(before, (second / OUTPUT).read_bytes())
        except Refused as refused:
            return {"stable": False, "unstable": f"{refused.outcome}: {refused}"}

    def next(self, project, parent, before):
        """Imports the output of a folder, beside the same siblings."""
        folder = project.copy(made(parent))
        shutil.copyfile(before / OUTPUT, folder / OUTPUT)
        self.import_(folder, [OUTPUT], f"the {parent.name} import")
        return folder


def made(folder):
    """A new folder."""
    folder.mkdir()
    return folder


def said(done):
    """The JSON of a run; nothing when there is none."""
    for text in (done.stdout, done.stderr):
        try:
            value = json.loads(text)
        except ValueError:
            continue
        if isinstance(value, dict):
            return value
    return {}


def same(one, other):
    """Whether two outputs are the same bytes, else the first line that differs."""
    if one == other:
        return {"stable": True}
    a, b = (text.decode(errors="replace").splitlines(keepends=True) for text in (one, other))
    length = min(len(a), len(b))
    at = next((index for index in range(length) if a[index] != b[index]), length)
    lines = [(text[at].rstrip("\n") if at < len(text) else "(the end)") for text in (a, b)]
    return {"stable": False, "unstable": f"line {at + 1}: {lines[0]!r} | {lines[1]!r}"}


def judged(verdict):
    """One outcome for the verdicts under all fillings."""
    states = {mode: state for mode, (state, _) in verdict.items()}
    judged_ones = [mode for mode, state in states.items() if state != "A rejected"]
    bad = [mode for mode in judged_ones if states[mode] != "equal"]
    result = {"fillings": states}
    if not judged_ones:
        return result | {"outcome": "unjudged", "detail": f"Compose refuses the original: {first_reason(verdict)}"}
    if not bad:
        return result | {"outcome": "equal"}
    rejected = [mode for mode in bad if states[mode] == "B rejected"]
    mode = (rejected or bad)[0]
    detail = verdict[mode][1]
    if rejected:
        return result | {"outcome": "unequal", "detail": f"{mode}: Compose refuses the output: {detail}"}
    return result | {"outcome": "unequal", "detail": f"{mode}: {len(detail)} differences", "differences": detail[:8]}


def first_reason(verdict):
    """Why the first of the fillings was refused."""
    return next(iter(verdict.values()))[1]
