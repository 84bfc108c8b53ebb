-- What supervisors find of looks that were made for a duty.
CREATE TABLE "audit"."duty_judgements" (
	"record_id" uuid PRIMARY KEY NOT NULL,
	"is_justified" boolean NOT NULL,
	"note" text,
	"judged_by" text NOT NULL,
	"judged_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE INDEX "access_records_duties" ON "audit"."access_records" USING btree ("position" DESC) WHERE kind = 'LOOK' and purpose ^@ 'duty:';

-- In a function, because a read is one SELECT and claims live for one statement. No row for no record; `is_new` is false
-- for one that was judged before, and that judgement stands.
create function audit.judge_duty(look uuid, justified boolean, words text, supervisor text)
returns table (record_id uuid, is_justified boolean, note text, judged_at timestamp with time zone, is_new boolean)
language sql volatile parallel unsafe
begin atomic
  with added as (
    insert into audit.duty_judgements (record_id, is_justified, note, judged_by)
      select look, justified, words, supervisor where look is not null
      on conflict do nothing
      returning duty_judgements.record_id, duty_judgements.is_justified, duty_judgements.note, duty_judgements.judged_at
  )
  select a.record_id, a.is_justified, a.note, a.judged_at, true from added a
  union all
  select d.record_id, d.is_justified, d.note, d.judged_at, false from audit.duty_judgements d
    where d.record_id = look and not exists (select from added);
end;

-- Whoever may see a look may see what was found of it; nobody judges the own, and nothing but a duty.
alter table audit.duty_judgements enable row level security;
alter table audit.duty_judgements force row level security;
create policy visible_rows on audit.duty_judgements for select using (
  exists (select from audit.access_records r where r.record_id = duty_judgements.record_id)
);
create policy judged_by_another on audit.duty_judgements for insert with check (
  cardinality((select onedoor.areas())::text[]) > 0 and exists (
    select from audit.access_records r where r.record_id = duty_judgements.record_id
      and r.kind = 'LOOK' and r.purpose ^@ 'duty:' and r.viewer_id <> duty_judgements.judged_by)
);
grant select, insert on audit.duty_judgements to onedoor_audit;
