import type { ModalView } from '@slack/types';
import { slackError } from '../errors.ts';
import type { Click, Door } from './door.ts';
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

export const openFor = async (door: Door, click: Click, view: ModalView): Promise<void> => {
  if ((await openModal(door, click.triggerId, view)) === 'too_slow')
    await refuse(door.deps, click.person, click.where, { code: 'too_slow' });
};
