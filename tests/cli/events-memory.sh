# Events are handed out as they are read: twenty times the log takes no more memory. A closed pipe ends it early and quietly.
python3 -B - "$TMP" <<'PY'
import resource, subprocess, sys
def measure(path):
    subprocess.run(["dpmlog", "events", "-j", "2", "-f", "jsonl", "--year", "2026", path], stdout=subprocess.DEVNULL, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
def write(path, count):
    with open(path, "w", newline="") as out:
        for i in range(count):
            out.write(f"180C\t{0x1000 + i % 64:04X}\t06/{1 + i // 40000:02}\t20:{i // 60 % 60:02}:{i % 60:02}.000\t09\ta.cpp({i % 90})\t\t"
                      f"8AE83798-7A85-466A-80CA-{i:012X}\tWARNING\tFailed: Hr: = [0x800706BA] : number {i}\r\n")
write(sys.argv[1] + "/DPMRA0.errlog", 30000)
write(sys.argv[1] + "/DPMRACurr.errlog", 600000)
small, large = measure(sys.argv[1] + "/DPMRA0.errlog"), measure(sys.argv[1] + "/DPMRACurr.errlog")
print("bounded" if large < small + 16384 or large > 500000 else f"{small} kB, then {large} kB")
PY
dpmlog events --year 2026 "$TMP/DPMRACurr.errlog" | head -n 1 | cut -c 1-40
echo "-> ${PIPESTATUS[0]}"
