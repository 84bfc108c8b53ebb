-- Records tell the viewer's name and office as they were (docs/adr/0054); looks are withheld by two auditors, within their
-- areas and for a year at most; residents object to looks, and auditors answer.
ALTER TABLE "audit"."access_records" ADD COLUMN "viewer_name" text;

ALTER TABLE "audit"."access_records" ADD COLUMN "viewer_office" text;

CREATE INDEX "access_records_viewer" ON "audit"."access_records" USING btree ("viewer_id","position" DESC);

CREATE TABLE "audit"."withholding_orders" (
	"order_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"position" bigserial NOT NULL,
	"purpose" text NOT NULL,
	"areas" text[] NOT NULL,
	"withheld_until" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"ordered_by" text NOT NULL,
	"ordered_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "withholding_orders_within_a_year" CHECK (withheld_until <= ordered_at + interval '1 year'),
	CONSTRAINT "withholding_orders_no_item" CHECK (purpose ^@ 'case:' or purpose ^@ 'duty:' or purpose ^@ 'emergency:')
);

CREATE TABLE "audit"."withholding_steps" (
	"order_id" uuid NOT NULL,
	"step" text NOT NULL,
	"taken_by" text NOT NULL,
	"taken_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "withholding_steps_order_id_step_pk" PRIMARY KEY("order_id","step"),
	CONSTRAINT "withholding_steps_kinds" CHECK (step in ('CONFIRMED', 'ENDED'))
);

CREATE TABLE "audit"."objections" (
	"objection_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"position" bigserial NOT NULL,
	"record_id" uuid NOT NULL,
	"pseudonym" text NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"reason" text NOT NULL,
	"objected_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "objections_one_for_a_look" UNIQUE("record_id","pseudonym")
);

