import { RuleError } from '../../audience/problem.ts';
import { NAME_MAX, saveSegment } from '../../audience/saved.ts';
import { voice } from '../../i18n/voice.ts';
import { fieldsOf, segmentStarts } from '../../steps/edit.ts';
import type { Segments } from '../../steps/segments/schema.ts';
import { readyChosen, savedModal, saveModal, segmentsModal } from '../segment-modals.ts';
import { mayOpen, type Open } from './allowed.ts';
import type { Click, ClickHandler, Door, SubmitHandler } from './door.ts';
import { openFor } from './modal.ts';
import { requestOf } from './payload.ts';
import { refuse, refuseView } from './refuse.ts';

/** The edit form of a segments draft, with the rules in it that `part` says. */
export const segmentsForm = async (door: Door, click: Click, { request, campaign, draft }: Open, part?: string) => {
  const { deps } = door;
  const [{ segments, starts }, fields] = await Promise.all([
    segmentStarts(deps, draft, part),
    fieldsOf(deps, draft, part),
  ]);
  return segmentsModal(
    { id: request.id, ...(part && { part }), where: click.where },
    { campaign, draft, segments, starts, fields },
    voice(click.person.language, deps.config),
    deps.config.timezone,
  );
};

/** A rule was chosen in the form: it is put in, and its numbers can be edited. Nothing is kept before the form is saved. */
export const putReady: ClickHandler = async (door, click) => {
  const id = requestOf(click);
  const may = await mayOpen(door.deps, id, click.person, 'segment.ready');
  if (!may.ok) return refuse(door.deps, click.person, click.where, may.refusal, id);
  await openFor(door, click, await segmentsForm(door, click, may, readyChosen(click)));
};

export const openSave: ClickHandler = async (door, click) => {
  const { deps } = door;
  const id = requestOf(click);
  const may = await mayOpen(deps, id, click.person, 'segment.save');
  if (!may.ok) return refuse(deps, click.person, click.where, may.refusal, id);
  const meta = { id, where: click.where };
  await openFor(door, click, saveModal(meta, may, voice(click.person.language, deps.config)));
};

export const submitSave: SubmitHandler = async ({ deps }, { person, meta, inputs }) => {
  const v = voice(person.language, deps.config);
  const may = await mayOpen(deps, meta.id, person, 'segment.save');
  if (!may.ok) return refuseView(deps, person, may.refusal, meta.id);
  const { segments } = may.draft.content as Segments;
  const segment = segments.find(({ key }) => key === inputs.segment);
  if (!segment) return { response_action: 'errors', errors: { segment: v.t.modals.required } };
  const name = (typeof inputs.name === 'string' ? inputs.name.replace(/\s+/g, ' ').trim() : '') || segment.name;
  if (name.length > NAME_MAX)
    return { response_action: 'errors', errors: { name: v.t.modals.tooLong({ max: v.count(NAME_MAX) }) } };
  const at = await deps.clock.business();
  try {
    const saved = await deps.db.transaction((tx) => saveSegment(tx, { name, rule: segment.rule, by: person.id, at }));
    return { response_action: 'update', view: savedModal(saved, v) };
  } catch (error) {
    // A rule that would come to name itself, or one that is gone.
    if (!(error instanceof RuleError)) throw error;
    const words = error.problems.map(({ message }) => message[v.language]).join(' ');
    return { response_action: 'errors', errors: { name: words } };
  }
};
