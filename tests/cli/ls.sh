# What lies in a bundle as Microsoft's collector makes them, in a folder, and what would not be read.
. tests/support/needs_libarchive.sh
mkdir -p "$TMP/DPM_Data/user1" "$TMP/case"
(cd fixtures/healthy && touch -d 2016-06-07T12:00:00Z "$TMP/t" &&
 cp FS01/DPMRACurr.errlog DPM01/MSDPMCurr.errlog "$TMP/case" && touch -r "$TMP/t" "$TMP"/case/*)
cp fixtures/Temp/CBEngineCurr.errlog "$TMP/DPM_Data/user1"
echo database >"$TMP/DPM_Data/dpmdb.tar"
printf 'TaskId                               Server\n------------------------------------ ------\n' >"$TMP/DPM_Data/DPM_Job_History.txt"
cd "$TMP" || exit
(cd case && zip -q0X ../DPM_Data/DPM_Error_Logs.zip DPMRACurr.errlog MSDPMCurr.errlog && zip -q0X -P secret ../DPM_Data/locked.zip DPMRACurr.errlog)
touch -r t DPM_Data DPM_Data/* DPM_Data/user1/*
tar --format=ustar --owner=0 --group=0 --sort=name -b1 -cf SRV01.tar DPM_Data
echo notes >case/notes.txt
: >case/broken.zip
dpmlog ls --year 2026 SRV01.tar case nothing
echo "exit $?"
dpmlog ls --year 2026 'SRV01.tar!DPM_Data/DPM_Error_Logs.zip!MSDPMCurr.errlog' 'SRV01.tar!DPM_Data/nothing'
echo "exit $?"
dpmlog ls --year 2026 -f json case
echo "exit $?"
dpmlog ls --year 2026 --max-depth 1 - <SRV01.tar
echo "exit $?"
dpmlog ls --tz +02:00 --year 2026 'SRV01.tar!DPM_Data/user1'
dpmlog ls -f csv case
echo "exit $?"
