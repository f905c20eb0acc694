ALTER TABLE "events" DROP CONSTRAINT "events_contact_id_contacts_id_fk";
