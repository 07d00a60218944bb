#!/bin/sh
# The namespace, with how long ended workflows stay readable, and what operations can be searched by.
set -eu
temporal operator namespace describe --namespace default >/dev/null 2>&1 ||
    temporal operator namespace create --namespace default --retention 72h
for name in CellplaneServer CellplaneProject CellplaneCell CellplaneKind; do
    temporal operator search-attribute create --namespace default --name "$name" --type Keyword
done
