#!/bin/sh
# Remakes corpora/ and Tests/SampleDocuments/fixtures/ from their sources.
#
#   Tests/SampleDocuments/make.sh                   everything
#   Tests/SampleDocuments/make.sh leave-rules.ja    only the named documents of corpora/
#   Tests/SampleDocuments/make.sh fixtures          only the fixtures
#
# Debian 12 packages: see README.md beside this script.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export PYTHONDONTWRITEBYTECODE=1

for tool in python3 soffice chromium lualatex qpdf; do
    command -v "$tool" > /dev/null || { echo "$tool is missing; README.md lists the Debian packages to install" >&2; exit 1; }
done

if [ "${1:-}" != fixtures ]; then
    python3 "$here/tools/make_corpora.py" "$here/sources" "$here/../../corpora" "$@"
fi
if [ $# -eq 0 ] || [ "$1" = fixtures ]; then
    python3 "$here/tools/make_fixtures.py" "$here/fixtures"
fi
