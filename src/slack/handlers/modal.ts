import type { ModalView } from '@slack/types';
import type { Voice } from '../../i18n/voice.ts';
import { slackError } from '../errors.ts';
import type { Click, Command, CommandReply, Door, Meta } from './door.ts';
import { refuse } from './refuse.ts';

/** Slack lets a window open only for about three seconds after the click. */
const EXPIRED = ['expired_trigger_id', 'trigger_expired', 'trigger_exchanged', 'invalid_trigger_id', 'invalid_trigger'];

/** @throws when Slack cannot be reached: then the click is not acknowledged, and the person sees Slack's own error */
export const openModal = async (door: Door, trigger: string, view: ModalView): Promise<'opened' | 'too_slow'> => {
  try {
    await door.client.views.open({ trigger_id: trigger, view });
    return 'opened';
  } catch (error) {
    if (EXPIRED.includes(slackError(error) ?? '')) return 'too_slow';
    throw error;
  }
};

/** The modal it was clicked in turns into this one: nothing piles up behind it. */
const turnInto = async (door: Door, viewId: string, view: ModalView): Promise<'opened' | 'too_slow'> => {
  try {
    await door.client.views.update({ view_id: viewId, view });
    return 'opened';
  } catch (error) {
    // Closed meanwhile.
    if (slackError(error) === 'not_found') return 'too_slow';
    throw error;
  }
};

export const openFor = async (door: Door, click: Click, view: ModalView): Promise<void> => {
  const shown = click.viewId ? turnInto(door, click.viewId, view) : openModal(door, click.triggerId, view);
  if ((await shown) === 'too_slow') await refuse(door.deps, click.person, click.where, { code: 'too_slow' });
};

/** What a modal carries that belongs to no message. */
export const NOWHERE: Meta = { id: '', where: { channel: null, threadTs: null, messageTs: null } };

export const openByCommand = async (
  door: Door,
  { triggerId }: Command,
  view: ModalView,
  v: Voice,
): Promise<CommandReply> => ({
  text: (await openModal(door, triggerId, view)) === 'opened' ? v.t.commands.opened : v.t.refusals.too_slow(),
});
