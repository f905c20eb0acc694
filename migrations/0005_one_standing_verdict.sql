ALTER TABLE "approvals" DROP CONSTRAINT "approvals_once";--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_once" ON "approvals" USING btree ("request_id","by") WHERE voided_at is null;