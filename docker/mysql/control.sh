#!/usr/bin/env bash
# The databases of the control level and of cell1, and who may do what there. The image runs it once, when the data folder is empty.
set -euo pipefail
word() { cat "/run/secrets/mysql-$1"; }

mysql --protocol=socket -uroot -p"$(word root)" <<SQL
create database cellplane_api;
create database cell0;
create database cell1;
create database temporal;
create database temporal_visibility;

-- Owns the tables; used while the installation is set up and by nobody else.
create user 'cellplane_owner'@'%' identified by '$(word owner)';
grant all on cellplane_api.* to 'cellplane_owner'@'%';
grant all on cell0.* to 'cellplane_owner'@'%';
grant all on cell1.* to 'cellplane_owner'@'%';

create user 'cellplane_api'@'%' identified by '$(word api)';
grant select, insert, update, delete on cellplane_api.* to 'cellplane_api'@'%';
create user 'cell0'@'%' identified by '$(word cell0)';
grant select, insert, update, delete on cell0.* to 'cell0'@'%';
create user 'cell1'@'%' identified by '$(word cell1)';
grant select, insert, update, delete on cell1.* to 'cell1'@'%';

create user 'temporal'@'%' identified by '$(word temporal)';
grant all on temporal.* to 'temporal'@'%';
grant all on temporal_visibility.* to 'temporal'@'%';
SQL
