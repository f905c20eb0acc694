import { namedPeople, standingOf } from '../../campaign/people.ts';
import { whoMay } from '../../campaign/policy.ts';
import { findRequest, loadCampaign } from '../../campaign/store.ts';
import { noteKey, tell } from '../../campaign/tell.ts';
import type { Deps, Person, Tx } from '../../deps.ts';
import { voice } from '../../i18n/voice.ts';
import { refusedView } from '../modals.ts';
import type { Refusal } from '../refusal.ts';
import type { NoteState } from '../state.ts';
import type { Reply, Where } from './door.ts';

type Effects = Pick<Deps, 'jobs' | 'clock' | 'newId'>;

/** Words that only this person sees: in the card's thread, or by direct message where there is none. */
export const tellOne = (
  tx: Tx,
  deps: Effects,
  person: Person,
  where: Where,
  subject: Pick<NoteState, 'note'> & Partial<NoteState>,
): Promise<void> =>
  tell(tx, deps, {
    key: noteKey('only', deps.newId('n')),
    kind: 'note',
    subject,
    ...(where.channel
      ? { channel: where.channel, threadTs: where.threadTs, onlyFor: person.id }
      : { channel: person.id }),
  });

/** Says why a click did nothing. A requester's own launch really goes to those who may decide. */
export const refuse = async (
  deps: Deps,
  person: Person,
  where: Where,
  refusal: Refusal,
  requestId: string | null = null,
): Promise<void> => {
  const told = await passOn(deps, refusal, requestId);
  await deps.db.transaction(async (tx) => {
    if (told !== refusal && requestId)
      await deps.jobs.enqueue(tx, 'request.ping', { requestId, occasion: 'remind' }, { key: requestId });
    await tellOne(tx, deps, person, where, {
      note: 'refusal',
      params: { refusal: told },
      // An expired question can be put again right where it is said.
      buttons:
        refusal.code === 'expired' && requestId
          ? [{ action: 'request.renew', label: 'renew', value: requestId, primary: true }]
          : [],
    });
  });
};

/** The same for a modal that was submitted: said in the modal, nothing closes as if it had been done. */
export const refuseView = async (
  deps: Deps,
  person: Person,
  refusal: Refusal,
  requestId: string | null,
): Promise<Reply> => {
  const told = await passOn(deps, refusal, requestId);
  if (told !== refusal && requestId)
    await deps.jobs.enqueue(deps.db, 'request.ping', { requestId, occasion: 'remind' }, { key: requestId });
  return { response_action: 'update', view: refusedView(told, voice(person.language, deps.config)) };
};

/** Who will be told instead: exactly those who may. @returns the refusal itself when it is none of that kind */
const passOn = async (deps: Deps, refusal: Refusal, requestId: string | null): Promise<Refusal> => {
  if ((refusal.code !== 'own_request' && refusal.code !== 'own_edit') || !requestId) return refusal;
  const request = await findRequest(deps.db, requestId);
  if (!request) return refusal;
  const campaign = await loadCampaign(deps.db, request.campaignId);
  const who = whoMay('launch', await standingOf(deps.db, campaign, await namedPeople(deps)));
  return { code: refusal.code, who };
};
