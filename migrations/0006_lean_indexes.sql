DROP INDEX "contact_stats_revenue";--> statement-breakpoint
DROP INDEX "events_contact_name_at";--> statement-breakpoint
DROP INDEX "orders_contact_at";--> statement-breakpoint
CREATE INDEX "events_name_at" ON "events" USING btree ("name","at","contact_id");