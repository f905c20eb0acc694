import type { Voice } from '../../i18n/voice.ts';

/** `{{ first_name | default: "고객" }}` as a reader of a card should see it: `{{이름}}`. What is sent keeps the Liquid. */
export const personal = (text: string, v: Voice): string =>
  text.replaceAll(
    /\{\{-?\s*(first_name|last_name|coupon)\b[^}]*\}\}/g,
    (_, name: 'first_name' | 'last_name' | 'coupon') => `{{${v.t.cards.copy.values[name]}}}`,
  );
