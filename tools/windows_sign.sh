#!/usr/bin/env bash
# windows_sign.sh EXE CERT KEY: signs EXE in place and checks the signature. TIMESTAMP=URL asks a server for the time, so that the
# signature outlives the certificate.
set -euo pipefail
exe=$1 cert=${2:?CERT= names the certificate, in PEM} key=${3:?KEY= names its key, in PEM}
osslsigncode sign -certs "$cert" -key "$key" -h sha256 -n dpmlog ${TIMESTAMP:+-ts "$TIMESTAMP"} -in "$exe" -out "$exe.signed" >/dev/null
osslsigncode verify -CAfile "$cert" -in "$exe.signed" | grep -E 'Signature verification|Signer.s certificate|Subject:' | sort -u || true
mv "$exe.signed" "$exe"
echo "windows: $exe is signed"
