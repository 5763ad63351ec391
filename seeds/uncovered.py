#!/usr/bin/env python3
"""List the finding headings and the scored figures of labelled data that a curated inspection
does not cover. Usage: uncovered.py INSPECTION.yaml GOLD_DIR DOCUMENT   (needs PyYAML)

DOCUMENT is the number of the source document in the labelled data, such as 000. A heading is
covered by a judgment that points at its line; a figure by statements at its line whose figures
or texts hold the stated numbers, or the numbers that it is stated of. Prints what is left, then a count;
the exit status is 1 if anything is left."""
import json
import re
import sys

import yaml


def lines_of(pointer):
    place = pointer.split(":", 1)[1] if ":" in pointer else ""
    numbers = [int(number) for number in re.findall(r"\d+", place)]
    return set(range(numbers[0], numbers[-1] + 1)) if numbers else set()


def numbers_in(value):
    return {float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", str(value))}


def main(inspection, gold, document):
    with open(inspection, encoding="utf-8") as file:
        sections = yaml.safe_load(file)["sections"]
    judged, said = set(), {}
    for section in sections:
        for judgment in section.get("judgments", []):
            judged |= lines_of(judgment.get("at", ""))
            for statement in judgment.get("statements", []):
                for line in lines_of(statement.get("at", "")):
                    said.setdefault(line, set()).update(numbers_in(statement["text"]))
                    said[line] |= numbers_in(statement.get("figures", ""))
    left = []
    with open(f"{gold}/statements-2023-25.jsonl", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["role"] == "finding-heading" and row["line"] not in judged:
                left.append(f"heading {row['id']} line {row['line']}")
    headings = len(left)
    with open(f"{gold}/arithmetic.jsonl", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if not row["scored"] or row["seed"] != document:
                continue
            here = set().union(*(said.get(line, set()) for line in row["lines"]))
            stated, inputs = numbers_in(row["stated"]), numbers_in(row["statement"])
            if not (stated and stated <= here) and not (inputs and inputs <= here):
                left.append(f"figure {row['id']} lines {row['lines']}: {sorted(stated - here)}")
    for line in left:
        print(line)
    print(f"{headings} headings and {len(left) - headings} figures are not covered")
    return 1 if left else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
