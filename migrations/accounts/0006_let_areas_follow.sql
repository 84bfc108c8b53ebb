-- A resident's own account belongs to where the resident is registered, also after a move (docs/adr/0084).
select onedoor.let_areas_follow('accounts', 'accounts');
grant update (areas) on accounts.accounts to onedoor_accounts_system;
