CREATE TABLE "notice_answers" (
	"contact_id" bigint NOT NULL,
	"campaign_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"state" text NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notice_answers_pk" PRIMARY KEY("contact_id","campaign_id","occurrence","channel","purpose")
);
--> statement-breakpoint
ALTER TABLE "notice_answers" ADD CONSTRAINT "notice_answers_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;