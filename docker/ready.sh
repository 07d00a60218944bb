#!/usr/bin/env bash
# Whether the process in this container can do its work: GET /readyz on that port. The image has no HTTP client.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET %s HTTP/1.0\r\n\r\n' "${2:-/readyz}" >&3
read -r status <&3
[[ $status == *" 200 "* ]]
