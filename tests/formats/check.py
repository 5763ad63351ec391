"""What the tools found, against the JSON of the same run."""

import json
import sys
from pathlib import Path

from junitparser import JUnitXml

work = Path(sys.argv[1])
findings = json.loads((work / "all.json").read_text())["findings"]
levels = {level: sum(one["severity"] == level for one in findings) for level in ("error", "warning", "note")}

wrong = []
log = json.loads((work / "found.sarif").read_text())
for one in log["runs"][0].get("results", []):
    # There is no address to name until the project has a home.
    if one["ruleId"] != "SARIF2005":
        wrong.append(f"SARIF: {one['ruleId']} {one['message']}")

summary = (work / "summary").read_text().split("\n")
for level, count in levels.items():
    if f"{level}: {count}" not in summary:
        wrong.append(f"sarif does not count {count} of level {level}")

suites = JUnitXml.fromfile(str(work / "all.xml"))
counted = (suites.failures, suites.errors)
if counted != (levels["error"], 1):
    wrong.append(f"junitparser counts {counted}, not {levels['error']} failures and 1 error")

print("\n".join(wrong) or f"{len(findings)} findings read by three tools")
sys.exit(bool(wrong))
