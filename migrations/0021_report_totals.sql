ALTER TABLE "event_counts" DROP CONSTRAINT "event_counts_key";
--> statement-breakpoint
ALTER TABLE "event_counts" ADD CONSTRAINT "event_counts_key" PRIMARY KEY("campaign_id","occurrence","hour","type","machine","variant","stripe");