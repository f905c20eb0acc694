import { isLoopback } from '../../kit/net.ts';
import { addresses, textsOf } from '../../steps/copy/words.ts';
import type { Template } from '../../steps/plan/schema.ts';
import { mediumOf } from '../media/index.ts';
import { practised } from './condition.ts';
import { none, type PreflightInput, type Rule, type Words, within } from './rule.ts';

const isSafe = (url: string, practice: boolean): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  if (username !== '') return false;
  return protocol === 'https:' || (practice && protocol === 'http:' && isLoopback(hostname));
};

const isListed = ({ kit }: PreflightInput, link: { id: string; url: string }): boolean =>
  kit.links.some(({ id, url }) => id === link.id && url === link.url);

const SLOT = /^\{\{ (?:link_(\d+)|unsubscribe) \}\}$/;
/** Nothing but slots, each of a link there is, and one at least. */
const isFilledByCode = (template: Template, links: number): boolean => {
  const to = mediumOf(template.channel).leadsTo(template);
  if (to === null) return true;
  const slots = to.map((address) => SLOT.exec(address));
  const numbers = slots.flatMap((slot) => (slot?.[1] === undefined ? [] : [Number(slot[1])]));
  return slots.every((slot) => slot !== null) && numbers.length > 0 && numbers.every((n) => n >= 1 && n <= links);
};

/** A legal notice leads nowhere but out. */
const leadsOut = (template: Template): boolean =>
  (mediumOf(template.channel).leadsTo(template) ?? []).every((to) => to === '' || to === '{{ unsubscribe }}');

/** Where a click leads: only to places the brand has listed, only by slots that code fills. */
export const linkRules: readonly Rule[] = [
  {
    id: 'LINK-01',
    family: 'link',
    severity: 'block',
    looksAt: 'links',
    judge: (input) => {
      const wrong = input.plan.links.filter(({ url }) => !isSafe(url, input.practice));
      const local = input.plan.links.some(({ url }) => url.startsWith('http:'));
      return none(
        wrong.map(({ id, url }) => url || id),
        { practice: local ? 1 : 0, links: input.plan.links.length },
      );
    },
  },
  {
    id: 'LINK-02',
    family: 'link',
    severity: 'block',
    looksAt: 'links',
    judge: (input) => none(input.plan.links.filter((link) => !isListed(input, link)).map(({ id }) => id)),
  },
  {
    id: 'LINK-05',
    family: 'link',
    severity: 'block',
    looksAt: 'links',
    judge: ({ plan, network }) => {
      const bad = plan.links.flatMap(({ id, url }): Words[] => {
        const asked = network.links.find((link) => link.id === id && link.url === url);
        if (!asked) throw new Error(`nobody opened ${url}`);
        return asked.problem === null ? [] : [within(url, asked.problem)];
      });
      return none(bad, { links: plan.links.length, practice: practised(network.practice) });
    },
  },
  {
    id: 'LINK-03',
    family: 'link',
    severity: 'block',
    looksAt: 'variants',
    judge: ({ variants }) =>
      none(variants.filter((v) => textsOf(v).some(({ text }) => addresses(text))).map((v) => v.key)),
  },
  {
    id: 'LINK-04',
    family: 'link',
    severity: 'block',
    looksAt: 'templates',
    judge: ({ plan, kind }) =>
      none(
        plan.templates
          .filter((t) => !(kind === 'notice' ? leadsOut(t) : isFilledByCode(t, plan.links.length)))
          .map((t) => t.variant),
      ),
  },
];
