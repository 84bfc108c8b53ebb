-- One notice for each group of records, so that auditors' pages can follow the log without asking again and again.
create function audit.notify_added_records() returns trigger language plpgsql as $$
begin
  perform pg_notify('onedoor_access_records', min(position) || '-' || max(position)) from added;
  return null;
end
$$;

create trigger notify_added_records after insert on audit.access_records
  referencing new table as added for each statement execute function audit.notify_added_records();
