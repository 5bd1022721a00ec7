#!/usr/bin/env bash
# What dpmlog says about the folder of a DPM server that crashed.
set -u
build=$1
echo "\$ dpmlog fixtures/Temp"
"$build/dpmlog" fixtures/Temp
status=$?
# 4: read, but something was cut short: an answer as well
[ $status -eq 0 ] || [ $status -eq 4 ] || exit $status
echo
echo "The program is $build/dpmlog. More to try: dpmlog fixtures/network-saturated; dpmlog code 0x800706BA; make help"
