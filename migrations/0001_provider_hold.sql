ALTER TABLE "provider_rates" ADD COLUMN "held_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "provider_rates" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;