#!/usr/bin/env python3
"""Runs what the documents promise: run_docs.py BUILD. Prints TAP.

In README.md and docs/*.md, a ```console block is run: each line `$ command` from the top of the repository with `dpmlog` in PATH;
what follows it must be what it prints (a line `...` stands for any lines). A ```c block that has a main() is compiled
against include/ and the shared library, and must run with the argument fixtures/Temp. The line `<!-- not run -->` before a
block spares it."""
import glob
import os
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(console|c)\n(.*?)^```$", re.M | re.S)


def blocks(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for found in BLOCK.finditer(text):
        if not text[: found.start()].rstrip().endswith("<!-- not run -->"):
            yield text.count("\n", 0, found.start()) + 1, found.group(1), found.group(2)


def commands(block):
    """Pairs of a command and the lines that it shall print."""
    pairs = []
    for line in block.splitlines():
        if line.startswith("$ "):
            pairs.append((line[2:], []))
        elif pairs and pairs[-1][0].endswith("\\") and line.startswith("> "):
            pairs[-1] = (pairs[-1][0] + "\n" + line[2:], [])
        elif pairs:
            pairs[-1][1].append(line)
    return pairs


def same(wanted, seen):
    """Lines compare, where `...` stands for any number of them."""
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in wanted)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in seen)) is not None


def run_console(block, env):
    for command, wanted in commands(block):
        done = subprocess.run(["bash", "-c", command], env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
        seen = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
        if not same([line.rstrip() for line in wanted], seen):
            return ["$ " + command] + ["seen: " + line for line in seen[:40]]
    return []


def run_program(block, build, env):
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, "example.c"), os.path.join(folder, "example")
        with open(source, "w", encoding="utf-8") as file:
            file.write(block)
        # the library that was built is named, not one that is installed
        compiled = subprocess.run(["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-Iinclude", source, "-L" + build, "-ldpmlog",
                                   "-Wl,-rpath," + os.path.abspath(build), "-o", program], capture_output=True, text=True, check=False)
        if compiled.returncode != 0:
            return compiled.stderr.splitlines()
        done = subprocess.run([program, "fixtures/Temp"], env=env, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0 or not done.stdout:
            return [f"exit {done.returncode}, printed {len(done.stdout)} characters"] + done.stderr.splitlines()
    return []


def main():
    build = sys.argv[1]
    env = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", PATH=os.path.abspath(build) + os.pathsep + os.environ["PATH"])
    for path in [p for p in ["README.md"] if os.path.exists(p)] + sorted(glob.glob("docs/*.md")):
        for line, kind, block in blocks(path):
            if kind == "c" and "main(" not in block or kind == "console" and "$ " not in block:
                continue
            trouble = run_console(block, env) if kind == "console" else run_program(block, build, env)
            print(("not ok" if trouble else "ok") + f" - docs::{path}:{line}")
            print("".join("  " + t + "\n" for t in trouble), end="")


main()
