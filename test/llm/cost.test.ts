import { describe, expect, it } from 'vitest';
import { costMicros } from '../../src/llm/cost.ts';

const now = new Date('2026-11-21T00:00:00Z');
const tokens = { tokensIn: 10_000, tokensCached: 4_000, tokensOut: 1_000 };

describe('the cost of a call', () => {
  it('counts cached tokens at their own price', () => {
    // 6,000 x 0.25 + 4,000 x 0.025 + 1,000 x 2.00 millionths of a USD
    expect(costMicros('gpt-5-mini', now, tokens)).toBe(3_600);
  });

  it('reads a dated model name as its family', () => {
    expect(costMicros('gpt-5-mini-2025-08-07', now, tokens)).toBe(3_600);
  });

  it('is unknown, not free, for a model that is not in the table', () => {
    expect(costMicros('qwen3:8b', now, tokens)).toBeNull();
    expect(costMicros('gpt-5-mini-turbo', now, tokens)).toBeNull();
    expect(costMicros('constructor', now, tokens)).toBeNull();
  });

  it('is unknown before the day a price is known from', () => {
    expect(costMicros('gpt-5.6-luna', new Date('2026-06-01T00:00:00Z'), tokens)).toBeNull();
    expect(costMicros('gpt-5.6-luna', now, tokens)).toBe(12_400);
  });

  it('is nothing, and known to be, for the practice drafter', () => {
    expect(costMicros('practice-drafter', now, tokens)).toBe(0);
  });

  it('never rounds a used token down to nothing', () => {
    expect(costMicros('gpt-5-nano', now, { tokensIn: 1, tokensCached: 0, tokensOut: 0 })).toBe(1);
  });
});
