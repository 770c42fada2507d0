"""Executes an exported notebook and compares the numbers that it computes with those of the run.

Usage: check_notebook.py NOTEBOOK RESULTS [EXECUTED]

RESULTS is the results.json of the run's own folder. The executed notebook is written to EXECUTED when it is given.
Prints one line with what was compared; exits with 1 and the differences when there are any.
"""

import json
import math
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

# What the ends of intervals may differ by: they go through functions of the C library, others through sums alone.
END_TOLERANCE = 1e-12

NUMBERS = """
import json
from pathlib import Path
Path("numbers.json").write_text(json.dumps({
    "rows": [dict(zip(recomputed.index.names, place)) | numbers
             for place, numbers in zip(recomputed.index, recomputed.to_dict("records"))],
    "primary": endpoint.to_dict("index") if "endpoint" in globals() else {},
    "disagreements": len(disagreements),
}, default=lambda value: value.item()))
"""


def execute(path, folder):
    """What the notebook computed, and the notebook with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(NUMBERS, id="numbers"))
    NotebookClient(notebook, timeout=600, startup_timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    notebook.cells.pop()
    numbers = folder / "numbers.json"
    found = json.loads(numbers.read_text())
    numbers.unlink()
    return found, notebook


def estimate(value):
    return [math.nan] * 3 if value is None else [value["value"], value["low"], value["high"]]


def expected_rows(results):
    """Each row of the results under its place: exact numbers, and ends of intervals."""
    rows = {}
    for index, evaluation in enumerate(results["evaluations"]):
        for row in evaluation["rows"]:
            score, gap = estimate(row["score"]), estimate(row.get("difference"))
            place = (index, row["column"], row["length"], *(row.get(name, "all") for name in ["seed", "depth", "kind"]))
            cost = row["cost"]
            rows[place] = (
                [row["answers"], row["contexts"], row["seeds"], row["chance"], score[0], gap[0], row["parseFailures"],
                 cost["passes"], cost["rows"], cost["peakBytes"]],
                score[1:] + gap[1:],
            )  # fmt: skip
    return rows


def found_rows(rows):
    found = {}
    for row in rows:
        place = tuple(row[name] for name in ["evaluation", "column", "length", "seed", "depth", "kind"])
        exact = ["answers", "contexts", "seeds", "chance", "score", "difference", "unparsed", "passes", "rows", "bytes"]
        ends = ["low", "high", "difference_low", "difference_high"]
        found[place] = ([row[name] for name in exact], [row[name] for name in ends])
    return found


def are_equal(left, right, tolerance):
    return all(
        (math.isnan(one) and math.isnan(other)) or abs(one - other) <= tolerance
        for one, other in zip(left, right, strict=True)
    )


def main():
    path, reported = Path(sys.argv[1]), Path(sys.argv[2])
    numbers, executed = execute(path, path.parent)
    if len(sys.argv) > 3:
        nbformat.write(executed, sys.argv[3])
    results = json.loads(reported.read_text())
    expected, found = expected_rows(results), found_rows(numbers["rows"])
    lone = sorted(map(str, expected.keys() ^ found.keys()))
    problems = [f"rows of one only: {lone}"] if lone else []
    for place in expected.keys() & found.keys():
        for tolerance, left, right in zip([0, END_TOLERANCE], expected[place], found[place]):
            if not are_equal(left, right, tolerance):
                problems.append(f"{place}: the run has {left}, the notebook {right}")
    for entry in results.get("primary", []):
        told = estimate(entry["score"]) + estimate(entry.get("difference"))
        own = numbers["primary"][entry["column"]]
        own = [own[name] for name in ["score", "low", "high", "difference", "difference_low", "difference_high"]]
        if not are_equal(told, own, END_TOLERANCE):
            problems.append(f"endpoint of {entry['column']}: the run has {told}, the notebook {own}")
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    figures = sum("image/png" in output.get("data", {}) for output in outputs)
    print(
        f"compared {len(found)} rows and {len(results.get('primary', []))} endpoints; "
        f"{numbers['disagreements']} shown to disagree; {figures} figures"
    )
    if problems:
        sys.exit("\n".join(problems[:20]))


main()
