#!/usr/bin/env bash
# The database of cell2 and who may do what there. The image runs it once, when the data folder is empty.
set -euo pipefail

mysql --protocol=socket -uroot -p"$(cat /run/secrets/mysql-root)" <<SQL
create database cell2;

-- Owns the tables; used while the installation is set up and by nobody else.
create user 'cellplane_owner'@'%' identified by '$(cat /run/secrets/mysql-owner)';
grant all on cell2.* to 'cellplane_owner'@'%';

create user 'cell2'@'%' identified by '$(cat /run/secrets/mysql-cell2)';
grant select, insert, update, delete on cell2.* to 'cell2'@'%';

-- Tells the cell's guests who they are: it reads, locks servers, and keeps what guests post.
create user 'metadata_cell2'@'%' identified by '$(cat /run/secrets/mysql-metadata-cell2)';
grant select, update on cell2.* to 'metadata_cell2'@'%';
SQL
