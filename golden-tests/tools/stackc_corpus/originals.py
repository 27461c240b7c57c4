"""What Docker Compose says of the projects themselves."""


def read(oracle, project):
    """By filling, the reason why Compose refuses the original, or nothing."""
    found = oracle.originals(project)
    return {"refused": {mode: value for mode, (ok, value, _) in found.items() if not ok}}


def text(results):
    """The originals that are refused, and why."""
    lines = []
    for result in results:
        if "refused" not in result:
            lines.append(f"{result['name']}: {result['outcome']}: {result['detail']}")
        for mode, reason in result.get("refused", {}).items():
            lines.append(f"{result['name']}: {mode}: {reason}")
    lines.append(f"{len(results)} projects")
    return "\n".join(lines)
