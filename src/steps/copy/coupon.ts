import type { Check } from '../../db/schema.ts';
import type { Strings } from '../../i18n/language.ts';
import { check, proved } from '../check.ts';
import { type Said, said } from '../said.ts';
import { earlier, type StepContext } from '../step.ts';
import type { Copy } from './schema.ts';
import { textsOf } from './words.ts';

const PLACE = /\{[{%][^}]*\bcoupon\b[^}]*\}/;
export const namesCoupon = (text: string): boolean => PLACE.test(text);

/** A place for a code without a coupon would stay empty; a coupon without a place reaches nobody. */
export const couponPlaces = ({ variants }: Copy, ctx: StepContext): Check[] => {
  const say = (make: (t: Strings['coupons']['copy'], fields: Strings['steps']['copy']['fields']) => string): Said =>
    said(ctx.deps.config, (v) => make(v.t.coupons.copy, v.t.steps.copy.fields));
  const promised = (earlier(ctx, 'brief').coupon ?? null) !== null;
  const places = variants.flatMap((variant) =>
    textsOf(variant)
      .filter(({ text }) => namesCoupon(text))
      .map(({ field }) => ({ key: variant.key, field })),
  );
  const failures = promised
    ? variants
        .filter(({ key }) => !places.some((place) => place.key === key))
        .map(({ key }) => say((t) => t.notUsed({ key })))
    : places.map(({ key, field }) => say((t, fields) => t.noPool({ where: `${key} ${fields[field]}` })));
  return proved(
    promised && variants.length > 0,
    check(
      'copy.coupon',
      promised ? 'warn' : 'block',
      say((t) => t.check),
      failures,
    ),
  );
};
