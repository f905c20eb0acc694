CREATE TABLE "audience_members" (
	"campaign_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"contact_id" bigint NOT NULL,
	"segment" text NOT NULL,
	"channel" text NOT NULL,
	"outcome" text NOT NULL,
	"variant" text,
	"pre_revenue" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "audience_members_campaign_id_occurrence_contact_id_pk" PRIMARY KEY("campaign_id","occurrence","contact_id")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"source" text NOT NULL,
	"text_version" text NOT NULL,
	CONSTRAINT "consents_contact_id_channel_purpose_pk" PRIMARY KEY("contact_id","channel","purpose")
);
--> statement-breakpoint
CREATE TABLE "contact_identities" (
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"contact_id" bigint NOT NULL,
	CONSTRAINT "contact_identities_source_external_id_pk" PRIMARY KEY("source","external_id")
);
--> statement-breakpoint
CREATE TABLE "contact_stats" (
	"contact_id" bigint PRIMARY KEY NOT NULL,
	"orders" integer DEFAULT 0 NOT NULL,
	"revenue" bigint DEFAULT 0 NOT NULL,
	"first_order_at" timestamp with time zone,
	"last_order_at" timestamp with time zone,
	"last_visit_at" timestamp with time zone,
	"pressure_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contacts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"external_id" text NOT NULL,
	"email" text,
	"phone" text,
	"first_name" text,
	"last_name" text,
	"locale" text,
	"timezone" text,
	"lifecycle" text,
	"shared_email" boolean DEFAULT false NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"contact_id" bigint NOT NULL,
	"event_id" text NOT NULL,
	"name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"properties" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "events_contact_id_event_id_pk" PRIMARY KEY("contact_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "ingest_keys" (
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"contact_id" bigint NOT NULL,
	CONSTRAINT "ingest_keys_source_external_id_pk" PRIMARY KEY("source","external_id")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"contact_id" bigint NOT NULL,
	"order_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"quantity" integer,
	"category" text,
	"product" text,
	"status" text DEFAULT 'paid' NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "orders_contact_id_order_id_pk" PRIMARY KEY("contact_id","order_id")
);
--> statement-breakpoint
CREATE TABLE "suppressed_addresses" (
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "suppressed_addresses_channel_address_pk" PRIMARY KEY("channel","address")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"reason" text NOT NULL,
	"source" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "suppressions_contact_id_channel_pk" PRIMARY KEY("contact_id","channel")
);
--> statement-breakpoint
CREATE TABLE "approval_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" bigint NOT NULL,
	"draft_id" text NOT NULL,
	"step" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"action" text NOT NULL,
	"required" integer NOT NULL,
	"shown" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"campaign_id" bigint NOT NULL,
	"draft_id" text NOT NULL,
	"hash" text NOT NULL,
	"by" text NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"feedback" text,
	"at" timestamp with time zone NOT NULL,
	"channel" text,
	"message_ts" text,
	"voided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "campaign_history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaign_history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"campaign_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"event" text NOT NULL,
	"from_status" text NOT NULL,
	"to_status" text NOT NULL,
	"by" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaigns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text DEFAULT 'campaign' NOT NULL,
	"status" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"goal" text NOT NULL,
	"locale" text NOT NULL,
	"requester" text NOT NULL,
	"channel" text NOT NULL,
	"thread_ts" text,
	"request_key" text NOT NULL,
	"constraints" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"occurrence" integer DEFAULT 1 NOT NULL,
	"send_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"window_starts_at" timestamp with time zone,
	"window_ends_at" timestamp with time zone,
	"halted" boolean DEFAULT false NOT NULL,
	"pause_reason" text,
	"problem" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaigns_request_key_unique" UNIQUE("request_key")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" bigint NOT NULL,
	"step" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"checks" jsonb NOT NULL,
	"hash" text NOT NULL,
	"parents" jsonb NOT NULL,
	"author_kind" text NOT NULL,
	"author" text NOT NULL,
	"prompt_hash" text,
	"model" text,
	"practice" boolean DEFAULT false NOT NULL,
	"tokens_in" integer DEFAULT 0 NOT NULL,
	"tokens_out" integer DEFAULT 0 NOT NULL,
	"cost_micros" bigint,
	"superseded_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "drafts_version" UNIQUE("campaign_id","step","version")
);
--> statement-breakpoint
CREATE TABLE "dues" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dues_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"campaign_id" bigint,
	"ref" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "dues_once" UNIQUE("kind","ref")
);
--> statement-breakpoint
CREATE TABLE "launches" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" bigint NOT NULL,
	"hash" text NOT NULL,
	"draft_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "launches_campaign" UNIQUE("campaign_id"),
	CONSTRAINT "launches_what" UNIQUE("id","campaign_id","hash")
);
--> statement-breakpoint
CREATE TABLE "learnings" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" bigint NOT NULL,
	"sentence" jsonb NOT NULL,
	"state" text DEFAULT 'proposed' NOT NULL,
	"by" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "llm_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" bigint,
	"prompt" text NOT NULL,
	"prompt_hash" text NOT NULL,
	"model" text NOT NULL,
	"attempt" integer NOT NULL,
	"outcome" text NOT NULL,
	"tokens_in" integer DEFAULT 0 NOT NULL,
	"tokens_cached" integer DEFAULT 0 NOT NULL,
	"tokens_out" integer DEFAULT 0 NOT NULL,
	"cost_micros" bigint,
	"latency_ms" integer NOT NULL,
	"answer" text DEFAULT '' NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"campaign_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"launch_id" text NOT NULL,
	"hash" text NOT NULL,
	"segment" text NOT NULL,
	"variant" text NOT NULL,
	"status" text DEFAULT 'planned' NOT NULL,
	"reason" text,
	"bucket" integer GENERATED ALWAYS AS ((((hashint8(contact_id)::bigint + 2147483648) >> 16)::int)) STORED NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claim_token" text,
	"lease_until" timestamp with time zone,
	"handed_at" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"provider_id" text,
	CONSTRAINT "deliveries_campaign_id_contact_id_channel_occurrence_pk" PRIMARY KEY("campaign_id","contact_id","channel","occurrence")
);
--> statement-breakpoint
CREATE TABLE "delivery_events" (
	"contact_id" bigint NOT NULL,
	"event_id" text NOT NULL,
	"campaign_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"channel" text NOT NULL,
	"variant" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"link" integer,
	"machine" boolean DEFAULT false NOT NULL,
	"reason" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "delivery_events_contact_id_event_id_pk" PRIMARY KEY("contact_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "provider_rates" (
	"account" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"held_until" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "test_sends" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" bigint NOT NULL,
	"draft_id" text NOT NULL,
	"variant" text NOT NULL,
	"channel" text NOT NULL,
	"by" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"campaign_id" bigint,
	"subject" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"channel" text NOT NULL,
	"thread_ts" text,
	"root_key" text,
	"only_for" text,
	"broadcast" boolean DEFAULT false NOT NULL,
	"ts" text,
	"posted_to" text,
	"wanted" integer DEFAULT 1 NOT NULL,
	"drawn" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"posting_at" timestamp with time zone,
	"drawn_at" timestamp with time zone,
	"drawn_hash" text,
	"failed" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "messages_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "slack_seen" (
	"key" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "practice_channels" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"dm_user" text,
	"bot_in" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "practice_clock" (
	"id" integer PRIMARY KEY NOT NULL,
	"offset_ms" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "practice_mail" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "practice_mail_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"to_address" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"headers" jsonb NOT NULL,
	"message_id" text NOT NULL,
	"campaign_id" bigint,
	"contact_external_id" text,
	"test" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"acted" jsonb
);
--> statement-breakpoint
CREATE TABLE "practice_messages" (
	"channel" text NOT NULL,
	"ts" text NOT NULL,
	"thread_ts" text,
	"user_id" text NOT NULL,
	"only_for" text,
	"broadcast" boolean DEFAULT false NOT NULL,
	"text" text NOT NULL,
	"blocks" jsonb,
	"metadata" jsonb,
	"edited" boolean DEFAULT false NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "practice_messages_channel_ts_pk" PRIMARY KEY("channel","ts")
);
--> statement-breakpoint
CREATE TABLE "practice_state" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "practice_views" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"view" jsonb NOT NULL,
	"hash" text NOT NULL,
	"depth" integer,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"date" text PRIMARY KEY NOT NULL,
	"body" jsonb NOT NULL,
	"late" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "readouts" (
	"campaign_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"result" jsonb NOT NULL,
	"corrected" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "readouts_campaign_id_kind_pk" PRIMARY KEY("campaign_id","kind")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "brand_versions" (
	"version" integer PRIMARY KEY NOT NULL,
	"kit" jsonb NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slack_users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"locale" text NOT NULL,
	"email" text,
	"is_bot" boolean NOT NULL,
	"is_guest" boolean NOT NULL,
	"is_stranger" boolean NOT NULL,
	"is_admin" boolean NOT NULL,
	"deleted" boolean NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_stats" ADD CONSTRAINT "contact_stats_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_request_id_approval_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."approval_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_launch" FOREIGN KEY ("launch_id","campaign_id","hash") REFERENCES "public"."launches"("id","campaign_id","hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audience_members_contact" ON "audience_members" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "contact_stats_revenue" ON "contact_stats" USING btree ("revenue");--> statement-breakpoint
CREATE INDEX "contacts_email" ON "contacts" USING btree ("email");--> statement-breakpoint
CREATE INDEX "events_contact_name_at" ON "events" USING btree ("contact_id","name","at");--> statement-breakpoint
CREATE INDEX "orders_contact_at" ON "orders" USING btree ("contact_id","at");--> statement-breakpoint
CREATE INDEX "orders_at" ON "orders" USING btree ("at");--> statement-breakpoint
CREATE INDEX "approval_requests_campaign" ON "approval_requests" USING btree ("campaign_id");--> statement-breakpoint
CREATE UNIQUE INDEX "approval_requests_one_pending" ON "approval_requests" USING btree ("campaign_id") WHERE state = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_once" ON "approvals" USING btree ("request_id","by") WHERE voided_at is null;--> statement-breakpoint
CREATE INDEX "campaign_history_campaign" ON "campaign_history" USING btree ("campaign_id","id");--> statement-breakpoint
CREATE INDEX "dues_open" ON "dues" USING btree ("at") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "llm_calls_campaign" ON "llm_calls" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "llm_calls_at" ON "llm_calls" USING btree ("at");--> statement-breakpoint
CREATE INDEX "deliveries_slice" ON "deliveries" USING btree ("campaign_id","occurrence","bucket");--> statement-breakpoint
CREATE INDEX "deliveries_contact" ON "deliveries" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "delivery_events_campaign" ON "delivery_events" USING btree ("campaign_id","type","at");--> statement-breakpoint
CREATE INDEX "messages_campaign" ON "messages" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "messages_ts" ON "messages" USING btree ("ts");--> statement-breakpoint
CREATE INDEX "messages_owed" ON "messages" USING btree ("id") WHERE wanted > drawn and failed is null;--> statement-breakpoint
CREATE INDEX "practice_mail_campaign" ON "practice_mail" USING btree ("campaign_id","id");--> statement-breakpoint
CREATE INDEX "practice_messages_seq" ON "practice_messages" USING btree ("seq");--> statement-breakpoint
-- Room on each page, so that the many status updates of a delivery stay HOT. drizzle has no word for it.
ALTER TABLE "deliveries" SET (fillfactor = 70);
