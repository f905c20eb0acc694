-- Room on each page, so that the many status updates of a delivery stay HOT. drizzle has no word for it.
ALTER TABLE "deliveries" SET (fillfactor = 70);
