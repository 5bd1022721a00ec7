# Windows event logs of a crash, of a restart, of a renamed machine, damaged, in a zip in a tar; exports; the errlog beside them.
. tests/support/needs_libevtx.sh
export DPMLOG_SUPPORT=$PWD/tests/support
mkdir -p "$TMP/FS01" "$TMP/x"
python3 -B - "$TMP" <<'PY'
import os
import sys
import zipfile
sys.path.insert(0, os.environ['DPMLOG_SUPPORT'])
import evtx_writer as evtx
folder = sys.argv[1] + '/FS01/'
host = 'FS01.contoso.com'
fault = ['DPMRA.exe', '4.2.1205.0', '5342c4f9', 'contosoflt.dll', '1.0.0.7', '550f42c2', 'c0000005', '0000000000001f20', '9e8', '1d0c5',
         'C:\\Program Files\\DPMRA.exe', 'C:\\Windows\\contosoflt.dll', 'id']
application = [evtx.event('Microsoft-Windows-Winlogon', 6000, 4, '2024-01-02T00:00:00.000Z', 'Application', 'WIN-4711', []),
               evtx.event('Application Error', 1000, 2, '2024-06-14T02:40:00.123Z', 'Application', host, fault, 0, 0)]
system = [evtx.event('Service Control Manager', 7036, 4, f'2024-06-13T{i // 60:02}:{i % 60:02}:00.000Z', 'System', host, ['x' * 400, 'on'])
          for i in range(600)]
system += [evtx.event('EventLog', 6006, 4, '2024-06-14T05:00:00.000Z', 'System', host, []),
           evtx.event('EventLog', 6005, 4, '2024-06-14T05:02:00.000Z', 'System', host, []),
           evtx.event('Service Control Manager', 7034, 2, '2024-06-14T02:40:01.000Z', 'System', host, ['DPMRA', '1'])]
evtx.write(folder + 'Application.evtx', application)
evtx.write(folder + 'System.evtx', system)
evtx.write(folder + 'Security.evtx', [evtx.event('Microsoft-Windows-Security-Auditing', 4624, 4, '2024-06-14T02:40:01.000Z', 'Security',
                                                 host, ['x'])])
with open(folder + 'DPMRACurr.errlog', 'w', encoding='utf-16', newline='\r\n') as log:
    for pid, stamp in (('0990', '06/14\t02:39:50.000'), ('0A44', '06/14\t02:41:00.000'), ('0A44', '06/14\t04:59:00.000'),
                       ('0B10', '06/14\t05:03:00.000')):
        log.write(f'{pid}\t17D8\t{stamp}\t31\tfsapi.cpp(88)\t\t\tNORMAL\tat work\n')
for name, record in (('fault', evtx.event('Application Error', 1000, 2, '2024-06-14T02:40:00.123Z', 'Application', 'DPM01.contoso.com',
                                           ['MSDPM.exe'] + fault[1:], 0, 0)),
                     ('volsnap', evtx.event('volsnap', 25, 2, '2024-06-14T02:40:00.123Z', 'System', host, ['', 'C:', 'E:'])),
                     ('disk', evtx.event('disk', 153, 3, '2024-06-14T02:40:00.123Z', 'System', host, ['\\Device\\Harddisk1', '0x4f', '1'])),
                     ('ports', evtx.event('Tcpip', 4227, 3, '2024-06-14T02:40:00.123Z', 'System', host, []))):
    evtx.write(f'{sys.argv[1]}/{name}.evtx', [record])
with zipfile.ZipFile(sys.argv[1] + '/x/logs.zip', 'w', zipfile.ZIP_DEFLATED) as file:
    for name in ('Application.evtx', 'System.evtx'):
        file.write(folder + name, name)
data = bytearray(open(folder + 'System.evtx', 'rb').read())
data[4096 + 65536:4096 + 65536 + 8] = bytes(8)
open(sys.argv[1] + '/damaged.evtx', 'wb').write(data)
open(sys.argv[1] + '/cut.evtx', 'wb').write(data[:4096 + 65536 + 9000])
open(sys.argv[1] + '/none.evtx', 'w').write('This is no event log.')
PY
cd "$TMP" || exit
touch -d 2026-03-01 FS01/DPMRACurr.errlog
echo "== the machine: crash, module, restart; the year and the host from the event logs"
dpmlog -q FS01
dpmlog -q -v FS01 | sed -n "/^ 1 /,/fix: /p"
dpmlog -q -v FS01 | grep -A6 -E '^Process inst'
echo "== in a zip in a tar"
tar cf events.tar -C x logs.zip
dpmlog -q events.tar | sed -n '1p;/evidence/,/fix/p;/Coverage/,$p'
echo "== damaged, cut, none"
for file in damaged cut none; do
    dpmlog $file.evtx 2>&1 | grep -a -A2 -E "^ *damaged|^dpmlog:"
    dpmlog -q $file.evtx >/dev/null 2>&1
    echo "exit $?"
done
echo "== the engine crashed; snapshots were given up"
for name in fault volsnap disk ports; do dpmlog -q $name.evtx | head -n 2; done
