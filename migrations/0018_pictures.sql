CREATE TABLE "pictures" (
	"sha256" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"jpeg" "bytea" NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"made_by_ai" boolean NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone
);
