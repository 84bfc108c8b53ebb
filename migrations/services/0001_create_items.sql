-- The catalogue is published (Regulations on Optimising the Business Environment, article 35): no row rule.
create table services.items (
  code text primary key,
  position integer not null,
  name text not null,
  department text not null,
  is_active boolean not null
);
create index items_position on services.items (position);
grant select on services.items to onedoor_services;

create table services.businesses (
  code text primary key,
  item_code text not null,
  position integer not null,
  name text not null
);
create index businesses_item_code on services.businesses (item_code, position);
grant select on services.businesses to onedoor_services;
