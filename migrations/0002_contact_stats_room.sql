-- Room on each page, so that what a contact does is written beside the old row. drizzle has no word for it.
ALTER TABLE "contact_stats" SET (fillfactor = 70);
