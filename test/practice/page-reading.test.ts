import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as fixtures from './page-fixtures.ts';
import { pageModule } from './page-module.ts';

const when = await pageModule('when.js');
const place = await pageModule('place.js');
const scale = await pageModule('blocks/scale.js');
const { completionsAt, readLine } = await pageModule('panels/complete.js');
const { COMMANDS } = await pageModule('goals.js');
const { WORDS } = await pageModule('words.js');

describe('times', () => {
  const reader = { lang: 'ko', timeZone: 'Asia/Seoul', now: fixtures.START * 1000 };

  it('are the reader’s own', () => {
    expect(when.dateToken(fixtures.START, '{date_num} {time}', '?', reader)).toBe('2026-11-24 오전 10:42');
    expect(when.dateToken(fixtures.START, '{date_short_pretty} {time}', '?', { ...reader, lang: 'en' })).toBe(
      'today 10:42 AM',
    );
    expect(when.dateToken(fixtures.START - 180, '{ago}', '?', reader)).toBe('3분 전');
    expect(when.dateToken(fixtures.START, '{no_such}', '전에', reader)).toBe('전에');
    expect(when.dateToken(Number.NaN, '{time}', '전에', reader)).toBe('전에');
    expect(when.clockTime(fixtures.START * 1000, reader)).toBe('10:42');
  });

  it('go to the wall and back without loss, in any zone', () => {
    const zones = fc.constantFrom('Asia/Seoul', 'UTC', 'Asia/Kolkata', 'America/Sao_Paulo');
    fc.assert(
      fc.property(fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }), zones, (seconds, zone) => {
        const ms = Math.floor(seconds / 60) * 60_000;
        expect(when.fromWall(when.toWall(ms, zone), zone)).toBe(ms);
      }),
    );
  });

  it('to the next nine o’clock are never zero and never more than a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), (now) => {
        const ms = when.untilNext(now, 9, 'Asia/Seoul');
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThanOrEqual(86_400_000);
        expect(when.toWall(now + ms, 'Asia/Seoul')).toMatch(/T09:00$/);
      }),
    );
    expect(when.isoDuration(22.3 * 3600_000 + 1)).toBe('PT22H18M1S');
  });
});

describe('the address', () => {
  it('keeps seat, place and thread, and reads a link that knows no seat', () => {
    const at = { seat: 'U0SALES', place: 'C0MARKETING', thread: '179.1' };
    expect(place.readPlace(place.writePlace(at))).toEqual(at);
    expect(place.readPlace('#/C0MARKETING/179.1')).toEqual({ ...at, seat: null });
    expect(place.readPlace('')).toEqual({ seat: null, place: null, thread: null });
    expect(place.readPlace('#/%')).toEqual({ seat: '%', place: null, thread: null });
  });

  it('knows a permalink of this workspace from any other address', () => {
    expect(
      place.readPermalink('http://localhost:3030/archives/C0A/p1790000000000100?thread_ts=1790000000.000099'),
    ).toEqual({
      channel: 'C0A',
      ts: '1790000000.000100',
      thread: '1790000000.000099',
    });
    expect(place.readPermalink('https://example.test/archives/')).toBeNull();
  });
});

describe('a line that is written', () => {
  const context = { bot: 'Baton', people: [{ name: '이승인' }], w: WORDS.ko, inThread: false };

  it('is words, a command, or refused in words', () => {
    expect(readLine('  @baton 안녕  ', false)).toEqual({ kind: 'say', text: '@baton 안녕' });
    expect(readLine('/baton status C-7', false)).toEqual({ kind: 'command', text: 'status C-7' });
    expect(readLine('/baton', false)).toEqual({ kind: 'command', text: '' });
    expect(readLine('/baton list', true)).toEqual({ kind: 'no_thread' });
    expect(readLine('/giphy 고양이', false)).toEqual({ kind: 'unknown', name: '/giphy' });
    expect(readLine('/invite @baton', false)).toEqual({ kind: 'say', text: '/invite @baton' });
    expect(readLine(' \n ', false)).toEqual({ kind: 'nothing' });
  });

  it('is completed from @ and / on, and left alone once complete', () => {
    const offers = (text: string, inThread = false) =>
      completionsAt(text, text.length, { ...context, inThread })?.offers.map(({ label }: { label: string }) => label) ??
      null;
    expect(offers('@')).toEqual(['@baton', '@이승인']);
    expect(offers('안녕 @이')).toEqual(['@이승인']);
    expect(offers('@baton')).toBeNull();
    expect(offers('mail@b')).toBeNull();
    expect(offers('/')).toEqual(COMMANDS.map((word: string) => `/baton ${word}`));
    expect(offers('/baton st')).toEqual(['/baton status']);
    expect(offers('/', true)).toBeNull();
  });
});

describe('a chart', () => {
  it('has round, even ticks that hold every value and zero', () => {
    const value = fc
      .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(0.001, 1, 1000))
      .map(([n, by]) => n * by);
    const values = fc.array(value, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(values, (all) => {
        const { low, high, ticks } = scale.ticksFor(all);
        expect(low).toBeLessThanOrEqual(Math.min(0, ...all));
        expect(high).toBeGreaterThanOrEqual(Math.max(0, ...all));
        expect(ticks).toContain(0);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThan(13);
      }),
    );
  });

  it('leaves a gap where a category has no value, and shares out a pie', () => {
    const { series } = scale.seriesOf({
      series: [{ name: 'a', data: [{ label: 'x', value: 1 }] }],
      axis_config: { categories: ['x', 'y'] },
    });
    expect(series[0].values).toEqual([1, null]);
    const slices = scale.slicesOf({
      segments: [
        { label: 'a', value: 1 },
        { label: 'b', value: 3 },
      ],
    });
    expect(slices.map(({ from, to }: { from: number; to: number }) => [from, to])).toEqual([
      [0, 0.25],
      [0.25, 1],
    ]);
  });
});
