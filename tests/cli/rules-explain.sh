# What the rules say to one record, and to the lines of a file.
line='0AB0	0C8C	05/09	16:00:19.204	71	transfer.cpp(1402)			WARNING	Failed: Hr: = [0x80072746] : WSASend'
dpmlog rules explain "$line"
dpmlog rules explain "$line" rpc.connection-reset
dpmlog rules explain "$line" vss.csv-in-progress
dpmlog rules explain "$line" outcome.task-succeeded
dpmlog rules explain "$line" no.such-rule
echo "-> $?"
dpmlog rules explain 'no record at all'
echo "-> $?"
printf '%s\n' "$line" 'no record' '0AB0	0C8C	05/09	16:00:19.204	71	a.cpp(1)			NORMAL	==>CWork::Run' >"$TMP/lines.txt"
dpmlog rules test "$TMP/lines.txt"
dpmlog rules test "$TMP/missing.txt"
echo "-> $?"
dpmlog rules test fixtures/Temp/DPMRACurr.errlog
echo "-> $?"
