/** USD per million tokens, which is millionths of a USD per token. */
type Price = { input: number; cached: number; output: number };

/**
 * List prices of OpenAI's standard tier, by the day from which we know them; newest last. A model that is not here has
 * no known cost: tokens are shown and the cost is "unknown", never 0. Collected on 2026-11-21 from third-party pages that
 * quote OpenAI's list, not from the list itself: an estimate for budgets, not an invoice.
 */
const TABLE: readonly { from: string; prices: Readonly<Record<string, Price>> }[] = [
  {
    from: '2025-08-07',
    prices: {
      'gpt-5': { input: 1.25, cached: 0.125, output: 10 },
      'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },
      'gpt-5-nano': { input: 0.05, cached: 0.005, output: 0.4 },
      'gpt-4.1': { input: 2, cached: 0.5, output: 8 },
      'gpt-4.1-mini': { input: 0.4, cached: 0.1, output: 1.6 },
      'gpt-4.1-nano': { input: 0.1, cached: 0.025, output: 0.4 },
      'gpt-4o': { input: 2.5, cached: 1.25, output: 10 },
      'gpt-4o-mini': { input: 0.15, cached: 0.075, output: 0.6 },
    },
  },
  {
    from: '2026-04-13',
    prices: {
      'gpt-5.1': { input: 1.25, cached: 0.125, output: 10 },
      'gpt-5.2': { input: 1.75, cached: 0.175, output: 14 },
      'gpt-5.4': { input: 2.5, cached: 0.25, output: 15 },
      'gpt-5.4-mini': { input: 0.75, cached: 0.075, output: 4.5 },
      'gpt-5.4-nano': { input: 0.2, cached: 0.02, output: 1.25 },
    },
  },
  {
    from: '2026-06-26',
    prices: {
      'gpt-5.6-sol': { input: 5, cached: 0.5, output: 30 },
      'gpt-5.6-terra': { input: 2.5, cached: 0.25, output: 15 },
      'gpt-5.6-luna': { input: 1, cached: 0.1, output: 6 },
    },
  },
];

/** The practice drafter costs nothing, and that is known. */
export const PRACTICE_MODEL = 'practice-drafter';

/** `gpt-5-mini-2025-08-07` is priced as `gpt-5-mini`. */
const family = (model: string): string => model.replace(/-\d{4}-\d{2}-\d{2}$/, '');

const priceOf = (model: string, at: Date): Price | null => {
  const day = at.toISOString().slice(0, 10);
  const name = family(model);
  const known = TABLE.findLast(({ from, prices }) => from <= day && Object.hasOwn(prices, name));
  return known?.prices[name] ?? null;
};

/** @returns millionths of a USD, rounded up; null when the model's price on that day is not known */
export const costMicros = (
  model: string,
  at: Date,
  tokens: { tokensIn: number; tokensCached: number; tokensOut: number },
): number | null => {
  if (model === PRACTICE_MODEL) return 0;
  const price = priceOf(model, at);
  if (!price) return null;
  const fresh = Math.max(0, tokens.tokensIn - tokens.tokensCached);
  return Math.ceil(fresh * price.input + tokens.tokensCached * price.cached + tokens.tokensOut * price.output);
};