CREATE TABLE "audit"."objection_answers" (
	"objection_id" uuid PRIMARY KEY NOT NULL,
	"answer" text NOT NULL,
	"answered_by" text NOT NULL,
	"answered_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE INDEX "withholding_orders_purpose" ON "audit"."withholding_orders" USING btree ("purpose");

CREATE INDEX "objections_position" ON "audit"."objections" USING btree ("position" DESC);

grant insert (viewer_name, viewer_office) on audit.access_records to onedoor_audit;

-- A seal is over the whole record. The version before this one knows no names, and would seal a record without its own: its
-- sealer fails instead, and the next one of this version goes on from there.
create function audit.is_read_whole(viewer_name text, viewer_office text) returns boolean
language plpgsql stable parallel safe as $$
begin
  if (viewer_name is not null or viewer_office is not null)
    and coalesce(current_setting('onedoor.sealed_form', true), '') <> '2' then
    raise exception 'this version of the hub does not know all of a record: start the new one';
  end if;
  return true;
end
$$;
drop policy sealed_rows on audit.access_records;
create policy sealed_rows on audit.access_records for select to onedoor_audit_sealer using (
  audit.is_read_whole(viewer_name, viewer_office)
);

-- True when every area lies in one of the viewer's: an order is seen, confirmed and ended from there alone.
create function audit.are_all_own(wanted text[]) returns boolean language sql stable parallel safe
return cardinality(wanted) > 0 and not exists (
  select from unnest(wanted) as one(code) where not coalesce(one.code ^@ any (onedoor.areas()), false)
);

alter table audit.withholding_orders enable row level security;
alter table audit.withholding_orders force row level security;
alter table audit.withholding_steps enable row level security;
alter table audit.withholding_steps force row level security;
-- Whether a look is withheld is worked out for residents too: they learn of none that is.
create policy visible_rows on audit.withholding_orders for select using ((select audit.has_claims()));
create policy ordered_by_auditors on audit.withholding_orders for insert with check (audit.are_all_own(areas));
create policy visible_rows on audit.withholding_steps for select using ((select audit.has_claims()));

-- For the policy below, which must not look into a table itself.
create function audit.may_take_step(wanted uuid, step text, account text) returns boolean language sql stable
return exists (
  select from audit.withholding_orders o where o.order_id = wanted and audit.are_all_own(o.areas)
    and (step = 'ENDED' or (o.ordered_by <> account and o.withheld_until > clock_timestamp()))
);
create policy taken_by_auditors on audit.withholding_steps for insert with check (
  audit.may_take_step(order_id, step, taken_by)
);
grant select on audit.withholding_orders, audit.withholding_steps to onedoor_audit;
grant insert (purpose, areas, withheld_until, reason, ordered_by) on audit.withholding_orders to onedoor_audit;
grant insert (order_id, step, taken_by) on audit.withholding_steps to onedoor_audit;
grant usage on sequence audit.withholding_orders_position_seq to onedoor_audit;

-- Until when a look is kept from residents: by orders that two auditors gave for the viewer's area, and by those from before
-- this version, which one auditor gave, for a year at most.
create function audit.withheld_until(purpose text, area_code text) returns timestamp with time zone
language sql stable parallel safe
return greatest((
  select max(o.withheld_until) from audit.withholding_orders o
  where o.purpose = withheld_until.purpose and withheld_until.area_code ^@ any (o.areas)
    and exists (select from audit.withholding_steps s where s.order_id = o.order_id and s.step = 'CONFIRMED')
    and not exists (select from audit.withholding_steps s where s.order_id = o.order_id and s.step = 'ENDED')
), (
  select least(w.withheld_until, w.ordered_at + interval '1 year') from audit.withholdings w
  where w.purpose = withheld_until.purpose order by w.ordered_at desc limit 1
));
revoke insert on audit.withholdings from onedoor_audit;

drop policy own_looks on audit.access_records;
create policy own_looks on audit.access_records for select using (
  residents @> array[(select audit.own_pseudonym())]
  and coalesce(audit.withheld_until(purpose, area_code) <= now(), true)
);

create function audit.order_withholding(purpose text, areas text[], withheld_until timestamp with time zone, reason text, ordered_by text)
returns uuid language sql volatile parallel unsafe
begin atomic
  insert into audit.withholding_orders (purpose, areas, withheld_until, reason, ordered_by)
    values (order_withholding.purpose, order_withholding.areas, order_withholding.withheld_until, order_withholding.reason,
      order_withholding.ordered_by)
    returning order_id;
end;

-- What became of it: 'done', 'own', 'taken', 'ended', 'over', or 'none' where the account sees no such order.
create function audit.take_withholding_step(wanted uuid, next text, account text) returns text
language plpgsql volatile parallel unsafe as $$
declare
  found_order audit.withholding_orders;
begin
  select * into found_order from audit.withholding_orders o where o.order_id = wanted and audit.are_all_own(o.areas);
  if not found then
    return 'none';
  end if;
  if exists (select from audit.withholding_steps s where s.order_id = wanted and s.step = 'ENDED') then
    return 'ended';
  end if;
  if next = 'CONFIRMED' and found_order.ordered_by = account then
    return 'own';
  end if;
  if next = 'CONFIRMED' and found_order.withheld_until <= clock_timestamp() then
    return 'over';
  end if;
  insert into audit.withholding_steps (order_id, step, taken_by) values (wanted, next, account) on conflict do nothing;
  return case when found then 'done' else 'taken' end;
end
$$;

alter table audit.objections enable row level security;
alter table audit.objections force row level security;
alter table audit.objection_answers enable row level security;
alter table audit.objection_answers force row level security;
create policy own_objections on audit.objections for select using (pseudonym = (select audit.own_pseudonym()));
create policy visible_rows on audit.objections for select using (
  area_code ^@ any ((select onedoor.areas())::text[])
  or (area_code = '' and cardinality((select onedoor.areas())::text[]) > 0)
);
create policy made_by_residents on audit.objections for insert with check (pseudonym = (select audit.own_pseudonym()));
create policy visible_rows on audit.objection_answers for select using ((select audit.has_claims()));
create policy answered_by_auditors on audit.objection_answers for insert with check (
  cardinality((select onedoor.areas())::text[]) > 0
);
grant select on audit.objections, audit.objection_answers to onedoor_audit;
grant insert (record_id, pseudonym, area_code, reason) on audit.objections to onedoor_audit;
grant insert (objection_id, answer, answered_by) on audit.objection_answers to onedoor_audit;
grant usage on sequence audit.objections_position_seq to onedoor_audit;

-- Null where the look is not one at the resident who objects; that resident's pseudonym is set in the same statement.
create function audit.object_to_look(look uuid, words text) returns uuid
language plpgsql volatile parallel unsafe as $$
declare
  made uuid;
begin
  insert into audit.objections (record_id, pseudonym, area_code, reason)
    select r.record_id, audit.own_pseudonym(), r.area_code, words from audit.access_records r
    where r.record_id = look and r.kind = 'LOOK' and r.residents @> array[audit.own_pseudonym()]
      and coalesce(audit.withheld_until(r.purpose, r.area_code) <= now(), true)
    on conflict do nothing returning objection_id into made;
  if made is null then
    select o.objection_id into made from audit.objections o
      where o.record_id = look and o.pseudonym = audit.own_pseudonym();
  end if;
  return made;
end
$$;

-- What became of it: 'done', 'taken', or 'none' where the viewer sees no such objection. An answer stands, and a second one is not taken.
create function audit.answer_objection(wanted uuid, words text, account text) returns text
language plpgsql volatile parallel unsafe as $$
begin
  if not exists (select from audit.objections o where o.objection_id = wanted) then
    return 'none';
  end if;
  insert into audit.objection_answers (objection_id, answer, answered_by) values (wanted, words, account)
    on conflict do nothing;
  return case when found then 'done' else 'taken' end;
end
$$;
