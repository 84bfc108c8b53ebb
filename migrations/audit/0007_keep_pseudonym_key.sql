-- Under which key the residents have their pseudonyms, as a fingerprint, so that a hub with another one does not start:
-- entries under two keys cannot be told to be about the same person.
CREATE TABLE "audit"."pseudonym_keys" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"fingerprint" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "pseudonym_keys_is_only" CHECK (is_only)
);

alter table audit.pseudonym_keys enable row level security;
alter table audit.pseudonym_keys force row level security;
-- The login that starts the hub's record compares it; no question reaches it.
create policy own_fingerprint on audit.pseudonym_keys to onedoor_audit_sealer using (true) with check (true);
grant select, insert, update on audit.pseudonym_keys to onedoor_audit_sealer;
