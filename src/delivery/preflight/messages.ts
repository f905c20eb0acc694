import { standIn } from '../../coupons/pool.ts';
import type { Plan } from '../../steps/plan/schema.ts';
import { mediumOf } from '../media/index.ts';
import type { Built } from '../media/medium.ts';
import type { Message } from '../message/message.ts';
import { mostAnswers } from '../told.ts';

/** What would leave, rendered at its longest: what the rules of the text judge. */
export const messagesOf = (
  { templates, links, isAd, coupon, notice }: Pick<Plan, 'templates' | 'links' | 'isAd' | 'coupon' | 'notice'>,
  at: Pick<Built, 'kit' | 'publicUrl'>,
): Message[] =>
  templates.flatMap((template) =>
    mediumOf(template.channel).messages(template, {
      ...at,
      links,
      isAd,
      coupon: coupon ? standIn(coupon) : null,
      values: notice && { answers: mostAnswers(notice.language, notice.timezone) },
    }),
  );
