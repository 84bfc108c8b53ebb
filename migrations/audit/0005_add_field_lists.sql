-- The lists of returned, masked and refused fields once for all looks of one operation under one set of permissions: they
-- are longer than all the rest of a record, and the same in thousands of them (docs/adr/0046).
CREATE TABLE "audit"."field_lists" (
	"field_lists_id" text PRIMARY KEY NOT NULL,
	"returned" text[] NOT NULL,
	"masked" text[] NOT NULL,
	"refused" text[] NOT NULL
);

ALTER TABLE "audit"."access_records" ALTER COLUMN "returned" DROP NOT NULL;

ALTER TABLE "audit"."access_records" ALTER COLUMN "masked" DROP NOT NULL;

ALTER TABLE "audit"."access_records" ALTER COLUMN "refused" DROP NOT NULL;

ALTER TABLE "audit"."access_records" ADD COLUMN "field_lists_id" text;

-- Whoever adds lists cannot make them pass for others that later records will name.
alter table audit.field_lists add constraint field_lists_id_is_their_hash check (
  field_lists_id = encode(sha256(convert_to(
    to_json(returned)::text || E'\n' || to_json(masked)::text || E'\n' || to_json(refused)::text, 'UTF8')), 'base64')
);

-- The hub before this one writes the lists into the record itself, and may still run.
alter table audit.access_records add constraint access_records_have_lists check (
  field_lists_id is not null or (returned is not null and masked is not null and refused is not null)
);
grant insert (field_lists_id) on audit.access_records to onedoor_audit;

-- Added with the first record that names them, and never changed. They are names of fields, which say nothing of anybody:
-- both logins see all of them, and which record names which is up to the policies of the records.
alter table audit.field_lists enable row level security;
alter table audit.field_lists force row level security;
create policy append_only on audit.field_lists for insert to onedoor_audit with check (true);
create policy names_of_fields on audit.field_lists for select to onedoor_audit, onedoor_audit_sealer using (true);
grant select, insert on audit.field_lists to onedoor_audit;
grant select on audit.field_lists to onedoor_audit_sealer;
