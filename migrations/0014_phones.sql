CREATE TABLE "alimtalk_templates" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"text" text NOT NULL,
	"buttons" jsonb NOT NULL,
	"status" text NOT NULL,
	"source" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "push_token" text;--> statement-breakpoint
CREATE INDEX "practice_mail_message" ON "practice_mail" USING btree ("message_id");