DELETE FROM "ledger_counts";--> statement-breakpoint
CREATE TABLE "ledger_moves" (
	"campaign_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"stripe" smallint NOT NULL,
	"accepted" bigint NOT NULL,
	"delivered" bigint NOT NULL,
	"failed" bigint NOT NULL,
	"unknown" bigint NOT NULL,
	"open" bigint NOT NULL,
	CONSTRAINT "ledger_moves_campaign_id_occurrence_stripe_pk" PRIMARY KEY("campaign_id","occurrence","stripe")
);
--> statement-breakpoint
ALTER TABLE "revenue_days" ADD COLUMN "told" integer;--> statement-breakpoint
ALTER TABLE "revenue_days" ADD COLUMN "moved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ledger_counts" DROP COLUMN "reports";--> statement-breakpoint
ALTER TABLE "ledger_moves" SET (fillfactor = 70);
