# Logs in the code page of their country (synthetic): guessed by letters, or given; never damage.
cd "$TMP" || exit
log() { # CODEPAGE TEXT
    printf '0AB0\t0974\t06/02\t10:01:00.000\t31\tcsvapi.cpp(400)\t\t\tWARNING\tFailed: Hr: = [0x8007173d] %s\r\n' "$2" | iconv -f utf-8 -t "$1" >"$1.errlog"
}
log windows-1250 'a kiszolgáló nem válaszol, ellenőrizze a hűtőt'
log windows-1251 'сервер не отвечает, проверьте соединение'
log windows-1252 'der Dienst läuft nicht, prüfen Sie die Größe'
log windows-1253 'ο διακομιστής δεν απαντά, ελέγξτε τη σύνδεση'
for file in *.errlog; do
    dpmlog --year 2024 -v "$file" >report
    echo "$file: exit $?"
    sed -n '/^Coverage/,$p' report | grep -e 'read as' -e damaged
    dpmlog events --year 2024 "$file" | sed 's/.*0x8007173d\] \(.*\) \[.*/    \1/'
done
dpmlog events --year 2024 --encoding 1250 windows-1252.errlog windows-1250.errlog | sed 's/.*0x8007173d\] \(.*\) \[.*/    \1/'
dpmlog --year 2024 --encoding cp1250 windows-1250.errlog | tail -n 3
dpmlog --encoding klingon windows-1250.errlog
echo "exit $?"
dpmlog ls --encoding klingon windows-1250.errlog
echo "exit $?"
