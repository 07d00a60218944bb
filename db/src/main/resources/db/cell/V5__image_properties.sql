-- What a server's image wants of the virtual machine, as it was at the boot: hosts read it at each making of the guest.
alter table instance_extra
  add column image_properties mediumtext null comment 'null: made before they were kept (JSON)';
