"""What a run found, as data and as text."""

from collections import Counter

OUTCOMES = ("equal", "unequal", "import refused", "build refused", "unjudged")
COLUMNS = ("projects", *OUTCOMES, "formatted", "stable", "gaps", "raw", "nodes")


def summary(results, timing):
    """Everything: counts by kind and by source, totals, and each project."""
    return {
        "kinds": grouped(results, "kind"),
        "sources": grouped(results, "source"),
        "total": counts(results),
        "codes": dict(Counter(code for result in results for code in result.get("codes", ())).most_common()),
        "timing": timing,
        "projects": results,
    }


def grouped(results, field):
    """The counts of each group."""
    groups = sorted({result[field] for result in results})
    return {group: counts([result for result in results if result[field] == group]) for group in groups}


def counts(results):
    """How many there are of what; `strict` are those that `import --strict` refuses."""
    outcomes = Counter(result["outcome"] for result in results)
    total = {outcome: outcomes[outcome] for outcome in OUTCOMES}
    total["projects"] = len(results)
    for flag in ("formatted", "stable", "strict"):
        total[flag] = sum(bool(result.get(flag)) for result in results)
    total["gaps"] = sum(result.get("gaps", 0) for result in results)
    total["nodes"] = sum(result.get("nodes", 0) for result in results)
    total["raw"] = sum(result.get("raw_nodes", 0) for result in results)
    return total


def text(found):
    """The report for people."""
    parts = [failures(found["projects"]), table(found), codes(found), numbers(found)]
    return "\n\n".join(part for part in parts if part)


def failures(results):
    """Everything that is not as it should be, project by project."""
    return "\n".join(line for result in results for line in failure(result))


def failure(result):
    """The lines about one project; none when all is well."""
    name, lines = result["name"], []
    if result["outcome"] != "equal":
        lines.append(f"{name}: {result['outcome']}: {indented(result.get('detail', ''))}")
        lines += [f"    {difference(*item)}" for item in result.get("differences", ())[:4]]
    if result.get("formatted") is False:
        lines.append(f"{name}: not formatted")
    if result.get("stable") is False:
        lines.append(f"{name}: not stable: {indented(result['unstable'])}")
    return lines


def indented(detail):
    """A text whose further lines stand to the right."""
    return detail.replace("\n", "\n    ")


def difference(path, what, original, output):
    """One difference in one line."""
    if what.startswith("only in"):
        return f"{path}: {what}: {original if output is None else output}"
    return f"{path}: {what}: {original} | {output}"


def table(found):
    """The counts, one line for each group."""
    rows = [("", *COLUMNS)]
    for groups in (found["sources"], found["kinds"], {"all": found["total"]}):
        rows += [(group, *(str(row[column]) for column in COLUMNS)) for group, row in groups.items()]
        rows.append(None)
    rows.pop()
    widths = [max(len(row[index]) for row in rows if row) for index in range(len(COLUMNS) + 1)]
    return "\n".join(line(row, widths) for row in rows)


def line(row, widths):
    """A row of the table: its name, then numbers that stand under one another."""
    if row is None:
        return ""
    first, *rest = (cell.rjust(width) for cell, width in zip(row, widths))
    return "  ".join([row[0].ljust(len(first)), *rest])


def codes(found):
    """How often the import said what."""
    return "\n".join(f"{number:6} {code}" for code, number in found["codes"].items())


def numbers(found):
    """The totals in words."""
    total, timing = found["total"], found["timing"]
    lines = [
        f"{total['equal']} of {total['projects']} equal under all fillings, "
        f"{total['gaps']} gaps in {total['strict']} projects, "
        f"{share(total['raw'], total['nodes'])} of the nodes in compose blocks",
    ]
    if timing:
        lines.append(
            f"all imports and builds: {timing['wall']:.1f} s of wall time ({timing['imports']:.1f} s imports, "
            f"{timing['builds']:.1f} s builds), {timing['processor']:.1f} s of processor time"
        )
        slowest = ", ".join(f"{item['name']} {item['seconds']:.2f} s" for item in timing["slowest"])
        lines.append(f"slowest: {slowest}")
    return "\n".join(lines)


def share(part, whole):
    """A part in percent."""
    return f"{100 * part / whole:.2f} %" if whole else "none"
