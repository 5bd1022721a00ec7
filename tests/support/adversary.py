#!/usr/bin/env python3
"""Law: work grows linearly with the input, whatever the input is. adversary.py DPMLOG [CASE...]; prints TAP.

Each case is made in two sizes, N and 2N, both beyond every fixed window, and analyzed under callgrind, which counts instructions:
without what an empty log costs, twice the input may cost at most 2.3 times as much. Counts do not depend on what else the machine does."""
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

SIZE = 1_200_000
LIMIT = 2.3


def head(i, level="WARNING", task="", source="agentproxy.cpp(190)", pid=0x990, tid=0x17D8):
    second = i // 1000
    return "%04X\t%04X\t11/05\t%02d:%02d:%02d.%03d\t31\t%s\t\t%s\t%s\t" % (
        pid, tid, second // 3600 % 24, second // 60 % 60, second % 60, i % 1000, source, task, level)


def records(size, make):
    out, length, i = [], 0, 0
    while length < size:
        line = make(i) + "\r\n"
        out.append(line)
        length += len(line)
        i += 1
    return "".join(out)[:size].encode()


def guid(i):
    return "%08X-7A85-466A-80CA-22CA66582965" % (i * 2654435761 % 2**32)


def repeat(text):
    return lambda size: (text * (size // len(text) + 1))[:size].encode("latin-1")


def one_message(text):
    return lambda size: (head(1) + text * (size // len(text) + 1))[:size].encode("latin-1")


CASES = {
    "no line end": repeat("A"),
    "line feeds": repeat("\n"),
    "carriage returns": repeat("\r"),
    "tabs": repeat("\t"),
    "nothing but nuls": repeat("\0"),
    "heads without messages": lambda n: records(n, lambda i: head(i)),
    "half heads": repeat("0990\t17D8\t11/05\t13:02:42.41\r\n"),
    "code openings": one_message("[0x"),
    "codes": one_message("[0x800706ba] "),
    "signed codes": one_message("-214702317"),
    "id openings": one_message("(ID (ID: ErrorCode=\""),
    "ids": one_message("(ID 43 "),
    "near literals": one_message("The RPC server is unavailabl "),
    "near host": one_message("server server on computer for "),
    "exception openings": one_message("Exception Message = "),
    "braces and blanks": one_message("{Key: = [[[   "),
    "continuation lines": lambda n: (head(1) + "\r\n" + "  at A.B.C(D)\r\n" * (n // 15)).encode(),
    "failed tasks": lambda n: records(n, lambda i: head(i, "FATAL", guid(i)) + "Failed: Hr: = [0x800706ba] : call"),
    "threads": lambda n: records(n, lambda i: head(i, tid=0x1000 + i % 60000) + "Failed: Hr: = [0x800706ba] : call"),
    "process instances": lambda n: records(n, lambda i: head(i, pid=0x1000 + i % 60000) + "text"),
    "crashes": lambda n: records(n, lambda i: head(i, "CRITICAL", guid(i), pid=0x1000 + i % 60000)
                                 + "Exception Message = M of type System.X, process will terminate after generating dump"),
    "hosts": lambda n: records(n, lambda i: head(i, "FATAL", guid(i), "TaskExecutor.cs(1077)")
                               + "Task failed for server H%06d.contoso.com (ID 43 Details: Internal error code: 0x8099090E)" % i),
    "signatures": lambda n: records(n, lambda i: head(i, "FATAL", guid(i)) + "".join(chr(97 + i // 26**k % 26) for k in range(6))),
    "distinct codes": lambda n: records(n, lambda i: head(i) + "Failed: Hr: = [0x8%07x] : call" % (i * 7919 % 2**28)),
    "retry loops": lambda n: records(n, lambda i: head(i * 61000 % 80000000) + "Failed: Hr: = [0x8007173d] : CSV"),
    "new years": lambda n: records(n, lambda i: head(i).replace("11/05", ["12/31", "06/01"][i % 2]) + "text"),
    "lone surrogates": lambda n: b"\xff\xfe" + b"\x00\xd8" * (n // 2),
    "pasted anchors": repeat("a.cpp(1) "),
    "pasted levels": repeat("x.cpp(1) WARNING "),
    "pasted brackets": repeat("(((1.cpp(1"),
}


def instructions(program, data):
    with tempfile.NamedTemporaryFile(suffix=".errlog") as log:
        log.write(data)
        log.flush()
        run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "analyze", "-j1", "-q",
                              "--year", "2016", "-f", "json", log.name], capture_output=True, text=True, timeout=300)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if not found or run.returncode not in (0, 3, 4):
        raise RuntimeError("exit %d: %s" % (run.returncode, run.stderr[-400:]))
    return int(found.group(1))


def judge(program, base, name, make):
    try:
        costs = [instructions(program, make(SIZE * factor)) - base for factor in (1, 2)]
    except (RuntimeError, subprocess.TimeoutExpired) as trouble:
        return False, "%s: %s" % (name, trouble)
    growth = costs[1] / max(costs[0], SIZE)
    return growth <= LIMIT, "%s (%.1f instructions a byte, growth %.2f)" % (name, costs[1] / (2 * SIZE), growth)


def main():
    program, wanted = sys.argv[1], sys.argv[2:] or list(CASES)
    base = instructions(program, b"")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for good, text in pool.map(lambda name: judge(program, base, name, CASES[name]), wanted):
            failed += not good
            print("%s - adversary: %s" % ("ok" if good else "not ok", text), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
