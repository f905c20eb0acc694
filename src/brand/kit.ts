import { z } from 'zod';

const words = z.string().trim().min(1).max(300);
/** One line: it stands in a subject, a header of a mail or a row of a list. */
const line = words.regex(/^[^\r\n]*$/);

const price = z.number().min(0).nullable().default(null);

/**
 * The brand kit: fixed by people, only picked from by the model. Source of prompts and of preflight. Amounts in whole
 * units of the account's currency.
 */
export const kitSchema = z.strictObject({
  name: line,
  /** Fixed messages: the founders' words, never rewritten. */
  messages: z
    .array(z.strictObject({ id: line, ko: line, en: line }))
    .min(1)
    .max(20),
  voice: z.strictObject({ ko: words, en: words }),
  facts: z.array(z.strictObject({ id: line, text: line, evidence: line })).max(50),
  bannedWords: z.array(line).max(200),
  /** The only places a message may link to. */
  links: z
    .array(z.strictObject({ id: line, url: z.url({ protocol: /^https?$/ }) }))
    .min(1)
    .max(20),
  sender: z.strictObject({
    name: line,
    email: z.email(),
    address: line,
    phone: line,
    optOutNumber: line.nullable(),
    /** Registered with the carriers: text messages leave from these alone. Absent in older kits, as the next two are. */
    numbers: z.array(line).max(20).default([]),
    /** Where in the app a reader turns notifications off, in words. */
    appSettings: line.nullable().default(null),
    /** Last day of the bulk-SMS dealer's certificate. */
    dealerUntil: z.iso.date().nullable().default(null),
  }),
  /** Of one message by form. Null: nobody said yet, and no campaign goes by it. Older kits have e-mail alone. */
  prices: z.strictObject({
    email: z.number().min(0),
    sms: price,
    lms: price,
    mms: price,
    alimtalk: price,
    brand: price,
    push: price,
  }),
  labourRatePerHour: z.number().min(0),
  /** Minutes of work one campaign saves and costs, for ROI. */
  minutesSaved: z.number().min(0),
  minutesSpent: z.number().min(0),
  monthTarget: z.number().min(0),
  /** Share of all contacts that no advertisement ever goes to, so that campaigns can be read together. 0 = nobody. */
  globalHoldoutPercent: z.number().min(0).max(20).default(0),
  coupons: z.array(z.strictObject({ code: line, text: line })).max(20),
});
export type BrandKit = z.infer<typeof kitSchema>;
