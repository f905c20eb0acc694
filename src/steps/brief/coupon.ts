import { CODE_MOST, endOf, findPool, type PlanCoupon, type PoolNow, poolsNow, promiseOf } from '../../coupons/pool.ts';
import { termsDiffering } from '../../coupons/terms.ts';
import type { Check } from '../../db/schema.ts';
import type { Strings } from '../../i18n/language.ts';
import type { Voice } from '../../i18n/voice.ts';
import { check, proved } from '../check.ts';
import { type Field, readValues, type Values } from '../field.ts';
import { type Said, said } from '../said.ts';
import type { Edited, StepContext } from '../step.ts';
import type { Brief } from './schema.ts';

/** Which coupon a campaign promises: one of the pools, by id. Nobody who drafts or reads a brief ever sees a code. */
export const couponsNow = (ctx: StepContext): Promise<PoolNow[]> =>
  ctx.once('coupons', () => poolsNow(ctx.db, ctx.campaign.id));

const isOver = (pool: PoolNow, ctx: StepContext): boolean => endOf(pool, ctx.deps.config.timezone) <= ctx.now;
/** What this campaign could still have of it; a shared code never runs out. */
const free = ({ left, spoken }: PoolNow): number => (left === null ? Number.POSITIVE_INFINITY : left - spoken);

/** Pools that can be promised, for the prompt. */
export const couponsForModel = async (ctx: StepContext) =>
  (await couponsNow(ctx))
    .filter((pool) => !isOver(pool, ctx) && free(pool) > 0)
    .map((pool) => ({
      id: pool.id,
      discount: pool.discount,
      condition: pool.condition,
      expires: pool.expires,
      kind: pool.kind,
      left: pool.left === null ? null : free(pool),
    }));

/** The words of the pools: numbers in them come from somewhere. */
export const couponWords = async (ctx: StepContext): Promise<string> =>
  (await couponsNow(ctx)).flatMap(({ discount, condition, expires }) => [discount, condition, expires]).join('\n');

export const couponChecks = async (brief: Brief, ctx: StepContext): Promise<Check[]> => {
  const asked = brief.coupon ?? null;
  if (asked === null) return [];
  const say = (make: (t: Strings['coupons']['brief'], v: Voice) => string): Said =>
    said(ctx.deps.config, (v) => make(v.t.coupons.brief, v));
  const pools = await couponsNow(ctx);
  const pool = pools.find(({ id }) => id === asked);
  const known = pools.map(({ id }) => id).join(', ');
  return proved(
    true,
    check(
      'brief.coupon',
      'block',
      say((t) => t.check),
      pool ? wrongWith(pool, brief, ctx, say) : [say((t) => t.unknown({ id: asked, known }))],
    ),
  );
};

const wrongWith = (
  pool: PoolNow,
  brief: Brief,
  ctx: StepContext,
  say: (make: (t: Strings['coupons']['brief'], v: Voice) => string) => Said,
): Said[] => {
  const { name } = pool;
  const { missing, extra } = termsDiffering(brief.offer, pool);
  return [
    ...(isOver(pool, ctx) ? [say((t) => t.expired({ name, until: pool.expires }))] : []),
    ...(free(pool) <= 0 ? [say((t) => t.empty({ name }))] : []),
    ...(missing.length > 0
      ? [say((t) => t.missing({ name, what: missing.map((words) => `‘${words}’`).join(', ') }))]
      : []),
    ...(extra.length > 0 ? [say((t) => t.extra({ name, what: extra.join(', ') }))] : []),
  ];
};

const NONE = '-';

/** Asked only where there is something to choose. */
export const couponFields = async (brief: Brief, ctx: StepContext): Promise<Field[]> => {
  const asked = brief.coupon ?? null;
  const pools = (await couponsNow(ctx)).filter((pool) => pool.id === asked || (!isOver(pool, ctx) && free(pool) > 0));
  if (pools.length === 0 && asked === null) return [];
  const line = (pool: PoolNow) =>
    said(ctx.deps.config, (v) => {
      const t = v.t.coupons;
      const left = pool.left === null ? t.kinds.shared : t.left({ n: v.count(free(pool)) });
      const { name, discount, condition, expires } = pool;
      return `${t.promise({ name, discount, condition, until: expires })} · ${left}`;
    });
  return [
    {
      id: 'coupon',
      label: 'coupon',
      kind: 'choice',
      value: pools.some(({ id }) => id === asked) ? (asked ?? NONE) : NONE,
      options: [
        { value: NONE, label: said(ctx.deps.config, (v) => v.t.coupons.none) },
        ...pools.map((pool) => ({ value: pool.id, label: line(pool) })),
      ],
    },
  ];
};

/** The rest of the form, and the coupon that was chosen with it. */
export const editCoupon = async (
  edited: Edited<Brief>,
  brief: Brief,
  values: Values,
  ctx: StepContext,
): Promise<Edited<Brief>> => {
  const fields = await couponFields(brief, ctx);
  if (fields.length === 0) return edited;
  const form = readValues(fields, values, (make) => said(ctx.deps.config, (v) => make(v.t.steps.edit, v)));
  const chosen = form.text('coupon', brief.coupon ?? NONE);
  const errors = { ...(edited.ok ? {} : edited.errors), ...form.errors };
  if (!edited.ok || Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, content: { ...edited.content, coupon: chosen === NONE ? null : chosen } };
};

/** What is shown of it on the card. */
export const couponShown = async (brief: Brief, ctx: StepContext): Promise<CouponShown | null> => {
  const pool = (await couponsNow(ctx)).find(({ id }) => id === brief.coupon);
  if (!pool) return null;
  const { name, kind, discount, condition, expires, left, spoken } = pool;
  return { name, kind, discount, condition, expires, left, spoken };
};
export type CouponShown = Pick<PoolNow, 'name' | 'kind' | 'discount' | 'condition' | 'expires' | 'left' | 'spoken'>;

export const couponLine = (coupon: CouponShown, v: Voice): string => {
  const t = v.t.coupons;
  const { name, discount, condition, expires, kind, left, spoken } = coupon;
  return [
    t.promise({ name, discount, condition, until: expires }),
    t.kinds[kind],
    ...(left === null ? [] : [t.left({ n: v.count(left) })]),
    ...(spoken > 0 ? [t.spoken({ n: v.count(spoken) })] : []),
  ].join(' · ');
};

/** What a plan promises by it: what is approved is what the codes give. A pool nobody knows promises nothing, which preflight refuses. */
export const couponOf = async (
  { coupon = null }: Pick<Brief, 'coupon'>,
  ctx: StepContext,
): Promise<PlanCoupon | null> => {
  if (coupon === null) return null;
  const pool = await findPool(ctx.db, coupon);
  return pool
    ? promiseOf(pool)
    : { pool: coupon, kind: 'single', discount: '', condition: '', expires: '', longest: CODE_MOST, wide: true };
};
