#!/usr/bin/env bash
# Makes every secret of compose.yaml in docker/secrets, each in a file of its own, once; what is there stays.
# The folder is for its owner only; in the containers the processes' users may read the files that they are given.
set -euo pipefail
umask 022
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/secrets
mkdir -p "$folder/neighbours"
chmod 700 "$folder"

random() {
    od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'
}

# A letter first: some configuration languages take "1e5" for a number.
make() {
    [ -s "$folder/$1" ] || printf '%s%s\n' "${3-p}" "$(random "$2")" >"$folder/$1"
}

# What a cell's NATS server includes: the passwords of its users, CELL1_HOST1 of cell1-host1.
bus() {
    mkdir -p "$folder/nats-$1"
    for user in api "cell-worker-$1" "${@:2}"; do
        make "nats-$user" 16
        printf '%s: "%s"\n' "$(tr 'a-z-' 'A-Z_' <<<"$user")" "$(cat "$folder/nats-$user")"
    done >"$folder/nats-$1/passwords.conf"
}

make secret-key 32 ''
for name in mysql-root mysql-owner mysql-temporal mysql-api mysql-cell0 mysql-cell1 mysql-cell2 \
    mysql-metadata-cell1 mysql-metadata-cell2 metadata-shared grafana-admin \
    neighbours/password-admin neighbours/password-demo neighbours/password-alt neighbours/password-reader \
    neighbours/password-cellplane; do
    make "$name" 16
done
bus cell1 cell1-host1 cell1-host2
bus cell2 cell2-host1
echo "The secrets are in $folder."
