-- What the department keeps of a person is where the person is registered, also after a move (docs/adr/0084).
select onedoor.let_areas_follow('grid', 'visits', 'findings', 'follow_ups');
grant select (area_code) on grid.residents to onedoor_grid_system;
-- A child can be visited as everybody else.
grant insert (resident_id, area_code) on grid.residents to onedoor_grid_system;
