-- Two accounts that one administrator made within 30 days do not pass for two persons (docs/adr/0056). Accounts may be in
-- another database, so the token says who made its account, and the request keeps it for whoever confirms.
CREATE TABLE "population"."emergency_requesters" (
	"access_id" uuid PRIMARY KEY NOT NULL,
	"makers" text[] NOT NULL,
	"noted_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

alter table population.emergency_requesters enable row level security;
alter table population.emergency_requesters force row level security;
create policy noted_requesters on population.emergency_requesters for insert with check (true);
-- Ids of administrators alone, for whoever may see the request.
create policy known_requesters on population.emergency_requesters for select using (
  cardinality((select onedoor.areas())::text[]) > 0
);
grant select, insert (access_id, makers) on population.emergency_requesters to onedoor_population;

create function population.request_emergency_of(account text, area text, number text, why text, made_by text[])
returns uuid language plpgsql volatile parallel unsafe as $$
declare
  made constant uuid := population.request_emergency_access(account, area, number, why);
begin
  if made is not null and cardinality(made_by) > 0 then
    insert into population.emergency_requesters (access_id, makers) values (made, made_by);
  end if;
  return made;
end
$$;

-- As population.confirm_emergency_access, and 'related' where one person may be both: one made the other's account, or
-- somebody made both.
create function population.confirm_emergency_of(account text, wanted uuid, made_by text[]) returns text
language plpgsql volatile parallel unsafe as $$
begin
  if exists (
    select from population.emergency_accesses asked
    left join population.emergency_requesters noted on noted.access_id = asked.access_id
    where asked.access_id = wanted and asked.requested_by <> account
      and array_append(coalesce(noted.makers, '{}'), asked.requested_by) && array_append(made_by, account)
  ) then
    return 'related';
  end if;
  return population.confirm_emergency_access(account, wanted);
end
$$;
