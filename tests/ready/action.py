"""The steps of action.yml, run as a GitHub runner would, against a release served on this machine.

action.py BINARY: BINARY is packed by ci/pack.sh as a release and served over HTTP on loopback. What
stands in for the runner is the little that the action needs of it: inputs and contexts put into
`env`, conditions, and the files behind GITHUB_PATH, GITHUB_OUTPUT and GITHUB_STEP_SUMMARY. Steps
with `uses` are told, not run.
"""

import http.server
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((PROJECT / "action.yml").read_text())
TARGET = {"x86_64": ("X64", "x86_64-unknown-linux-musl"), "aarch64": ("ARM64", "aarch64-unknown-linux-musl")}
wrong = []


def expect(what, held, shown=""):
    if not held:
        wrong.append(f"{what}\n{shown}")


def filled(text, contexts):
    """`text` with each `${{ a.b.c }}` looked up; anything else inside the braces is a mistake."""

    def value(found):
        node = contexts
        for key in found[1].strip().split("."):
            node = node[key]
        return str(node)

    return re.sub(r"\$\{\{(.*?)\}\}", value, str(text))


class Job:
    """One use of the action, in a repository of its own."""

    def __init__(self, server, ref="", **inputs):
        self.folder = Path(tempfile.mkdtemp(dir=WORK))
        self.repository = self.folder / "repository"
        shutil.copytree(PROJECT / "tests/ready/sample", self.repository)
        defaults = {name: one.get("default", "") for name, one in ACTION["inputs"].items()}
        unknown = set(inputs) - {name.replace("-", "_") for name in defaults}
        assert not unknown, unknown
        self.contexts = {
            "inputs": defaults | {name.replace("_", "-"): text for name, text in inputs.items()},
            "github": {"action_ref": ref, "action_repository": "OWNER/peelcheck"},
            "steps": {},
        }
        self.environment = os.environ | {
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": TARGET[platform.machine()][0],
            "RUNNER_TEMP": str(self.folder / "runner's temp"),
            "no_proxy": "127.0.0.1",
            "GITHUB_ACTION_PATH": str(PROJECT),
            "GITHUB_SERVER_URL": server,
            "GITHUB_REPOSITORY": "OWNER/data",
            "GITHUB_SHA": "1" * 40,
        }
        (self.folder / "runner's temp").mkdir()
        self.summary = self.uploaded = self.shown = ""
        self.status = 0

    def run(self):
        """Runs the steps up to the first that fails, then those that run all the same."""
        for number, step in enumerate(ACTION["runs"]["steps"]):
            always = "!cancelled()" in step.get("if", "")
            if self.status and not always:
                continue
            if "uses" in step:
                if self.contexts["inputs"]["upload-sarif"] == "true" and self.outputs("check").get("sarif"):
                    self.uploaded = filled(step["with"]["sarif_file"], self.contexts)
                continue
            expect("no input goes into a script", "${{" not in step["run"])
            files = {name: self.folder / f"{name}-{number}" for name in ("PATH", "OUTPUT", "STEP_SUMMARY")}
            for file in files.values():
                file.touch()
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.repository,
                env=self.environment
                | {f"GITHUB_{name}": str(file) for name, file in files.items()}
                | {name: filled(text, self.contexts) for name, text in step["env"].items()},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            self.shown += done.stdout
            self.status = self.status or done.returncode
            for line in files["PATH"].read_text().splitlines():
                self.environment["PATH"] = line + os.pathsep + self.environment["PATH"]
            outputs = dict(line.split("=", 1) for line in files["OUTPUT"].read_text().splitlines())
            self.contexts["steps"][step.get("id", number)] = {"outputs": outputs}
            self.summary += files["STEP_SUMMARY"].read_text()
        return self

    def outputs(self, step):
        return self.contexts["steps"].get(step, {}).get("outputs", {})

    def breaks(self):
        file = self.repository / "data/probe.yaml"
        file.write_text(file.read_text().replace("evidence: [s3]", "evidence: [s9]"))
        return self


