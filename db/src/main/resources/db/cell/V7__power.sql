-- Servers whose guests went their own way are looked for every few seconds.
alter table instances add key ix_instances_power (vm_state, power_state);
