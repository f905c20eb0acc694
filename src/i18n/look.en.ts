import type { lookKo } from './look.ko.ts';
import { plural } from './plural.ts';

export const lookEn: typeof lookKo = {
  early: (p) => `Too early to tell: ${p.why}.`,
  zero: (p) => `the 95 % interval that holds at every look includes 0 (${p.ci})`,
  few: (p) =>
    `the 95 % interval that holds at every look excludes 0 (${p.ci}), but few have bought, so conversions must differ too`,
  told: (p) => `By an interval that holds at every look: ${p.verdict}.`,
  soFar: (p) => `Day ${p.day}, attributed revenue so far ${p.revenue} (${plural(p.orders, 'order')}).`,
  left: (p) => `${plural(p.days, 'day')} until the window ends; then a fixed interval settles it, once.`,
  over: 'The window has ended; a fixed interval settles it shortly.',
  replaced: (p) => `The final result is there. This card stays as day ${p.day}’s reading; the result card replaces it.`,
};
