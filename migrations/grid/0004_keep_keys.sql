-- Changes are transactions of the hub (docs/adr/0088), made once under a key. The functions that made them stay for the version
-- before; nothing calls them any longer once it is gone.
select onedoor.prepare_writes('grid');
