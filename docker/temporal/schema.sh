#!/bin/sh
# Brings Temporal's two databases to what its server needs; repeating it changes nothing.
set -eu
SQL_PASSWORD=$(cat /run/secrets/mysql-temporal)
export SQL_PASSWORD
update() {
    temporal-sql-tool --plugin mysql8 --ep mysql-control --port 3306 --user temporal --db "$1" setup-schema --version 0.0
    temporal-sql-tool --plugin mysql8 --ep mysql-control --port 3306 --user temporal --db "$1" \
        update-schema --schema-name "mysql/v8/$2"
}
update temporal temporal
update temporal_visibility visibility
