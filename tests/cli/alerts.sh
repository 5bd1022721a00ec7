# Alert text as people hold it (synthetic): from a file, a pipe, a folder of logs; wrapped, quoted, translated, from PowerShell and a
# mail. Behind each name: exit code, verdict, and each record with the line where it begins.
cd "$TMP" || exit
mkdir -p alerts logs
cat >alerts/article.txt <<'TEXT'
DPM failed to communicate with the protection agent on FS01.contoso.com because it does not respond. (ID 43 Details: Internal error code: 0x8099090E)
The agent on SQL01.contoso.com could not be reached, the connection was
cut (ID 41
Details: An existing connection was forcibly closed (0x80072746))

* DPM cannot reach EX01.contoso.com because of a communication error. (ID 53 Details: The semaphore timeout period has expired (0x80070079))
* DPM could not reach HV01.contoso.com. (ID 52 Details: The RPC server is unavailable (0x800706BA))
TEXT
cat >alerts/job.txt <<'TEXT'
Type:	Recovery point
Status:	Failed
Description:	The agent on FS02.contoso.com cannot be reached. (ID 52 Details: The semaphore timeout period has expired (0x80070079))
End time:	6/3/2024 11:02:12 PM
Protection group:	Files
Type:	Synchronization
Status:	Failed
Description:	Data cannot be read. (ID 2033 Details: Access is denied (0x80070005))
TEXT
cat >alerts/agent-de.txt <<'TEXT'
Installation des Schutz-Agents auf FS03.contoso.com fehlgeschlagen:
Fehler 319: Der Vorgang ist wegen eines Kommunikationsfehlers
fehlgeschlagen.
Fehlerdetails: Der RPC-Server ist nicht verfügbar (0x800706BA)
TEXT
cat >alerts/ja.txt <<'TEXT'
FS01.contoso.com の D:\ のレプリカは整合性がありません。（ID 3106）
FS01.contoso.com の保護エージェントと通信できません。（ID 43 詳細: 内部エラー コード: 0x8099090E）
TEXT
iconv -f utf-8 -t windows-1252 >alerts/fr.txt <<'TEXT'
> Zone affectée :	D:\
> Description : L'agent de protection sur FS01.contoso.com ne
> répond pas. (ID 43 Détails : Code d'erreur interne : 0x8099090E)
TEXT
printf 'A(z) SQL01.contoso.com nem érhető el. (ID 41 Részletek: (0x80072746))' | iconv -f utf-8 -t utf-16 >alerts/hu.txt
cat >alerts/list.txt <<'TEXT'
Severity    : Error
Description : The replica of D:\ on FS01.contoso.com is inconsistent with
              the protected data. (ID 3106)

Severity    : Error
Description : EX01.contoso.com does not answer. (ID 53 Details: The semaphore
              timeout period has expired (0x80070079))
TEXT
cat >alerts/export.csv <<'TEXT'
"Severity","Description"
"Error","EX01.contoso.com does not answer. (ID 43 Details: Internal error code: 0x8099090E)"
"Error","FS01.contoso.com failed.
 (ID 3114)
Cannot open ""D:\"" (ID 42 Details: Access is denied (0x80070005))"
TEXT
cat >alerts/mail.eml <<'TEXT'
From: dpm01@contoso.com
Content-Transfer-Encoding: quoted-printable

Computer: FS01.contoso.com
Description: Recovery points of D:\ on FS01.contoso.com fail. (ID=
 3114) Access was denied. (ID 42 Details: Access is denied (0x8007=
0005))
TEXT
for file in alerts/*; do
    dpmlog -j 1 -f json "$file" >report
    echo "$file: exit $?: $(jq -r '.causes[0] | "\(.id) \(.hosts)"' report)"
    dpmlog events -v "$file" | sed 's/^no time WARNING  /    /; s/MSDPM 0000.[0-9A-F]* alert(0) //' | cut -c 1-150
done
dpmlog -f json - <alerts/article.txt | jq -c '[.causes[].id], .incidents'
dpmlog -f json alerts | jq -c '[.causes[].id], .incidents'
dpmlog ls alerts
printf 'Dear all,\nthe backup did not work.\n\n\n' >logs/letter.txt
printf '2024-06-02 10:00:00, Info CBS Failed [HRESULT = 0x800f0805]\n' >logs/CBS.log
cp "$OLDPWD/fixtures/access-denied/DPM01/MSDPMCurr.errlog" logs
dpmlog logs/letter.txt
echo "exit $?"
dpmlog -f json --year 2016 logs | jq -c .coverage.complete
dpmlog ls --year 2016 logs
cp alerts/job.txt logs
dpmlog -f json --year 2016 logs | grep -m 1 '"records"'
