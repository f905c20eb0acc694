import { describe, expect, it } from 'vitest';
import type { PictureMeta } from '../../src/brand/pictures.ts';
import { mediumOf } from '../../src/delivery/media/index.ts';
import type { Envelope } from '../../src/delivery/media/medium.ts';
import { messagesOf } from '../../src/delivery/preflight/messages.ts';
import { judgeMessage, MESSAGE_RULES } from '../../src/delivery/preflight/preflight.ts';
import { buildTemplates, picturesIn } from '../../src/delivery/templates.ts';
import { buildInput, variant } from './fixture.ts';

const spring: PictureMeta = {
  name: '봄',
  sha256: 'ab'.repeat(32),
  bytes: 120_000,
  width: 1_000,
  height: 600,
  madeByAi: false,
};
const text = variant({ channel: 'sms', subject: '봄 세일', paragraphs: ['봄이에요.'], link: '', picture: '봄' });
const envelope: Envelope = {
  to: '+821000000001',
  id: 'id',
  reference: 'ref',
  date: new Date(0),
  sender: { name: '마켓A', email: 'a@b.kr', address: '', phone: '', number: '02-123-4567' },
  isAd: true,
  unsubscribe: null,
  returnTo: null,
  headers: {},
  pictures: new Map(),
  noFallback: false,
};
const built = async (pictures: readonly PictureMeta[]) => {
  const { templates, links } = await buildTemplates({ ...buildInput, pictures, variants: [text] });
  const [message] = messagesOf({ templates, links, isAd: true }, buildInput);
  const rules = judgeMessage(message!, MESSAGE_RULES).filter(({ passed }) => !passed);
  return { template: templates[0]!, failed: rules.map(({ id, severity }) => `${id} ${severity}`) };
};

describe('a text message with a picture', () => {
  it('is an MMS however short it is, dressed as a long one, and carries the bytes of what was approved', async () => {
    const { template, failed } = await built([spring]);
    expect(template).toMatchObject({ kind: 'mms', subject: '봄 세일', picture: spring });
    expect(mediumOf('sms').forms(template)).toEqual(['mms']);
    expect(failed.filter((one) => one.startsWith('MMS') || one.startsWith('SMS'))).toEqual([]);
    expect(picturesIn([template])).toEqual([spring.sha256]);
    const jpeg = Buffer.from('jpeg');
    const write = mediumOf('sms').writer(template);
    const nobody = { firstName: null, lastName: null };
    const addresses = { links: [], unsubscribe: '', pixel: '' };
    const sent = write(nobody, addresses, { ...envelope, pictures: new Map([[spring.sha256, jpeg]]) });
    expect(sent).toMatchObject({ kind: 'mms', picture: { sha256: spring.sha256, jpeg } });
    expect(() => write(nobody, addresses, envelope)).toThrow('not kept');
  });

  it('is refused when the picture is gone, too large, or by a model and its reader is not told', async () => {
    expect((await built([])).failed).toContain('MMS-IMG-01 block');
    expect((await built([{ ...spring, bytes: 300_000 }])).failed).toContain('MMS-IMG-01 block');
    expect((await built([{ ...spring, madeByAi: true }])).failed).toContain('AI-LBL-01 warn');
  });
});
