import { testSends } from '../../db/schema.ts';
import { MISSING, ownAddress } from '../../delivery/own-address.ts';
import { voice } from '../../i18n/voice.ts';
import type { Copy } from '../../steps/copy/schema.ts';
import { previewModal } from '../modals.ts';
import { mayTouch } from './allowed.ts';
import { draftOfRequest } from './decide.ts';
import type { ClickHandler } from './door.ts';
import { openFor } from './modal.ts';
import { requestOf } from './payload.ts';
import { refuse, tellOne } from './refuse.ts';

const variantOf = (value: string): string => value.slice(value.indexOf(':') + 1);

/** The whole variant, for whoever sees the card. */
export const preview: ClickHandler = async (door, click) => {
  const draft = await draftOfRequest(door, requestOf(click));
  const meta = { id: requestOf(click), where: click.where };
  const view =
    draft && previewModal(meta, draft, variantOf(click.value), voice(click.person.language, door.deps.config));
  if (!view) return refuse(door.deps, click.person, click.where, { code: 'not_understood' });
  await openFor(door, click, view);
};

/** A test goes to the asker's own address by the variant's channel and to nobody else: there is no field for another. */
export const testSend: ClickHandler = async (door, click) => {
  const { deps } = door;
  const { person, where } = click;
  const key = variantOf(click.value);
  const draft = await draftOfRequest(door, requestOf(click));
  const variant = draft?.step === 'copy' && (draft.content as Copy).variants.find((one) => one.key === key);
  if (!draft || !variant) return refuse(deps, person, where, { code: 'not_understood' });
  const may = await mayTouch(deps, String(draft.campaignId), person, 'step');
  if (!may.ok) return refuse(deps, person, where, may.refusal);
  const { channel } = variant;
  const to = await ownAddress(deps.db, person, channel);
  if (!to) return refuse(deps, person, where, { code: MISSING[channel] });
  const at = await deps.clock.business();
  await deps.db.transaction(async (tx) => {
    const id = deps.newId('ts');
    await tx.insert(testSends).values({
      id,
      campaignId: draft.campaignId,
      draftId: draft.id,
      variant: key,
      channel,
      by: person.id,
      state: 'planned',
      at,
    });
    await deps.jobs.enqueue(tx, 'test.send', { testSendId: id }, { key: id });
    await tellOne(tx, deps, person, where, {
      note: channel === 'push' ? 'test_on_its_way_push' : 'test_on_its_way',
      params: { variant: key, to },
    });
  });
};
