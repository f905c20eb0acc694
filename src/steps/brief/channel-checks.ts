import type { Check } from '../../db/schema.ts';
import type { Voice } from '../../i18n/voice.ts';
import { check, proved } from '../check.ts';
import { type Said, said } from '../said.ts';
import { type StepContext, wordsOf } from '../step.ts';
import { offeredWays, WAY_NAMES, type WayName, wayOf } from './channel.ts';
import { askedWay } from './channel-words.ts';
import type { Brief } from './schema.ts';

/** A campaign goes by one way, and only by one that has settings; what the words ask for and do not get is said. */
export const channelChecks = (brief: Pick<Brief, 'channels'>, ctx: StepContext): Check[] => {
  const say: Say = (make) => said(ctx.deps.config, (v) => make(v.t.channels, v));
  const name = (severity: Check['severity'], id: string, failures: readonly Said[]): Check =>
    check(
      id,
      severity,
      said(ctx.deps.config, (v) => v.t.steps.brief.checks.channel),
      failures,
    );
  const way = wayOf(brief);
  const offered = offeredWays(ctx.deps.channels);
  return [
    name('block', 'brief.channel', way !== null && offered.includes(way) ? [] : unusable(brief, offered, ctx, say)),
    // A person's own choice is an answer to what was said before.
    ...proved(false, name('warn', 'brief.channel_asked', ctx.by === 'person' ? [] : unheard(way, offered, ctx, say))),
  ];
};

type Words = Voice['t']['channels'];
type Say = (make: (t: Words, v: Voice) => string) => Said;

const listed = (ways: readonly WayName[], t: Words): string => ways.map((one) => t.ways[one]).join(', ');

const isName = (name: string): name is keyof Words['names'] => WAY_NAMES.some((way) => way === name);

const unusable = ({ channels }: Pick<Brief, 'channels'>, offered: readonly WayName[], ctx: StepContext, say: Say) => {
  if (offered.length === 0) return [say((t) => t.none)];
  const strange = channels.filter((each) => !isName(each));
  const closed = channels.filter(isName).filter((each) => !ctx.deps.channels.has(each));
  const told = [
    ...strange.map((each) => say((t) => t.unknown({ name: each, offered: listed(offered, t) }))),
    ...closed.map((each) => notOffered(each, offered, say)),
  ];
  return told.length > 0
    ? told
    : [
        say((t) =>
          t.mixed({
            list: channels.map((each) => (isName(each) ? t.names[each] : each)).join(', '),
            ways: listed(offered, t),
          }),
        ),
      ];
};

const notOffered = (name: keyof Words['names'], offered: readonly WayName[], say: Say): Said =>
  say((t) => t.notOffered({ name: t.names[name], settings: t.settings[name], offered: listed(offered, t) }));

/** What the words ask for, where the brief goes another way. */
const unheard = (way: WayName | null, offered: readonly WayName[], ctx: StepContext, say: Say): Said[] => {
  if (way === null) return [];
  const { way: asked, strange } = askedWay(lastAbout(ctx));
  const wanted = asked && wayOf({ channels: [...asked] });
  if (wanted && wanted !== way) {
    const closed = wanted
      .split('+')
      .filter(isName)
      .filter((each) => !ctx.deps.channels.has(each));
    return closed.length > 0
      ? closed.map((each) => notOffered(each, offered, say))
      : [say((t) => t.askedOther({ asked: t.ways[wanted], way: t.ways[way] }))];
  }
  return wanted
    ? []
    : strange.map((each) => say((t) => t.askedStrange({ said: each, way: t.ways[way], offered: listed(offered, t) })));
};

/** The newest words that speak of a way: what was said later holds. */
const lastAbout = (ctx: StepContext): string =>
  wordsOf(ctx)
    .split('\n')
    .findLast((line) => {
      const { way, strange } = askedWay(line);
      return way !== null || strange.length > 0;
    }) ?? '';
