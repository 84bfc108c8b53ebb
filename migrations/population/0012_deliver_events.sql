-- Other departments hear what Population tells (docs/adr/0083).
select onedoor.prepare_deliveries('population');
