-- A surname of two readings is found under either (单: s, d). Few people bear one: the index holds them alone.
alter table population.residents add column other_name_initials text collate "C";
create index residents_area_code_other_name_initials
  on population.residents (area_code, resident_id, other_name_initials) where other_name_initials is not null;

-- A character may have a second code point for old character sets (U+FA18 for U+793C), and the separator of a name is
-- typed in ten ways. One form is stored and searched, or somebody is never found; the first condition is the database's.
update population.residents set name = normalize(name, nfc) where name is not nfc normalized;
update population.residents set name = regexp_replace(name, '\s*[•‧∙⋅・･．.᛫●◦]\s*', '·', 'g')
where name ~ '[•‧∙⋅・･．.᛫●◦]';
alter table population.residents add constraint residents_name_normalized check (name is nfc normalized);
