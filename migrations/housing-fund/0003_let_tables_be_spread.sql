-- Plain functions in place of sub-queries, which a table spread over machines may not have in its policies (docs/adr/0085).
alter policy visible_rows on housing_fund.accounts using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on housing_fund.deposits using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on housing_fund.holders using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on housing_fund.refused_records using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
alter policy visible_rows on housing_fund.staged_records using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);
