-- Proof of the access record: seals over what was added, and what a resident needs to find the looks at oneself.
CREATE TABLE "audit"."looked_at" (
	"pseudonym" text NOT NULL,
	"position" bigint NOT NULL,
	CONSTRAINT "looked_at_pseudonym_position_pk" PRIMARY KEY("pseudonym","position")
);

CREATE TABLE "audit"."seal_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"jwk" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE "audit"."seals" (
	"number" integer PRIMARY KEY NOT NULL,
	"positions" "int8multirange" NOT NULL,
	"record_count" integer NOT NULL,
	"root" text NOT NULL,
	"previous_hash" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	"key_id" text NOT NULL,
	"signature" text NOT NULL,
	"leaves" "bytea" NOT NULL,
	"complete_before" "xid8" NOT NULL,
	"last_transaction" "xid8" NOT NULL
);

CREATE TABLE "audit"."withholdings" (
	"withholding_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"purpose" text NOT NULL,
	"withheld_until" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"ordered_by" text NOT NULL,
	"ordered_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE "audit"."access_records" ADD COLUMN "kind" text DEFAULT 'LOOK' NOT NULL;

ALTER TABLE "audit"."access_records" ADD COLUMN "transaction" "xid8" DEFAULT pg_current_xact_id() NOT NULL;

CREATE INDEX "seals_positions" ON "audit"."seals" USING gist ("positions");

CREATE INDEX "seals_last_transaction" ON "audit"."seals" USING btree ("last_transaction");

CREATE INDEX "withholdings_purpose" ON "audit"."withholdings" USING btree ("purpose");

-- The default of a new column is worked out once for all rows there are: they count as one transaction's.
CREATE INDEX "access_records_transaction" ON "audit"."access_records" USING btree ("transaction");

-- Positions, times and transactions come from the database alone: an entry that could name them itself could pass
-- for one that was sealed long ago, and would never be.
revoke insert on audit.access_records from onedoor_audit;
grant insert (record_id, request_id, viewer_id, area_code, roles, areas, department, purpose, roles_hash, operation_hash,
  operation_name, returned, masked, refused, residents, kind) on audit.access_records to onedoor_audit;

-- The resident who asks, as the pseudonym in the records; set beside onedoor.set_viewer, in the same statement.
create function audit.set_own_pseudonym(pseudonym text) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.own_pseudonym', coalesce(pseudonym, ''), true);
  return true;
end
$$;

create function audit.own_pseudonym() returns text
language sql stable parallel safe
return nullif(current_setting('onedoor.own_pseudonym', true), '');

-- True for a viewer who is somebody: an auditor with an area, or a resident.
create function audit.has_claims() returns boolean
language sql stable parallel safe
return coalesce(cardinality(onedoor.areas()) > 0, false) or audit.own_pseudonym() is not null;

-- The newest order about a purpose decides, so that one can also be ended before its time.
create function audit.withheld_until(purpose text) returns timestamp with time zone
language sql stable parallel safe
return (
  select w.withheld_until from audit.withholdings w where w.purpose = withheld_until.purpose
  order by w.ordered_at desc limit 1
);

-- In a function, because a read is one SELECT and claims live for one statement.
create function audit.withhold_looks(purpose text, withheld_until timestamp with time zone, reason text, ordered_by text)
returns setof audit.withholdings language sql volatile parallel unsafe
begin atomic
  insert into audit.withholdings (purpose, withheld_until, reason, ordered_by)
    values (withhold_looks.purpose, withhold_looks.withheld_until, withhold_looks.reason, withhold_looks.ordered_by)
    returning *;
end;

-- Everything of transactions before this one is sealed and indexed. In a database restored from a dump transactions
-- count anew: there the whole log is looked through, and the seals say what they have.
create function audit.complete_before() returns xid8
language sql stable parallel safe
return coalesce((
  select case when s.complete_before > pg_snapshot_xmin(pg_current_snapshot()) then '0'::xid8 else s.complete_before end
  from audit.seals s order by s.number desc limit 1
), '0'::xid8);

create policy own_looks on audit.access_records for select using (
  residents @> array[(select audit.own_pseudonym())]
  and coalesce(audit.withheld_until(purpose) <= now(), true)
);

alter table audit.looked_at enable row level security;
alter table audit.looked_at force row level security;
-- An auditor of any area may find positions; what stands there is up to the policies of the records.
create policy visible_rows on audit.looked_at for select using (
  pseudonym = (select audit.own_pseudonym()) or cardinality((select onedoor.areas())::text[]) > 0
);
grant select on audit.looked_at to onedoor_audit;

-- A seal is a hash and a number of records: whoever may see a record at all may see that it was sealed.
alter table audit.seals enable row level security;
alter table audit.seals force row level security;
create policy visible_rows on audit.seals for select to onedoor_audit using ((select audit.has_claims()));
grant select on audit.seals to onedoor_audit;

alter table audit.seal_keys enable row level security;
alter table audit.seal_keys force row level security;
create policy visible_rows on audit.seal_keys for select to onedoor_audit using ((select audit.has_claims()));
grant select on audit.seal_keys to onedoor_audit;

alter table audit.withholdings enable row level security;
alter table audit.withholdings force row level security;
create policy visible_rows on audit.withholdings for select using ((select audit.has_claims()));
create policy ordered_by_auditors on audit.withholdings for insert with check (
  cardinality((select onedoor.areas())::text[]) > 0
);
grant select, insert on audit.withholdings to onedoor_audit;

-- The sealer reads every record and adds seals; the login that adds records cannot, and neither can change anything.
create policy sealed_rows on audit.access_records for select to onedoor_audit_sealer using (true);
create policy own_seals on audit.seals to onedoor_audit_sealer using (true) with check (true);
create policy own_index on audit.looked_at to onedoor_audit_sealer using (true) with check (true);
create policy own_keys on audit.seal_keys to onedoor_audit_sealer using (true) with check (true);
grant select on audit.access_records to onedoor_audit_sealer;
grant select, insert on audit.looked_at, audit.seals, audit.seal_keys to onedoor_audit_sealer;
