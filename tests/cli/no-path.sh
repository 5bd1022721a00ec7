# With no path, the Temp folders of the products under %ProgramFiles%.
unset ProgramFiles
dpmlog
echo "-> $?"
mkdir -p "$TMP/programs/Microsoft System Center 2012 R2/DPM/DPM/Temp" "$TMP/programs/Microsoft Azure Backup Server/DPM/DPM"
ProgramFiles=$TMP/programs dpmlog --year 2026 | head -n 1
cp fixtures/healthy/FS01/DPMRACurr.errlog "$TMP/programs/Microsoft System Center 2012 R2/DPM/DPM/Temp"
ProgramFiles=$TMP/programs dpmlog --year 2026 | head -n 1
ProgramFiles=$TMP dpmlog
