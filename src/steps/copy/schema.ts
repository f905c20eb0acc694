import { z } from 'zod';
import type { Length } from '../../delivery/message/length.ts';
import type { Form } from '../../delivery/message/message.ts';

export const copySchema = z.object({
  variants: z.array(
    z.object({
      /** `A-1`: segment and number. */
      key: z.string(),
      segment: z.string(),
      channel: z.enum(['email', 'sms', 'kakao', 'push']),
      angle: z.string(),
      reason: z.string(),
      /** Without the ad label: code adds it. Liquid allowed. */
      subject: z.string(),
      preheader: z.string(),
      /** Paragraphs; Liquid allowed, no HTML. */
      paragraphs: z.array(z.string()),
      buttonLabel: z.string(),
      /** Id of a link of the brand's allow-list; empty in a text message that leads nowhere. */
      link: z.string(),
      /** An approved template by its id and what fills its variables (Liquid allowed); null: any other message. */
      alimtalk: z
        .object({ template: z.string(), values: z.array(z.object({ name: z.string(), value: z.string() })) })
        .nullable()
        .default(null),
      /** Words of the text message that steps in where Kakao cannot; null where none does. */
      fallback: z.string().nullable().default(null),
    }),
  ),
});
type Written = z.infer<typeof copySchema>['variants'][number];
/**
 * Drafts of the days when there was only e-mail lack what only Kakao has. `picture`: name of one that stands in a text
 * message; a person chooses it, since a model cannot see it.
 */
export type Variant = Omit<Written, 'alimtalk' | 'fallback'> &
  Partial<Pick<Written, 'alimtalk' | 'fallback'>> & { picture?: string };
export type Copy = { variants: Variant[] };

/** Of one variant, at its longest and with everything code adds. What only e-mail has is there for e-mail alone. */
export type Measured = {
  /** Absent where only e-mail was known. */
  form?: Form;
  length?: Length;
  subjectChars?: number;
  preheaderChars?: number;
  htmlBytes?: number;
  preview: { subject: string; text: string };
  /** The text message that steps in, measured on its own. */
  fallback?: { form: Form; length: Length; preview: { subject: string; text: string } };
};
export type CopyEvidence = { measured: Record<string, Measured> };
