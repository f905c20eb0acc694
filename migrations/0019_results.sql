CREATE TABLE "campaign_revenue" (
	"day" text NOT NULL,
	"campaign_id" bigint NOT NULL,
	"orders" bigint NOT NULL,
	"revenue_minor" bigint NOT NULL,
	CONSTRAINT "campaign_revenue_day_campaign_id_pk" PRIMARY KEY("day","campaign_id")
);
--> statement-breakpoint
CREATE TABLE "event_counts" (
	"campaign_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"variant" text NOT NULL,
	"type" text NOT NULL,
	"machine" boolean NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"stripe" smallint NOT NULL,
	"events" bigint NOT NULL,
	"people" bigint NOT NULL,
	CONSTRAINT "event_counts_key" PRIMARY KEY("campaign_id","occurrence","type","machine","variant","hour","stripe")
);
--> statement-breakpoint
CREATE TABLE "ledger_counts" (
	"campaign_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"reports" bigint NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "ledger_counts_campaign_id_occurrence_pk" PRIMARY KEY("campaign_id","occurrence")
);
--> statement-breakpoint
CREATE TABLE "revenue_days" (
	"day" text PRIMARY KEY NOT NULL,
	"timezone" text NOT NULL,
	"currency" text NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revenue_late" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "revenue_late_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"day" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "source" text DEFAULT 'shop' NOT NULL;--> statement-breakpoint
CREATE INDEX "revenue_late_day" ON "revenue_late" USING btree ("day");--> statement-breakpoint
ALTER TABLE "event_counts" SET (fillfactor = 70);
