CREATE TABLE "coupon_codes" (
	"key" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"pool" text NOT NULL,
	"campaign_id" bigint,
	"occurrence" integer,
	"contact_id" bigint,
	"assigned_at" timestamp with time zone,
	"redeemed_at" timestamp with time zone,
	"redeemed_by" bigint,
	"redeemed_order" text,
	"redeemed_as" text
);
--> statement-breakpoint
CREATE TABLE "coupon_pools" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"discount" text NOT NULL,
	"condition" text NOT NULL,
	"expires" date NOT NULL,
	"longest" integer NOT NULL,
	"wide" boolean NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "coupon" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "coupon_campaign" bigint;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "coupon_occurrence" integer;--> statement-breakpoint
CREATE UNIQUE INDEX "coupon_codes_contact" ON "coupon_codes" USING btree ("campaign_id","occurrence","contact_id");--> statement-breakpoint
CREATE INDEX "coupon_codes_free" ON "coupon_codes" USING btree ("pool","key") WHERE campaign_id is null;