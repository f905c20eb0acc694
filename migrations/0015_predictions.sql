ALTER TABLE "contact_stats" ADD COLUMN "p_alive" double precision;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "predicted_ltv" bigint;