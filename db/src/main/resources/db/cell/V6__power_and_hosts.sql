-- Servers whose guests went their own way are looked for every few seconds.
alter table instances add key ix_instances_power (vm_state, power_state);

-- What hosts say of themselves beyond what everybody asks for.
alter table compute_nodes add column details mediumtext null comment 'null: its agent says nothing more (JSON)';
