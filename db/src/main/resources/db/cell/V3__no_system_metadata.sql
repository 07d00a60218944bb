-- Nothing has ever been written into it: what an image says of the machine stands in the request.
drop table instance_system_metadata;
