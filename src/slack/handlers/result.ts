import { voice } from '../../i18n/voice.ts';
import { formulaGroups } from '../../results/footnotes.ts';
import { findReadout, type ReadoutKind } from '../../results/readout.ts';
import { modal } from '../modals.ts';
import type { ClickHandler } from './door.ts';
import { NOWHERE, openFor } from './modal.ts';
import { refuse } from './refuse.ts';

const KINDS: readonly ReadoutKind[] = ['day1', 'daily', 'final'];

/** What the numbers of a result mean, whole, where its card had no room for all of it. */
export const openFormulas: ClickHandler = async (door, click) => {
  const { deps } = door;
  const [id = '', name = ''] = click.value.split('.');
  const kind = KINDS.find((one) => one === name);
  const known = kind && /^\d{1,9}$/.test(id);
  const readout = known ? await findReadout(deps.db, Number(id), kind) : null;
  if (!readout) return refuse(deps, click.person, click.where, { code: 'unknown_campaign' });
  const v = voice(click.person.language, deps.config);
  const words = { title: v.t.results.formulasTitleEarly, close: v.t.modals.close };
  await openFor(door, click, modal('result.formulas', NOWHERE, words, formulaGroups(readout, v)));
};
