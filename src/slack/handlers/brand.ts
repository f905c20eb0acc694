import { placeOf, type Written, writtenInputs, writtenKit } from '../../brand/form.ts';
import { isSection } from '../../brand/sections.ts';
import { findKit, type KitProblem, saveKit } from '../../brand/store.ts';
import type { Person } from '../../deps.ts';
import { type Voice, voice } from '../../i18n/voice.ts';
import { typedNumber } from '../../steps/field.ts';
import { brandModal, placeWords, sectionModal } from '../brand-view.ts';
import { refusalWords } from '../refusal.ts';
import type { ClickHandler, CommandHandler, Door, Reply, SubmitHandler } from './door.ts';
import { NOWHERE, openByCommand, openFor } from './modal.ts';
import { mayAdminister } from './people.ts';
import { refuse, refuseView } from './refuse.ts';

const voiceOf = (door: Door, person: Person): Voice => voice(person.language, door.deps.config);

const shown = async ({ deps }: Door, person: Person) => {
  const found = await findKit(deps.db);
  return found && { ...found, mayEdit: (await mayAdminister(deps, person)) === null };
};

export const brandCommand: CommandHandler = async (door, command) => {
  const v = voiceOf(door, command.person);
  const kit = await shown(door, command.person);
  return kit
    ? openByCommand(door, command, brandModal(NOWHERE, kit, v), v)
    : { text: refusalWords({ code: 'no_kit' }, v) };
};

export const openBrand: ClickHandler = async (door, click) => {
  const kit = await shown(door, click.person);
  if (!kit) return refuse(door.deps, click.person, click.where, { code: 'no_kit' });
  await openFor(door, click, brandModal(NOWHERE, kit, voiceOf(door, click.person)));
};

export const openBrandSection: ClickHandler = async (door, click) => {
  const section = click.value;
  const kit = await shown(door, click.person);
  if (!kit) return refuse(door.deps, click.person, click.where, { code: 'no_kit' });
  if (!isSection(section)) return refuse(door.deps, click.person, click.where, { code: 'not_understood' });
  await openFor(door, click, sectionModal(NOWHERE, { ...kit, section }, voiceOf(door, click.person)));
};

/** Saves one section over the very version it was opened from; over another it is refused with everything still in the form. */
export const submitBrandSection: SubmitHandler = async (door, { person, meta, inputs }) => {
  const { deps } = door;
  const refusal = await mayAdminister(deps, person);
  if (refusal) return refuseView(deps, person, refusal, null);
  const v = voiceOf(door, person);
  const found = await findKit(deps.db);
  const section = meta.part ?? '';
  if (!found || !isSection(section))
    return refuseView(deps, person, { code: found ? 'not_understood' : 'no_kit' }, null);
  const written: Written = Object.fromEntries(
    Object.entries(inputs).map(([id, value]) => [id, typeof value === 'string' ? value : '']),
  );
  const saved = await saveKit(deps, writtenKit(section, found.kit, written, typedNumber), person.id, Number(meta.id));
  if (saved.ok) {
    const kit = await findKit(deps.db);
    return kit
      ? { response_action: 'update', view: brandModal(NOWHERE, { ...kit, mayEdit: true, saved: true }, v) }
      : undefined;
  }
  if (saved.why === 'invalid')
    return { response_action: 'errors', errors: errorsOf(section, saved.problems, written, v) };
  const newest = saved.newest ?? found;
  const stale = { ...newest, mayEdit: true, section, inputs: writtenInputs(section, written), stale: true } as const;
  return { response_action: 'update', view: sectionModal(NOWHERE, stale, v) };
};

/** As much as is read under one input. */
const MOST = 3;

const errorsOf = (
  section: Parameters<typeof placeOf>[0],
  problems: readonly KitProblem[],
  written: Written,
  v: Voice,
): Extract<Reply, { response_action: 'errors' }>['errors'] => {
  const words: Record<string, string[]> = {};
  for (const problem of problems) {
    const place = placeOf(section, problem, written);
    const why = problem.message[v.language];
    // A kit of an older form: the reason lies where this form does not reach, and is said all the same.
    const id = place?.id ?? Object.keys(written)[0] ?? section;
    words[id] = [
      ...(words[id] ?? []),
      place ? placeWords(place, why, v) : v.t.modals.brand.elsewhere({ field: problem.field, why }),
    ];
  }
  return Object.fromEntries(Object.entries(words).map(([id, all]) => [id, all.slice(0, MOST).join(' ')]));
};
