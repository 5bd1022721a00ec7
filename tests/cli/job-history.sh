# DPM_Job_History.txt or OnlineJob_History.txt tells for which server a task was, where the engine's records do not; in a folder and in a bundle.
mkdir -p "$TMP/DPM_Data"
python3 -B - fixtures/rpc-unavailable/DPM01/MSDPMCurr.errlog "$TMP/DPM_Data" <<'PY'
import re
import sys
text = open(sys.argv[1], 'rb').read().decode('utf-16')
tasks = sorted(set(re.findall('[0-9A-F]{8}-[0-9A-F-]{27}', text)))
with open(sys.argv[2] + '/DPM01-MSDPMCurr.errlog', 'wb') as log:
    log.write(re.sub(r'FS01(\.contoso\.com)?', 'it', text).encode('utf-16'))
with open(sys.argv[2] + '/DPM_Job_History.txt', 'w', newline='\r\n') as table:
    table.write('%-12s %-36s %-20s\n' % ('DataSource', 'TaskId', 'Server'))
    table.write('%s %s %s\n' % ('-' * 12, '-' * 36, '-' * 20))
    table.writelines('%-12s %-36s %-20s\n' % ('D:\\', task.lower(), 'FS07.contoso.com') for task in tasks)
PY
cd "$TMP" || exit
zip -qr SRV01.zip DPM_Data
for path in DPM_Data SRV01.zip DPM_Data/DPM01-MSDPMCurr.errlog; do
    echo "$path: $(dpmlog -f json --year 2016 "$path" | python3 -c 'import json, sys; print(json.load(sys.stdin)["causes"][0]["hosts"])')"
done
mkdir cloud
mv DPM_Data/DPM01-MSDPMCurr.errlog cloud
mv DPM_Data/DPM_Job_History.txt cloud/OnlineJob_History.txt
zip -qr cloud.zip cloud
for path in cloud cloud.zip; do
    echo "$path: $(dpmlog -f json --year 2016 "$path" | python3 -c 'import json, sys; print(json.load(sys.stdin)["causes"][0]["hosts"])')"
done
