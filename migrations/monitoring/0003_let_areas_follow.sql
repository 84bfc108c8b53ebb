-- What the department keeps of a person is where the person is registered, also after a move (docs/adr/0084).
select onedoor.let_areas_follow('monitoring', 'monitored_persons', 'benefits');
