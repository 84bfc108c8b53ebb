-- Changes are transactions of the hub (docs/adr/0088), made once under a key. What two persons do stays with a function; those of
-- one person stay for the version before.
select onedoor.prepare_writes('audit');
