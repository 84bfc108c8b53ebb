-- Plain functions in place of sub-queries, which a table spread over machines may not have in its policies (docs/adr/0085).
alter policy visible_rows on utilities.accounts using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on utilities.bills using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on utilities.reductions using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on utilities.refused_records using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
