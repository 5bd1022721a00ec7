#!/usr/bin/env python3
"""A process that logs while it is followed: log_writer.py FOLDER SEED SEEN. It appends in pieces that end anywhere, rotates by renaming,
rotates by copying and truncating, truncates, replaces the log by a new file, and leaves `.Crash` copies. What is written and taken
away between two looks nobody can see: before it takes away what stands nowhere else, it waits for the follower, whose output SEEN is.
Prints the message of each event that it logged, in order."""
import os
import random
import shutil
import sys
import time

folder, seed, seen = sys.argv[1], int(sys.argv[2]), sys.argv[3]
random.seed(seed)
name = os.path.join(folder, "DPMRACurr.errlog")
number, events = 0, 0


def record():
    global number, events
    number += 1
    event = random.random() < 0.7
    text = f"Failed: Hr: = [0x800706BA] : number {number}" if event else f"nothing of note {number}"
    events += event
    if event:
        print(text, flush=True)
    seconds = 12 * 3600 + number // 50
    line = (f"180C\t280C\t06/01\t{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{number % 50:03}\t09\ta.cpp(1)\t\t"
            f"8AE83798-7A85-466A-80CA-22CA66582965\t{'WARNING' if event else 'NORMAL'}\t{text}\r\n")
    if random.random() < 0.1:
        line += "a line that goes on\r\n"
    return line.encode("utf-16-le")


def append(count):
    """Records in pieces that end anywhere."""
    for _ in range(count):
        data = record()
        cut = random.randrange(len(data)) if random.random() < 0.3 else 0
        with open(name, "ab", buffering=0) as file:
            if file.tell() == 0:
                file.write(b"\xff\xfe")
            file.write(data[:cut])
            if cut:
                time.sleep(random.random() / 100)
            file.write(data[cut:])


def rename():
    for i in range(8, -1, -1):
        old = os.path.join(folder, f"DPMRA{i}.errlog")
        if os.path.exists(old):
            os.rename(old, os.path.join(folder, f"DPMRA{i + 1}.errlog"))
    os.rename(name, os.path.join(folder, "DPMRA0.errlog"))


def copy_and_truncate():
    shutil.copyfile(name, os.path.join(folder, f"DPMRA{100 + number}.errlog"))
    os.truncate(name, 0)


def wait_for_follower(missing=0):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with open(seen, "rb") as file:
            if file.read().count(b"\n") >= events - missing:
                return
        time.sleep(0.05)


def truncate():
    wait_for_follower()
    os.truncate(name, 0)


def replace():
    wait_for_follower(missing=1)  # the last one may still grow
    with open(name + ".new", "wb") as file:
        file.write(b"\xff\xfe" + record())
    os.rename(name + ".new", name)


def crash():
    shutil.copyfile(name, name + ".2016-06-01_13-00-00.Crash")


append(20)
for step in [rename, append, copy_and_truncate, replace, truncate, crash, rename, truncate, copy_and_truncate, replace, rename]:
    step(30) if step is append else step()
    append(random.randrange(5, 40))
    time.sleep(random.random() / 4)
wait_for_follower()
