-- What a cell has and owes is counted by its name.
create index ix_resource_providers_cell on resource_providers (cell);
create index ix_debts_cell on debts (cell);
