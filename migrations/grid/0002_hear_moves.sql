-- Where people live whom the grid may visit follows what Population tells (docs/adr/0083).
select onedoor.prepare_hearing('grid');
select onedoor.open_to_handlers('grid', 'residents');
grant select (resident_id), update (area_code) on grid.residents to onedoor_grid_system;
