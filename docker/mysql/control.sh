#!/usr/bin/env bash
# The databases of the control level and of cell1, and who may do what there. The image runs it once, when the data folder
# is empty.
set -euo pipefail

mysql --protocol=socket -uroot -p"$(cat /run/secrets/mysql-root)" <<SQL
create database cellplane_api;
create database cell0;
create database cell1;
create database temporal;
create database temporal_visibility;

-- Owns the tables; used while the installation is set up and by nobody else.
create user 'cellplane_owner'@'%' identified by '$(cat /run/secrets/mysql-owner)';
grant all on cellplane_api.* to 'cellplane_owner'@'%';
grant all on cell0.* to 'cellplane_owner'@'%';
grant all on cell1.* to 'cellplane_owner'@'%';

create user 'cellplane_api'@'%' identified by '$(cat /run/secrets/mysql-api)';
grant select, insert, update, delete on cellplane_api.* to 'cellplane_api'@'%';
create user 'cell0'@'%' identified by '$(cat /run/secrets/mysql-cell0)';
grant select, insert, update, delete on cell0.* to 'cell0'@'%';
create user 'cell1'@'%' identified by '$(cat /run/secrets/mysql-cell1)';
grant select, insert, update, delete on cell1.* to 'cell1'@'%';

-- Tells the cell's guests who they are: it reads, locks servers, and keeps what guests post.
create user 'metadata_cell1'@'%' identified by '$(cat /run/secrets/mysql-metadata-cell1)';
grant select, update on cell1.* to 'metadata_cell1'@'%';

create user 'temporal'@'%' identified by '$(cat /run/secrets/mysql-temporal)';
grant all on temporal.* to 'temporal'@'%';
grant all on temporal_visibility.* to 'temporal'@'%';
SQL
