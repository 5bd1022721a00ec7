#!/usr/bin/env bash
# docs.sh FOLDER VERSION: the manual of the library into FOLDER/html, by Doxygen from the public headers; a warning fails.
set -eu
folder=$1 version=$2
rm -rf "$folder"
mkdir -p "$folder"
{
    cat docs/Doxyfile
    echo "OUTPUT_DIRECTORY = $folder"
    echo "PROJECT_NUMBER = $version"
} | doxygen -
echo "docs: $folder/html/index.html"
