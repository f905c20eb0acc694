import { z } from 'zod';

export const copySchema = z.object({
  variants: z.array(
    z.object({
      /** `A-1`: segment and number. */
      key: z.string(),
      segment: z.string(),
      channel: z.enum(['email']),
      angle: z.string(),
      reason: z.string(),
      /** Without the ad label: code adds it. Liquid allowed. */
      subject: z.string(),
      preheader: z.string(),
      /** Paragraphs; Liquid allowed, no HTML. */
      paragraphs: z.array(z.string()),
      buttonLabel: z.string(),
      /** Id of a link of the brand's allow-list. */
      link: z.string(),
    }),
  ),
});
export type Copy = z.infer<typeof copySchema>;
export type Variant = Copy['variants'][number];

/** Per variant, measured on the worst-case rendering. */
export type CopyEvidence = {
  measured: Record<
    string,
    { subjectChars: number; preheaderChars: number; htmlBytes: number; preview: { subject: string; text: string } }
  >;
};
