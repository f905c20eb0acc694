import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/db/schema.ts';
import type { Message } from '../../src/delivery/message/message.ts';
import { preflightFacts } from '../../src/delivery/preflight/facts.ts';
import { preflight, RULES } from '../../src/delivery/preflight/preflight.ts';
import type { PreflightInput, RuleId } from '../../src/delivery/preflight/rule.ts';
import { buildTemplates } from '../../src/delivery/templates.ts';
import { strings } from '../../src/i18n/language.ts';
import type { Variant } from '../../src/steps/copy/schema.ts';
import type { MailTemplate } from '../../src/steps/plan/schema.ts';
import { testDatabase } from '../support/database.ts';
import { buildInput, kit, mailOf, planOf, seedCampaign, variant } from './fixture.ts';
import { calm, input } from './launch.ts';

const failed = (checks: readonly Check[]) => checks.filter((check) => !check.passed).map((check) => check.id);
const failing = async (over: Partial<PreflightInput> = {}, variants?: readonly Variant[]) =>
  failed(preflight(await input(over, variants)));

describe('preflight', () => {
  it('passes a launch that keeps every rule, with words in both languages for each', async () => {
    const checks = preflight(await input());
    expect(failed(checks)).toEqual([]);
    expect(new Set(checks.map((check) => check.family))).toEqual(
      new Set(['condition', 'time', 'target', 'copy', 'link']),
    );
    for (const { message } of checks) {
      expect(message.ko).toMatch(/[가-힣].*[.]$/);
      expect(message.en).toMatch(/[a-z].*[.]$/);
      expect(`${message.ko}${message.en}`).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('has each rule once, and words for no rule that is not there', () => {
    const ids = RULES.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual((Object.keys(strings('ko').preflight.rules) as RuleId[]).sort());
  });

  it('names the law or standard behind a check, in both languages', async () => {
    const checks = preflight(await input());
    const label = checks.find(({ id }) => id === 'KR-LABEL-02');
    expect(label?.source).toEqual({ ko: '정보통신망법 시행령 별표 6', en: 'Network Act Decree annex 6' });
    expect(checks.find(({ id }) => id === 'TGT-01')).not.toHaveProperty('source');
    const known = new Set<string>(RULES.map(({ id }) => id));
    for (const id of Object.keys(strings('ko').preflight.sources)) expect(known).toContain(id);
  });

  it('counts a rule that could not run as failed, and blocks', async () => {
    const broken = {
      id: 'TGT-01',
      family: 'target',
      severity: 'warn',
      judge: () => {
        throw new Error('no data');
      },
    } as const;
    expect(preflight(await input(), [broken])).toMatchObject([{ id: 'TGT-01', passed: false, severity: 'block' }]);
    const blind = { ...(await input()), facts: undefined } as unknown as PreflightInput;
    expect(failed(preflight(blind))).toEqual(
      expect.arrayContaining(['KR-CONS-01', 'KR-CONS-02', 'KR-CONS-03', 'MAIL-REP-01', 'MAIL-BNC-01']),
    );
  });

  it('shows no tick for what it could not look at', async () => {
    const ids = async (over: Partial<PreflightInput>, variants?: readonly Variant[]) =>
      new Set(preflight(await input(over, variants)).map((check) => check.id));
    const { facts, plan } = await input();
    // Too few answers for a rate, and no word of a complaint from anywhere: neither is a good week.
    const quiet = await ids({ facts: { ...facts, week: { answered: 99, bounced: 99, complained: 9 } } });
    expect([...quiet].filter((id) => id === 'MAIL-BNC-01' || id === 'MAIL-REP-01')).toEqual([]);
    expect(await ids({})).not.toContain('MAIL-REP-01');
    // Of nothing written nothing is right, and that is said once.
    const bare = { ...plan, templates: [], links: [], segments: [] };
    const nothing = preflight(await input({ plan: bare, variants: [] }));
    expect(nothing.filter(({ family }) => family === 'copy' || family === 'link').map(({ id }) => id)).toEqual([
      'MAIL-HDR-01',
      'EMPTY-01',
    ]);
    expect(failed(nothing)).toEqual(['DUP-01', 'EMPTY-01']);
    expect(await ids({ plan: { ...plan, ratePerSecond: 0 } })).not.toContain('KR-NIGHT-02');
    const nameless = { ...kit, sender: { ...kit.sender, phone: '' } };
    expect(await failing({ kit: nameless })).toEqual(['KR-ID-01']);
  });

  it('proves that nobody who said no is among those written to', async () => {
    const { evidence, facts } = await input();
    const lost = { ...evidence.audience, excluded: { no_consent: 150 } };
    expect(await failing({ evidence: { ...evidence, audience: lost } })).toEqual(['KR-CONS-02']);
    expect(await failing({ facts: { ...facts, consented: 1_000, refused: 1 } })).toEqual(['KR-CONS-02']);
    expect(await failing({ facts: { ...facts, consented: 1_001, refused: 1 } })).toEqual([]);
  });

  it.each<[string, Partial<PreflightInput>, ...RuleId[]]>([
    ['changed content', { approval: { approved: 'h', current: 'other' } }, 'APPR-01'],
    ['no channel', { channel: null }, 'CHAN-01'],
    ['another account', { channel: { account: 'smtp:elsewhere' } }, 'CHAN-01'],
    [
      'a link list without the link',
      { kit: { ...kit, links: [{ id: 'home', url: 'https://other.example.test/' }] } },
      'LINK-02',
    ],
    ['a fixed message that is none', { keyMessage: 'gone' }, 'KEY-01'],
    ['an http address for the way out', { publicUrl: 'http://t.shop.example.test' }, 'MAIL-HDR-01'],
    ['people contacted lately', { recentlyContacted: 12 }, 'FREQ-01'],
    [
      'too few consents',
      {
        facts: { ...calm, consented: 900, refused: 0 },
      },
      'KR-CONS-01',
      'KR-CONS-02',
    ],
    [
      'consents two years old',
      {
        facts: { ...calm, consented: 9_000, overdue: 3, refused: 0 },
      },
      'KR-CONS-03',
    ],
  ])('notices %s', async (_name, over, ...ids) => expect(await failing(over)).toEqual(ids));

  it.each<[string, Partial<Variant>, RuleId[]]>([
    ['a superlative without a source', { paragraphs: ['국내 최고의 음반 가게예요.'] }, ['CLAIM-01']],
    ['an offer nobody decided', { paragraphs: ['지금 사면 할인해 드려요.'] }, ['CLAIM-02']],
    ['a rival', { paragraphs: ['타사보다 빨라요.'] }, ['CLAIM-03']],
    ['a banned word', { subject: '대박 음반' }, ['WORD-01']],
    ['goods that may not be advertised', { paragraphs: ['카지노 소식이에요.'] }, ['KR-GOODS-01']],
    ['a disguised label', { preheader: '(광.고) 골라 두었어요' }, ['KR-LABEL-04']],
    ['a raw address', { paragraphs: ['https://evil.example.test 를 열어 주세요'] }, ['LINK-03']],
    [
      'Liquid that is none, which nothing can be measured with',
      { paragraphs: ['안녕 {{ first_name | default: "고객" }} {{ first_name | json }}'] },
      ['LIQ-01', 'MAIL-SIZE-01', 'LEN-01', 'LEN-02'],
    ],
    ['a leftover placeholder', { paragraphs: ['[이름]님 안녕하세요'] }, ['LIQ-02']],
    ['a hole for the nameless', { paragraphs: ['{{ first_name }}님 안녕하세요'] }, ['LIQ-03']],
    ['a long subject', { subject: '가'.repeat(60) }, ['LEN-01']],
    ['a long preview', { preheader: '가'.repeat(100) }, ['LEN-02']],
    ['an empty button', { buttonLabel: ' ' }, ['EMPTY-01']],
    ['a mark that turns the writing', { paragraphs: ['안녕\u202e하세요'] }, ['CHAR-01']],
    ['a row of emoji', { subject: '새 음반 🎵🎵' }, ['EMOJI-01']],
    ['a link to nowhere', { link: 'nowhere' }, ['LINK-01', 'LINK-02']],
  ])('notices %s', async (_name, over, ids) => expect(await failing({}, [variant(over)])).toEqual(ids));

  it('lets a claim pass that a product fact makes, and an offer that the brief decided', async () => {
    expect(await failing({}, [variant({ paragraphs: ['국내 최초 당일 배송이에요.'] })])).toEqual([]);
    expect(await failing({ offer: '15% 할인' }, [variant({ paragraphs: ['이번 주 할인해 드려요.'] })])).toEqual([]);
  });

  it('judges what would leave: a template somebody took the law out of', async () => {
    const plan = await planOf();
    const template = mailOf(plan);
    const broken = (change: Partial<MailTemplate>) =>
      failing({ plan: { ...plan, templates: [{ ...template, ...change }] } });
    expect(await broken({ subject: '광고 아님' })).toEqual(['KR-LABEL-02']);
    expect(await broken({ text: template.text.replaceAll('unsubscribe', 'x') })).toContain('KR-OPT-02');
    expect(await broken({ text: template.text.replace('02-123-4567', '') })).toEqual(['KR-ID-01']);
    expect(await broken({ html: template.html.replace('{{ link_1 }}', 'https://evil.example') })).toEqual(['LINK-04']);
    expect(await broken({ html: template.html.replace('{{ link_1 }}', '{{ link_9 }}') })).toEqual(['LINK-04']);
    expect(await broken({ html: `${template.html}${'x'.repeat(103 * 1024)}` })).toEqual(['MAIL-SIZE-01']);
    expect(await broken({ text: template.text.replace('다시 들을 음악이 있습니다', '새 문구') })).toEqual(['KEY-01']);
  });

  it('knows the clock: past times, two minutes ahead, night in Korea whatever the zone', async () => {
    const at = async (sendAt: string, more: Partial<PreflightInput> = {}) =>
      failing({ plan: await planOf({ sendAt }), ...more });
    expect(await at('2026-11-24T11:59')).toEqual(['SCHED-01']);
    expect(await at('2026-11-24T12:01')).toEqual(['SCHED-01']);
    expect(await at('2026-11-24T12:02')).toEqual([]);
    expect(await at('tomorrow')).toContain('SCHED-01');
    expect(await at('2026-11-24T20:58')).toEqual([]);
    expect(await at('2026-11-24T20:59')).toEqual(['KR-NIGHT-02']);
    expect(await at('2026-11-25T08:00')).toEqual([]);
    expect(await at('2026-11-25T07:59')).toEqual(['KR-NIGHT-02']);
    expect(await at('2026-11-24T22:00', { timezone: 'Europe/Berlin' })).toEqual(['KR-NIGHT-02']);
    expect(await at('2026-11-25T02:00', { timezone: 'Europe/Berlin' })).toEqual([]);
    const slow = (await input()).evidence;
    expect(await failing({ evidence: { ...slow, minutes: 2_000 } })).toEqual(['SCHED-02', 'KR-NIGHT-02']);
  });

  it('knows money, nobody, everybody, and a test too small to tell', async () => {
    const { evidence } = await input();
    expect(await failing({ evidence: { ...evidence, costMinor: 300_001 } })).toEqual(['BUDGET-01']);
    expect(
      await failing({ evidence: { ...evidence, audience: { matched: 0, send: 0, holdout: 0, excluded: {} } } }),
    ).toEqual(['TGT-01']);
    expect(await failing({ evidence: { ...evidence, everyone: true } })).toEqual(['EVERY-01']);
    for (const smallestLift of [null, 0.2])
      expect(await failing({ evidence: { ...evidence, smallestLift } })).toEqual(['HOLD-01']);
    expect(await failing({ plan: await planOf({ holdoutPercent: 0 }) })).toEqual(['HOLD-01']);
    expect(
      await failing({ plan: await planOf({ segments: [{ key: 'B', ruleHash: 'h', rule: { everyone: true } }] }) }),
    ).toEqual(['DUP-01']);
  });

  it('softens nothing when the week was bad: warns first, blocks later', async () => {
    const week = (complained: number, bounced: number) =>
      input({
        facts: { ...calm, refused: 0, week: { answered: 1_000, bounced, complained } },
      });
    const severities = async (complained: number, bounced: number) =>
      preflight(await week(complained, bounced))
        .filter((check) => !check.passed)
        .map(({ id, severity }) => `${id} ${severity}`);
    expect(await severities(1, 30)).toEqual(['MAIL-REP-01 warn', 'MAIL-BNC-01 warn']);
    expect(await severities(3, 60)).toEqual(['MAIL-REP-01 block', 'MAIL-BNC-01 block']);
  });

  it('lets practice use http on loopback and says so, and nothing else', async () => {
    const local = { ...kit, links: [{ id: 'home', url: 'http://127.0.0.1:3030/shop' }] };
    const plan = { ...(await planOf()), links: local.links };
    const practice = await input({ kit: local, plan, practice: true, publicUrl: 'http://localhost:3000' });
    const checks = preflight(practice);
    expect(failed(checks)).toEqual([]);
    for (const id of ['LINK-01', 'MAIL-HDR-01'])
      expect(checks.find((check) => check.id === id)?.message.ko).toContain('연습');
    expect(failed(preflight({ ...practice, publicUrl: 'http://baton.example.test' }))).toEqual(['MAIL-HDR-01']);
    expect(failed(preflight({ ...practice, practice: false }))).toEqual(['MAIL-HDR-01', 'LINK-01']);
    // What leaves may lead to this machine just as long as every channel is a stand-in.
    const exit = '(광고)[마켓A] http://localhost:3000/c/1\n무료수신거부 080-123-4567';
    const buttons = [{ name: '보기', url: 'http://localhost:3000/c/2' }];
    const to = { isAd: true, vars: {}, sender: { name: '마켓A' }, optOut: '080-123-4567' };
    const messages: Message[] = [
      { ...to, key: 'A-1', form: 'sms', fields: { text: exit } },
      { ...to, key: 'A-2', form: 'brand', fields: { text: '봄', buttons } },
    ];
    const open = (over: Partial<typeof practice>) =>
      preflight({ ...practice, messages, ...over }).find(({ id }) => id === 'LINK-07');
    expect(open({})).toMatchObject({ passed: true });
    const real = open({ practice: false });
    expect(real).toMatchObject({ passed: false, severity: 'block' });
    for (const each of ['A-1 http://localhost:3000/c/1', 'A-2 http://localhost:3000/c/2'])
      expect(real?.message.ko).toContain(each);
    const outside = messages.map((each) => ({ ...each, fields: { text: 'http://shop.example.test/a' } }));
    expect(open({ messages: outside })).toMatchObject({ passed: false });
    const elsewhere = { ...plan, links: [{ id: 'home', url: 'http://shop.example.test/' }] };
    expect(failed(preflight({ ...practice, plan: elsewhere }))).toContain('LINK-01');
  });

  it('asks less of a notice, and notices an advertisement that calls itself one', async () => {
    const built = await buildTemplates({ ...buildInput, variants: [variant()], isAd: false });
    const plan = await planOf({ isAd: false, templates: built.templates });
    expect(await failing({ plan, kit: { ...kit, sender: { ...kit.sender, phone: '02-000-0000' } } })).toEqual([]);
    const variants = [variant({ paragraphs: ['쿠폰을 드려요'] })];
    const hidden = await buildTemplates({ ...buildInput, variants, isAd: false });
    const other = { ...plan, templates: hidden.templates };
    expect(await failing({ plan: other, offer: '쿠폰' }, variants)).toEqual(['KR-LABEL-05']);
  });

  it('reads its facts from the account', async () => {
    const database = await testDatabase();
    const { db } = database;
    try {
      const { contactIds, campaignId } = await seedCampaign(db, { contacts: 5 });
      await db.execute(sql`update consents set at = now() - interval '3 years' where contact_id = ${contactIds[0]}`);
      await db.execute(
        sql`update consents set at = now() - interval '2 years' + interval '30 days' where contact_id = ${contactIds[1]}`,
      );
      await db.execute(
        sql`insert into suppressions (contact_id, channel, reason, source, at) values (${contactIds[1]}, 'email', 'unsubscribed', 'link', now())`,
      );
      await db.execute(sql`update consents set state = 'withdrawn' where contact_id = ${contactIds[2]}`);
      await db.execute(
        sql`update deliveries set status = 'failed', reason = 'no_mailbox', handed_at = now() where campaign_id = ${campaignId} and contact_id = ${contactIds[3]}`,
      );
      await db.execute(
        sql`update deliveries set status = 'accepted', handed_at = now() - interval '8 days' where campaign_id = ${campaignId} and contact_id = ${contactIds[4]}`,
      );
      // The account is older than these answers: two of them were never told what became of them.
      await db.execute(
        sql`insert into brand_versions (version, kit, by, at) values (1, '{}', 'U1', now() - interval '40 days')`,
      );
      await db.execute(sql`update consents set at = now() - interval '12 days' where contact_id = ${contactIds[3]}`);
      await db.execute(sql`update consents set at = now() - interval '20 days' where contact_id = ${contactIds[4]}`);
      expect(await preflightFacts(db, { now: new Date() })).toEqual({
        ...calm,
        answers: { known: 2, due: 2, overdue: 1 },
        lastDay: 1,
        consented: 4,
        overdue: 1,
        soon: 1,
        refused: 1,
        week: { answered: 1, bounced: 1, complained: 0 },
      });
    } finally {
      await database.close();
    }
  });
});
