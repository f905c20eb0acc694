CREATE TABLE "waves" (
	"campaign_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"segment" text NOT NULL,
	"rest" integer NOT NULL,
	"tested_at" timestamp with time zone NOT NULL,
	"decide_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"variant" text,
	"why" text,
	"by" text,
	"test" jsonb,
	"planned_at" timestamp with time zone,
	CONSTRAINT "waves_campaign_id_occurrence_segment_pk" PRIMARY KEY("campaign_id","occurrence","segment")
);
