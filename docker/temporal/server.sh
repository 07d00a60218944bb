#!/bin/sh
# The server is told its password in the environment, which nobody sees from outside the container's processes.
set -eu
MYSQL_PWD=$(cat /run/secrets/mysql-temporal)
export MYSQL_PWD
exec /etc/temporal/entrypoint.sh
