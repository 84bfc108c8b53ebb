-- Plain functions in place of sub-queries, which a table spread over machines may not have in its policies (docs/adr/0085).
alter policy visible_rows on market_regulation.licences using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on market_regulation.operators using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on market_regulation.refused_records using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
