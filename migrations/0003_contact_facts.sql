CREATE TABLE "erased" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "erased_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"what" text NOT NULL,
	"by" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders" DROP CONSTRAINT "orders_contact_id_contacts_id_fk";
--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "order_month" integer;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "order_months" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "last_cart_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "last_push_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "opens" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "last_open_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "clicks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "last_click_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD COLUMN "prev_click_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "unverified" boolean DEFAULT false NOT NULL;