def scenarios(server, tag, archive):
    job = Job(server, tag, upload_sarif="true").run()
    expect("clean: status 0", job.status == 0 and job.outputs("check")["status"] == "0", job.shown)
    expect("clean: taken from the release", "built from source" not in job.shown, job.shown)
    expect("clean: a summary", "2 inspections checked" in job.summary, job.summary)
    expect("clean: SARIF is sent", Path(job.uploaded).is_file())

    job = Job(server, tag, upload_sarif="true").breaks().run()
    expect("broken: status 1", job.status == 1 and job.outputs("check")["status"] == "1", job.shown)
    errors = [line for line in job.shown.splitlines() if line.startswith("::error")]
    expect("broken: one annotation on its line", len(errors) == 1 and "file=data/probe.yaml,line=23," in errors[0], job.shown)
    link = f"({server}/OWNER/data/blob/{'1' * 40}/data/probe.yaml#L23)"
    expect("broken: the summary links to the line", link in job.summary, job.summary)
    expect("broken: a path with a blank is linked", "/data/second%20probe.yaml)" in job.summary, job.summary)
    results = json.loads(Path(job.uploaded).read_text())["runs"][0]["results"]
    expect("broken: one result", [one["ruleId"] for one in results] == ["dangling-reference"], results)

    job = Job(server, tag, fail_on="never", format="text", sarif="out/found.sarif", paths="data/probe.yaml\n\ndata/second probe.yaml\n").breaks()
    (job.repository / "out").mkdir()
    job.run()
    expect("inputs: status 0", job.status == 0, job.shown)
    expect("inputs: both files", "2 inspections checked: 1 error" in job.shown, job.shown)
    expect("inputs: SARIF where asked, not sent", job.outputs("check")["sarif"] == "out/found.sarif" and not job.uploaded)

    job = Job(server, tag, config="peelcheck.toml", baseline="gone.json", upload_sarif="true").run()
    expect("no baseline: status 2, nothing sent", job.status == 2 and not job.uploaded, job.shown)

    for hostile in ("$(touch pwned)", '"; touch pwned; "', "`touch pwned`", "-x", "--help"):
        job = Job(server, tag, paths=hostile).run()
        expect(f"{hostile} is a path", job.status == 2, job.shown)
        expect(f"{hostile} is not run", not (job.repository / "pwned").exists())
        job = Job(server, tag, version=hostile).run()
        expect(f"{hostile} is no version", job.status == 2 and "must be a tag" in job.shown, job.shown)

    job = Job(server, tag, version="v0.0.1").run()
    expect("another release is not replaced by this source", job.status == 2 and "has no peelcheck-v0.0.1" in job.shown, job.shown)

    # In place of cargo: that it is called, and how.
    tools = WORK / "tools"
    tools.mkdir()
    cargo = tools / "cargo"
    cargo.write_text('#!/bin/sh\necho "cargo: $*"\nmkdir -p "$RUNNER_TEMP/peelcheck/bin"\ncp "$BINARY" "$RUNNER_TEMP/peelcheck/bin/peelcheck"\n')
    cargo.chmod(0o755)
    for ref, inputs in (("main", {}), ("", {}), ("v9.9.9", {}), (tag, {"version": "source"})):
        job = Job(server, ref, **inputs)
        job.environment["PATH"] = f"{tools}{os.pathsep}{job.environment['PATH']}"
        job.run()
        called = f"cargo: install --quiet --locked --path {PROJECT} --root"
        expect(f"{ref} {inputs}: built from source", job.status == 0 and called in job.shown, job.shown)

    archive.write_bytes(archive.read_bytes() + b"\0")
    job = Job(server, tag).run()
    expect("another archive: refused", job.status == 2 and "nothing was installed" in job.shown, job.shown)


def main(binary):
    tag = "v" + subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    served = WORK / "served"
    dist = served / "OWNER/peelcheck/releases/download" / tag
    os.environ["BINARY"] = binary
    packed = subprocess.run(
        [PROJECT / "ci/pack.sh", binary, tag, TARGET[platform.machine()][1], dist],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    archive = Path(packed.stdout.splitlines()[-1])
    subprocess.run(["sha256sum", "--quiet", "--check", f"{archive.name}.sha256"], cwd=dist, check=True)

    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=served))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    scenarios(f"http://127.0.0.1:{server.server_port}", tag, archive)
    print("\n".join(wrong) or "the action installs, checks, refuses and builds as it should")
    sys.exit(bool(wrong))


with tempfile.TemporaryDirectory() as folder:
    WORK = Path(folder)
    main(os.path.realpath(sys.argv[1]))
