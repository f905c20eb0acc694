import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { strings } from '../../src/i18n/language.ts';
import { voice } from '../../src/i18n/voice.ts';
import { UNREACHABLE } from '../../src/slack/errors.ts';
import { noteCard } from '../../src/slack/note-card.ts';

/** Every note that any part tells, by its key in the source: one that nobody worded would never be drawn. */
const told = globSync('src/**/*.ts', { exclude: ['src/i18n/**'] })
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bnote: '([a-z_]+)'|note\([^)]*'([a-z]+_[a-z_]+)'/g)])
  .flatMap(([, a, b]) => [a ?? b ?? ''])
  .filter((key) => key !== 'refusal');

describe('notes', () => {
  it('all have words in both languages', () => {
    expect(new Set(told).size).toBeGreaterThan(12);
    const keys = [
      ...told,
      'goal_empty',
      ...['accepted', 'failed', 'unknown'].map((state) => `test_${state}`),
      'goal_no_number',
      'goal_not_a_goal',
      ...UNREACHABLE.map((error) => `why_${error}`),
    ];
    for (const language of ['ko', 'en'] as const)
      expect(Object.keys(strings(language).notes)).toEqual(expect.arrayContaining(keys));
  });

  it('that nobody worded is our own mistake, and said so', () => {
    const v = voice('ko', { timezone: 'Asia/Seoul', currency: 'KRW' });
    expect(() => noteCard({ note: 'never_written', params: {}, buttons: [] }, v)).toThrow('never_written');
  });

  it('show people as mentions, instants in their zone, steps by their name, and words as words', () => {
    const v = voice('ko', { timezone: 'Asia/Seoul', currency: 'KRW' });
    const { text } = noteCard(
      { note: 'request_expired', params: { step: 'plan', requester: 'U0MARKETER' }, buttons: [] },
      v,
    );
    expect(text).toContain('<@U0MARKETER> 발송 계획 승인 기한');
    const wait = noteCard({ note: 'results_wait', params: { until: '2026-12-01T05:00:00Z' }, buttons: [] }, v);
    expect(wait.text).toContain('12/1(화) 14:00');
    const unclear = noteCard({ note: 'unclear', params: { words: '<!here> 뭐라고요?' }, buttons: [] }, v);
    expect(unclear.text).toContain('&lt;!here&gt;');
  });
});
