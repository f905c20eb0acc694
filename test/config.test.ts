import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../src/config.ts';

const problemsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};
const SERVER = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'x',
  OPENAI_API_KEY: 'sk-1',
  SECRET_KEY: 'a test key of enough length',
};

describe('settings', () => {
  it('take the key of a real model over the drafter nobody asked for by name', () => {
    const config = parseConfig({ OPENAI_API_KEY: 'sk-1' });
    expect([...config.practice]).toEqual(['slack', 'channels', 'customers', 'clock', 'data']);
    expect(config.llm?.apiKey).toBe('sk-1');
    expect(parseConfig({}).practice.has('llm')).toBe(true);
  });

  it('do not take two models: a key beside the drafter asked for by name is named', () => {
    for (const PRACTICE of ['slack,llm', 'all'])
      expect(problemsOf(() => parseConfig({ OPENAI_API_KEY: 'sk-1', PRACTICE }))).toEqual([
        expect.stringMatching(/^PRACTICE=llm \+ OPENAI_API_KEY: .* \/ only one of them can draft/),
      ]);
  });

  it('take whole ports only', () => {
    for (const value of ['3000.5', '3e3', '-1', '65536', ' 0x10'])
      expect(problemsOf(() => parseConfig({ PORT: value, PRACTICE_PORT: value }))).toEqual([
        `PORT=${JSON.stringify(value.trim())}: 0 … 65535`,
        `PRACTICE_PORT=${JSON.stringify(value.trim())}: 0 … 65535`,
      ]);
  });

  it('name two ports that clash, where both are listened on', () => {
    expect(problemsOf(() => parseConfig({ PORT: '3030' }))).toEqual([
      expect.stringContaining('PORT=3030 + PRACTICE_PORT=3030: 두 포트는 달라야 합니다 / these two must differ'),
    ]);
    expect(parseConfig({ PORT: '0', PRACTICE_PORT: '0' }).port).toBe(0);
    expect(parseConfig({ ...SERVER, PORT: '3030' }).port).toBe(3030);
    expect(parseConfig({ PORT: '3030', ROLE: 'worker' }).role).toBe('worker');
  });

  it('are judged only where they are used', () => {
    const wrong = { SMTP_URL: 'mailto:x', PORT: 'x', TIMEZONE: 'Mars/Olympus', PRACTICE: 'none' };
    expect(problemsOf(() => parseConfig(wrong, ['DATABASE_URL', 'PRACTICE']))).toEqual([]);
    expect(problemsOf(() => parseConfig(wrong, ['TIMEZONE']))).toEqual([expect.stringContaining('TIMEZONE="Mars')]);
    expect(problemsOf(() => parseConfig(wrong, 'database'))).toHaveLength(3);
    // Practice beside a real relay is no concern of who sends nothing.
    const both = { SMTP_URL: 'smtp://relay.example.com', PRACTICE: 'data' };
    expect(problemsOf(() => parseConfig(both, ['PRACTICE']))).toEqual([]);
    expect(problemsOf(() => parseConfig(both, 'database'))).toHaveLength(1);
  });
});

describe('vendors of text, Kakao and push', () => {
  const SOLAPI = { SOLAPI_API_KEY: 'k', SOLAPI_API_SECRET: 's', SMS_FROM: '02-930-2266' };
  const NHN = { NHN_SMS_APP_KEY: 'a', NHN_SMS_SECRET_KEY: 's' };
  const key = { project_id: 'shop', client_email: 'b@shop.example', private_key: 'PEM' };

  it('are read as given, a sender number by its digits and a key from its JSON', () => {
    const { vendors } = parseConfig({
      ...SERVER,
      ...SOLAPI,
      SOLAPI_PFID: 'KA01',
      FCM_SERVICE_ACCOUNT: JSON.stringify(key),
    });
    expect(vendors.solapi).toEqual({ apiKey: 'k', apiSecret: 's', pfId: 'KA01', url: null });
    expect(vendors.smsFrom).toBe('029302266');
    expect(vendors.fcm).toEqual({ ...key, token_uri: 'https://oauth2.googleapis.com/token' });
    expect(parseConfig(SERVER).vendors).toMatchObject({
      solapi: null,
      nhnSms: null,
      nhnKakao: null,
      fcm: null,
      gateway: null,
    });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['half a vendor', { SOLAPI_API_KEY: 'k', SMS_FROM: '029302266' }, /^SOLAPI_API_SECRET: .* are given together$/],
    ['no sender number', { ...NHN }, /^SMS_FROM: /],
    ['no number at all', { ...SOLAPI, SMS_FROM: 'shop' }, /^SMS_FROM="shop"/],
    [
      'two for one medium',
      { ...SOLAPI, ...NHN },
      /^SOLAPI_API_KEY \+ NHN_SMS_APP_KEY: .* sms goes through one of them/,
    ],
    ['a channel of nobody', { SOLAPI_PFID: 'KA01' }, /^SOLAPI_PFID: .* needs SOLAPI_API_KEY$/],
    ['a key that is none', { FCM_SERVICE_ACCOUNT: '{"project_id":"shop"}' }, /^FCM_SERVICE_ACCOUNT=/],
    [
      'a medium nobody knows',
      { GATEWAY_URL: 'https://g.example', GATEWAY_SECRET: 's', GATEWAY_MEDIA: 'fax' },
      /^GATEWAY_MEDIA="fax"/,
    ],
    ['a bounce address with a plus', { BOUNCE_ADDRESS: 'a+b@shop.example' }, /^BOUNCE_ADDRESS=/],
  ])('say what is wrong with %s, and never a secret', (_name, env, problem) => {
    const problems = problemsOf(() => parseConfig({ ...SERVER, ...env }));
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it('never go with practice', () => {
    for (const real of [SOLAPI, { FCM_SERVICE_ACCOUNT: JSON.stringify(key) }]) {
      const problems = problemsOf(() => parseConfig({ ...real, PRACTICE: 'slack,llm' }));
      expect(problems).toEqual([
        expect.stringMatching(/^PRACTICE=slack \+ \w+: .* practice never reaches real people/),
      ]);
      expect(problemsOf(() => parseConfig({ ...SERVER, ...real, PRACTICE: 'channels' }))).toEqual([
        expect.stringMatching(/^PRACTICE=channels \+ \w+: /),
      ]);
    }
  });
});
