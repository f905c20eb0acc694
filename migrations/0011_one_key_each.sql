DROP INDEX "audience_members_contact";--> statement-breakpoint
DROP INDEX "deliveries_contact";--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_campaign_id_contact_id_channel_occurrence_pk";--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_contact_id_campaign_id_occurrence_channel_pk" PRIMARY KEY("contact_id","campaign_id","occurrence","channel");--> statement-breakpoint
ALTER TABLE "audience_members" DROP COLUMN "pre_revenue";