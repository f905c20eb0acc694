import type { BrandKit } from '../../brand/kit.ts';
import { mediumOf } from '../../delivery/media/index.ts';
import type { Form } from '../../delivery/message/message.ts';
import type { Template } from './schema.ts';

/** Every form a message of this plan may leave as, where text steps in too. */
export const formsOf = (templates: readonly Template[]): Form[] => [
  ...new Set(templates.flatMap((template) => [...mediumOf(template.channel).forms(template)])),
];

/**
 * What one message may cost at most, in whole units: nobody knows beforehand whom text has to reach in Kakao's place.
 * `unknown`: forms whose price nobody has said.
 */
export const dearest = (forms: readonly Form[], prices: BrandKit['prices']): { price: number; unknown: Form[] } => ({
  price: Math.max(0, ...forms.map((form) => prices[form] ?? 0)),
  unknown: forms.filter((form) => prices[form] === null),
});
