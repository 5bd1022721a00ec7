# Each ID of the catalogue in each form in which DPM prints one, in many languages and at any level: what the catalogue has as a failure is
# an event with that ID, and questions, notices and successes are none. Then failures without an ID, and what only looks like one.
cat >"$TMP/silent.py" <<'END'
import csv, json, subprocess, sys

FORMS = ("Something on FS01.contoso.com (ID {n} Details: text)", "Etwas ging schief (ID {n} Einzelheiten: Text)",
         "Un problème est survenu (ID\u00a0: {n})", "問題が発生しました。（ID {n} 詳細：テキスト）", "It stopped with （ID：{n}）",
         "Не удалось выполнить задание (ID: {n})", "작업을 완료할 수 없습니다. (ID {n} 세부 정보: x)", "Error {n}: text",
         "Install failed: Error {n}: text", "Fehler {n}: Text", "Echec\nErreur {n}\u00a0: texte", "エラー {n}: x", "Ошибка {n}: x",
         "ID {n}: text", "Something\r\nID: {n}\r\nDetails: text", '<Status ErrorCode="{n}"/>')
LEVELS = ("NORMAL", "WARNING", "FATAL")
with open("grammars/dpm_ids.tsv", encoding="utf-8") as file:
    kinds = {int(row[0]): row[2] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0].isdigit() and row[0] != "0"}


def events(messages):
    """The IDs of the records that are events, by line."""
    with open(sys.argv[1], "w", encoding="utf-8", newline="") as log:
        for i, (level, text) in enumerate(messages):
            log.write(f"0990\t17D8\t06/14\t{i // 3600:02}:{i // 60 % 60:02}:{i % 60:02}.000\t31\tx.cs({i + 1})\t\t\t{level}\t{text}\r\n")
    out = subprocess.run(["dpmlog", "events", "-q", "-f", "jsonl", "--year", "2024", sys.argv[1]], capture_output=True, check=True).stdout
    return {int(e["source"][5:-1]): e["dpm_id"] for e in map(json.loads, out.splitlines())}


wrong = []
for turn in range(3):
    messages = [(LEVELS[(i + turn) % 3], FORMS[(i * 5 + turn * 7) % len(FORMS)].format(n=n), n) for i, n in enumerate(kinds)]
    seen = events(m[:2] for m in messages)
    for i, (level, text, n) in enumerate(messages, 1):
        if (seen.get(i) == n) != (kinds[n] == "failure"):
            wrong.append(f"{level} {text!r}: {kinds[n]}, {seen.get(i)}")
failures = [("NORMAL", "System.IO.InvalidDataException: Es wurde ein ungültiges Ende gefunden"), ("NORMAL", "COMException (0x80040154): x"),
            ("WARNING", "Exception:Contoso.Engine.LostException in Run"), ("NORMAL", "FMException: [ErrorCode:Contoso, DetailedCode:-2147467259]"),
            ("NORMAL", "interner Dienstfehler [0x1FC07]"), ("WARNING", "OpenVolume 0x80070015"), ("NORMAL", "Failed: Hr: = [0x80070015] : x"),
            ("NORMAL", "NTDS VSS_WS_FAILED_AT_FREEZE"), ("NORMAL", "Verfassername: 'NTDS' Status: [8] Fehler"),
            ("NORMAL", "Nom du rédacteur : « NTDS » État\u00a0: [9] Échec"), ("NORMAL", "ライター名: 'NTDS' 状態: [8] 失敗"),
            ("NORMAL", "Имя компонента записи: 'NTDS' Состояние: [10] Сбой"), ("NORMAL", "A dialog\r\n    ID: 25011\r\n    Details: x"),
            ("NORMAL", "A dialog\r\n ID: 25011\r\n Details: x"), ("WARNING", "A dialog\r\n\tFehler 25011: x"), ("WARNING", "Verfassername: 'NTDS' Status: [8] Fehler"),
            ("WARNING", "Nobody knows this (ID 999999)"), ("NORMAL", "Nobody knows this (ID 999999 Details: x)")]
quiet = [("NORMAL", "process ID 43, thread ID: 3055"), ("WARNING", "プロセス ID 3055"), ("WARNING", "Prozess-ID 43: wartet"),
         ("NORMAL", "Writer 'NTDS' State: [1] Stable"), ("WARNING", "Writer 'NTDS' Status: [5] wartet"), ("NORMAL", "ExceptionPolicy, SqlException"),
         ("NORMAL", "it worked after 0x80070015"), ("NORMAL", "Phase 43: done, Win32 Error 5: none"), ("NORMAL", "Alert ID 57 was resolved"), ("NORMAL", "about ID 43"), ("NORMAL", "Writer count: [8] of 'NTDS'")]
seen = events(failures + quiet)
wrong += [f"{m}" for i, m in enumerate(failures + quiet, 1) if (i in seen) != (i <= len(failures))]
print("\n".join(wrong[:20]) if wrong else "nothing is silent, and nothing is false")
END
python3 -B "$TMP/silent.py" "$TMP/MSDPMCurr.errlog"
