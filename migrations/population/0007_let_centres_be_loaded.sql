-- The register's login loads service centres too (hub import service-centres). A centre stays; which townships it serves is
-- what its last line says.
grant select, insert, update, maintain on population.service_centres to onedoor_population_register;
grant select, insert, delete, maintain on population.centre_townships to onedoor_population_register;
