CREATE INDEX "event_deliveries_oldest" ON "population"."event_deliveries" USING btree ("event_id","hearer") WHERE settled_at is null;
