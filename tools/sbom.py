#!/usr/bin/env python3
"""sbom.py DPMLOG: the bill of materials of a build as SPDX 2.3 in JSON: dpmlog, and each library that it says it was built with.
Licences are from tools/licences.tsv; a library without a row there is an error. The same build gives the same bytes."""
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def licences():
    rows = {}
    with open(os.path.join(HERE, "licences.tsv"), encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                name, licence, purpose = line.rstrip("\n").split("\t")
                rows[name] = (licence, purpose)
    return rows


def package(name, version, licence, comment):
    return {
        "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]", "-", name),
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": licence,
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
        "comment": comment,
    }


def main():
    program = sys.argv[1]
    said = subprocess.run([program, "--version", "-v"], check=True, capture_output=True, text=True).stdout.splitlines()
    version = said[0].split()[1]
    libraries = [entry.split() for entry in said[1].removeprefix("built with ").split(", ")]
    known = licences()
    unknown = [name for name, _ in libraries if name not in known]
    if unknown:
        sys.exit(f"sbom.py: tools/licences.tsv has no row for {', '.join(unknown)}")
    with open(program, "rb") as binary:
        digest = hashlib.sha256(binary.read()).hexdigest()
    own = package("dpmlog", version, "MIT", "reads the logs of Data Protection Manager")
    own["checksums"] = [{"algorithm": "SHA256", "checksumValue": digest}]
    packages = [own] + [package(name, number, known[name][0], known[name][1]) for name, number in libraries]
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"dpmlog-{version}",
        "documentNamespace": f"https://spdx.org/spdxdocs/dpmlog-{version}-{digest}",
        # a time of its own would make no two alike
        "creationInfo": {"created": os.environ.get("SBOM_TIME", "1970-01-01T00:00:00Z"), "creators": [f"Tool: dpmlog-sbom-{version}"]},
        "packages": packages,
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": own["SPDXID"]}]
        + [{"spdxElementId": own["SPDXID"], "relationshipType": "DEPENDS_ON", "relatedSpdxElement": p["SPDXID"]} for p in packages[1:]],
    }
    json.dump(document, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
