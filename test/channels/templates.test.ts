import nock from 'nock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alimtalkTemplate, keepTemplates, listTemplates } from '../../src/channels/alimtalk-registry.ts';
import { carriedBy } from '../../src/channels/offered.ts';
import { parseConfig } from '../../src/config.ts';
import { realClock } from '../../src/kit/clock.ts';
import { randomId } from '../../src/kit/id.ts';
import { testDatabase } from '../support/database.ts';
import { useNock } from '../support/nock.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const world = { log, clock: realClock, newId: randomId, phone: null, onDead: async () => undefined };
const SERVER = {
  SLACK_BOT_TOKEN: 'x',
  SLACK_SIGNING_SECRET: 'x',
  OPENAI_API_KEY: 'x',
  SECRET_KEY: 'a key of enough length',
};
const templatesOf = (env: Record<string, string>) =>
  carriedBy(parseConfig({ ...SERVER, SMS_FROM: '0212345678', ...env }), world).templates;
const SOLAPI = { SOLAPI_API_KEY: 'k', SOLAPI_API_SECRET: 's', SOLAPI_PFID: 'KA01PF' };

let database: Awaited<ReturnType<typeof testDatabase>>;
useNock();
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.close();
});

it('are read from whoever carries Kakao, over all pages, with what Kakao says of each', async () => {
  const page = (query: (q: Record<string, unknown>) => boolean) =>
    nock('https://api.solapi.com').get('/kakao/v2/templates').query(query);
  const one = { templateId: 'T1', name: '주문', content: '#{이름}님', status: 'APPROVED' };
  page((q) => q.startKey === undefined).reply(200, {
    templateList: [{ ...one, buttons: [{ buttonType: 'WL', buttonName: '보기', linkMo: 'https://s.example' }] }],
    nextKey: 'next',
  });
  page((q) => q.startKey === 'next').reply(200, { templateList: [{ ...one, templateId: 'T2', status: 'INSPECTING' }] });
  expect(await templatesOf(SOLAPI)?.()).toEqual([
    {
      id: 'T1',
      name: '주문',
      text: '#{이름}님',
      status: 'approved',
      buttons: [{ type: 'WL', name: '보기', url: 'https://s.example' }],
    },
    { id: 'T2', name: '주문', text: '#{이름}님', status: 'pending', buttons: [] },
  ]);
  page(() => true).reply(403, { errorCode: 'Forbidden' });
  await expect(templatesOf(SOLAPI)?.()).rejects.toThrow('Solapi: 403 Forbidden');

  nock('https://kakaotalk-bizmessage.api.nhncloudservice.com')
    .get('/alimtalk/v2.3/appkeys/a/senders/SK/templates?pageSize=1000')
    .reply(200, {
      header: { isSuccessful: true, resultCode: 0 },
      templateListResponse: {
        templates: [{ templateCode: 'N1', templateName: '배송', templateContent: '배송 시작', status: 'TSC04' }],
      },
    });
  const nhn = { NHN_KAKAO_APP_KEY: 'a', NHN_KAKAO_SECRET_KEY: 's', NHN_KAKAO_SENDER_KEY: 'SK' };
  expect(await templatesOf(nhn)?.()).toEqual([
    { id: 'N1', name: '배송', text: '배송 시작', status: 'rejected', buttons: [] },
  ]);
  expect(templatesOf({})).toBeNull();
});

it('are kept as they are now: what is gone at its source is gone here, and another source keeps its own', async () => {
  const { db } = database;
  const template = (id: string, text = '본문') => ({ id, name: id, text, buttons: [], status: 'approved' as const });
  const at = realClock.system();
  await keepTemplates(db, [template('a'), template('b')], { source: 'vendor', at });
  await keepTemplates(db, [template('f')], { source: 'file', at });
  await keepTemplates(db, [template('b', '새 본문')], { source: 'vendor', at });
  expect((await listTemplates(db)).map(({ id }) => id)).toEqual(['b', 'f']);
  expect(await alimtalkTemplate(db, 'b')).toMatchObject({ text: '새 본문' });
  expect(await alimtalkTemplate(db, 'a')).toBeNull();
});
