# The rules say what enters and leaves a function: a site that changes a mark changes the timeline of a task with it. So with phases.
task=5AF2FAE9-3117-4071-A33F-87830D0F80C0
cat >"$TMP/marks.yaml" <<'YAML'
schema: 1
rules:
  - id: call.entered
    title: A function was entered
    class: other
    rank: 10
    mark: entered
    when:
      level: NORMAL
      begins: 'begin '
    samples:
      match:
        - line: "0AB0\t0E6C\t06/22\t07:40:02.010\t20\tworkitem.cpp(310)\t\t06A0451D-730C-49F7-ADC0-8AC250C0E281\tNORMAL\tbegin CWorkItem::Process"
          origin: synthetic
      miss:
        - line: "0AB0\t0E6C\t06/22\t07:40:02.010\t20\tworkitem.cpp(310)\t\t06A0451D-730C-49F7-ADC0-8AC250C0E281\tNORMAL\tCWorkItem::Process"
YAML
iconv -f utf-16 -t utf-8 fixtures/hang/FS01/DPMRACurr.errlog | sed 's/==>CWorkItem::Process/begin CWorkItem::Process/' >"$TMP/DPMRACurr.errlog"
open_calls() { dpmlog task --year 2026 "$@" $task "$TMP/DPMRACurr.errlog" | grep -A2 '^open ' | cut -d, -f1; }
echo built-in:
open_calls
echo with the rules of the site:
open_calls --rules "$TMP/marks.yaml"
cat >"$TMP/phases.yaml" <<'YAML'
schema: 1
rules:
  - id: site.phase
    title: A phase of a tape job started
    class: other
    mark: started
    when:
      level: NORMAL
      begins: 'Tape Progress: '
    pattern: 'Tape Progress: (?<phase>\w+) begins'
    capture: { phase: text }
    samples:
      match:
        - line: "0AB0\t0E6C\t06/22\t07:40:02.010\t20\ttape.cpp(310)\t\t06A0451D-730C-49F7-ADC0-8AC250C0E281\tNORMAL\tTape Progress: Mount begins"
          origin: synthetic
      miss:
        - line: "0AB0\t0E6C\t06/22\t07:40:02.010\t20\ttape.cpp(310)\t\t06A0451D-730C-49F7-ADC0-8AC250C0E281\tNORMAL\tTape Progress: none"
YAML
progress() { printf '0AB0\t0E6C\t06/22\t07:4%s:02.010\t20\tbackup.cpp(310)\t\t%s\tNORMAL\t%s\n' "$1" "$task" "$2"; }
{
    progress 0 'Backup Progress: Imaging started.'
    progress 1 'Tape Progress: Mount begins'
    progress 2 'Backup Progress: Imaging finsihed.'
    progress 3 'Backup Progress: Succeeded'
    progress 4 'Backup Progress: Imaging'
} >"$TMP/DPMRACurr.errlog"
echo phases:
dpmlog task --year 2026 --rules "$TMP/phases.yaml" $task "$TMP/DPMRACurr.errlog" | sed -n '/^phases/,/^ *$/p'
