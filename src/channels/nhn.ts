import type { Asked, Channel, Found, KakaoOut, Outcome, TextContent, TextOut } from './channel.ts';
import type { Answer } from './http.ts';
import {
  korean,
  type NhnClient,
  type NhnSettings,
  type NhnStored,
  nhnClient,
  nhnList,
  nhnNumber,
} from './nhn-client.ts';
import { headerOf, KAKAO_ANSWER, KAKAO_RESULT, SMS_ANSWER, SMS_RESULT, wholeOutcome } from './nhn-codes.ts';
import { notLaid, picturesAt } from './picture.ts';
import { type Meaning, outcomeOf, rejected, unknown } from './report.ts';

/**
 * NHN Cloud: Alimtalk and brand messages through KakaoTalk Bizmessage, the SMS family through SMS. What is written stands
 * once in a request there, so that each wording is a request of its own.
 */
type Request = { path: string; body: Record<string, unknown>; recipients: { reference: string; row: unknown }[] };
type SendResult = { resultCode?: number; recipientSeq?: number; recipientGroupingKey?: string };

/** Most requests at once, and so most messages that a crash can leave unknown. */
const BATCH = 20;
const SKEW_MS = 10 * 60_000;

export const nhnChannel = (settings: NhnSettings, medium: 'sms' | 'kakao'): Channel<TextOut> | Channel<KakaoOut> => {
  const { log, practice, newId } = settings;
  const client = nhnClient(settings);
  const codes = medium === 'kakao' ? KAKAO_ANSWER : SMS_ANSWER;
  const pictures = picturesAt(settings.clock, async ({ sha256, jpeg }) => {
    const answer = await client.call('POST', `/sms/v3.0/appKeys/${settings.appKey}/attachfile/binaryUpload`, {
      // Their names hold 45 characters.
      body: JSON.stringify({
        fileName: `${sha256.slice(0, 32)}.jpg`,
        createUser: 'baton',
        fileBody: Buffer.from(jpeg).toString('base64'),
      }),
      withinMs: client.timeoutMs / 4,
    });
    const body = answer.got === 'answer' ? (answer.body as { body?: { data?: { fileId?: unknown } } } | null) : null;
    const id = body?.body?.data?.fileId;
    // A refusal is told by a code in an answer that is 200.
    if (id === undefined && answer.got === 'answer' && answer.status === 200) return rejected('render');
    return id === undefined ? notLaid(answer) : { id: `${id}` };
  });

  const send = async (messages: readonly (TextOut | KakaoOut)[]): Promise<readonly Outcome[]> => {
    const ids = await pictures(messages.flatMap((one) => (one.channel === 'sms' ? (one.picture ?? []) : [])));
    if ('outcome' in ids) {
      log.warn({ ...ids }, 'NHN Cloud: picture not accepted');
      return messages.map(() => ids);
    }
    const said = new Map<string, Outcome>();
    await Promise.all(
      grouped(messages, settings, ids).map(async ({ path, body, recipients }) => {
        const text = JSON.stringify({ ...body, recipientList: recipients.map(({ row }) => row) });
        // Only Bizmessage keeps a request under its key; text is asked once.
        const { answer, again } =
          medium === 'kakao' ? await twice(client, path, text, newId('nhn')) : await once(client, path, text);
        const whole = wholeOutcome(answer, codes);
        const outcomes = again && whole ? () => LOST : outcomesIn(answer, codes);
        for (const { reference } of recipients) {
          const outcome = outcomes(reference);
          said.set(reference, again && outcome.outcome === 'retry_later' ? LOST : outcome);
        }
        const told = { code: codeOf(answer), ...whole, ...(again && LOST), messages: recipients.length };
        if (whole) log.warn(told, 'NHN Cloud: not accepted');
      }),
    );
    return messages.map(({ reference }) => said.get(reference) ?? { outcome: 'unknown', reason: 'other' });
  };

  return {
    name: medium,
    account: practice ? `practice:${medium}` : `nhn:${settings.appKey}:${settings.senderKey ?? ''}`,
    practice,
    timeoutMs: client.timeoutMs,
    batch: BATCH,
    send,
    lookup: (asked) => lookup(client, settings, medium, asked),
    probe: async () => {
      const path =
        medium === 'kakao'
          ? `/alimtalk/v2.3/appkeys/${settings.appKey}/senders/${settings.senderKey}/templates?pageSize=1`
          : `/sms/v3.0/appKeys/${settings.appKey}/sender/sms?requestId=none`;
      const answer = await client.call('GET', path, { withinMs: 5_000 });
      if (answer.got === 'nothing') return `NHN Cloud: ${answer.why}`;
      const { resultCode } = headerOf(answer);
      // A wrong key is told by a code; that a request is not known is no fault.
      const wrong = resultCode === undefined || (resultCode <= -1000 && resultCode >= -1008);
      return wrong ? `NHN Cloud: ${answer.status} ${resultCode ?? ''}`.trim() : null;
    },
    close: async () => undefined,
  } as Channel<TextOut> | Channel<KakaoOut>;
};

/** `again`: the answer is that of a second request, and the first may have been taken. */
type Told = { answer: Answer; again: boolean };
/** Why the second was not taken says nothing of the first: handed over anew, under a key of its own, it could arrive twice. */
const LOST = unknown('no_answer');

const once = async (client: NhnClient, path: string, body: string): Promise<Told> => ({
  answer: await client.call('POST', path, { body }),
  again: false,
});

/** Asked again under the same key when no answer came: for ten minutes they take it only once. */
const twice = async (client: NhnClient, path: string, body: string, key: string): Promise<Told> => {
  const withinMs = Math.floor(client.timeoutMs / 2);
  const first = await client.call('POST', path, { body, key, withinMs });
  const lost = first.got === 'nothing' ? first.begun : first.status >= 500;
  return { answer: lost ? await client.call('POST', path, { body, key, withinMs }) : first, again: lost };
};

const codeOf = (answer: Answer) =>
  answer.got === 'answer' ? (headerOf(answer).resultCode ?? answer.status) : answer.why;

/** Each recipient's own answer, by our reference. */
const outcomesIn = (answer: Answer, codes: ReadonlyMap<string, Meaning>): ((reference: string) => Outcome) => {
  const whole = wholeOutcome(answer, codes);
  if (whole || answer.got === 'nothing') return () => whole ?? { outcome: 'unknown', reason: 'other' };
  const body = answer.body as {
    message?: { requestId?: string; sendResults?: SendResult[] };
    body?: { data?: { requestId?: string; sendResultList?: SendResult[] } };
  };
  const requestId = body.message?.requestId ?? body.body?.data?.requestId ?? '';
  const rows = body.message?.sendResults ?? body.body?.data?.sendResultList ?? [];
  const byKey = new Map(rows.map((row) => [row.recipientGroupingKey, row]));
  return (reference) => {
    const row = byKey.get(reference);
    return outcomeOf(codes.get(`${row?.resultCode}`), `${requestId}:${row?.recipientSeq ?? ''}`);
  };
};

const resendOf = (fallback: (TextContent & { body: string }) | null) =>
  fallback
    ? {
        isResend: true,
        resendType: fallback.kind === 'sms' ? 'SMS' : 'LMS',
        resendContent: fallback.body,
        resendSendNo: fallback.from,
        ...(fallback.kind !== 'sms' && { resendTitle: fallback.subject }),
      }
    : { isResend: false };

type Ids = ReadonlyMap<string, string>;

/** One message as a request and the recipient in it. */
const requestOf = (message: TextOut | KakaoOut, { appKey, senderKey }: NhnSettings, ids: Ids): Request => {
  const { reference, body } = message;
  const key = { recipientGroupingKey: reference };
  const { recipientNo, countryCode } = nhnNumber(message.to);
  if (message.channel === 'sms') {
    const long = message.kind !== 'sms';
    const door = `${message.isAd ? 'ad-' : ''}${long ? 'mms' : 'sms'}`;
    return {
      path: `/sms/v3.0/appKeys/${appKey}/sender/${door}`,
      body: {
        body,
        sendNo: message.from,
        ...(long && { title: message.subject }),
        ...(message.picture && { attachFileIdList: [Number(ids.get(message.picture.sha256))] }),
      },
      recipients: [{ reference, row: { recipientNo, countryCode, ...key } }],
    };
  }
  const resendParameter = resendOf(message.fallback);
  if (message.form.kind === 'alimtalk')
    return {
      path: `/alimtalk/v2.3/appkeys/${appKey}/messages`,
      body: { senderKey, templateCode: message.form.template },
      recipients: [
        { reference, row: { recipientNo, templateParameter: message.form.variables, resendParameter, ...key } },
      ],
    };
  const buttons = message.form.buttons.map(({ name, url }) => ({ name, type: 'WL', linkMo: url, linkPc: url }));
  return {
    path: `/brand-message/v1.0/appkeys/${appKey}/freestyle-messages`,
    body: { senderKey, chatBubbleType: 'TEXT', content: body, ...(buttons.length > 0 && { buttons }) },
    // Only the channel's friends: everybody else needs an approval of its own by Kakao.
    recipients: [{ reference, row: { recipientNo, targeting: 'I', resendParameter, ...key } }],
  };
};

/** Messages that say the same go in one request. */
const grouped = (messages: readonly (TextOut | KakaoOut)[], settings: NhnSettings, ids: Ids): Request[] => {
  const requests = new Map<string, Request>();
  for (const message of messages) {
    const one = requestOf(message, settings, ids);
    const same = JSON.stringify([one.path, one.body]);
    const known = requests.get(same);
    requests.set(same, known ? { ...known, recipients: [...known.recipients, ...one.recipients] } : one);
  }
  return [...requests.values()];
};

const lookup = async (
  client: NhnClient,
  { appKey }: NhnSettings,
  medium: 'sms' | 'kakao',
  asked: readonly Asked[],
): Promise<Found[]> => {
  const lists =
    medium === 'kakao'
      ? [`/alimtalk/v2.3/appkeys/${appKey}/messages`, `/brand-message/v1.0/appkeys/${appKey}/messages`]
      : [`/sms/v3.0/appKeys/${appKey}/sender/sms`, `/sms/v3.0/appKeys/${appKey}/sender/mms`];
  const results: Found[] = [];
  for (const one of asked) results.push(await lookFor(client, lists, medium, one));
  return results;
};

const lookFor = async (
  client: NhnClient,
  lists: readonly string[],
  medium: 'sms' | 'kakao',
  { reference, handedAt }: Asked,
): Promise<Found> => {
  for (const path of lists) {
    const found = await nhnList(client, path, {
      recipientGroupingKey: reference,
      startRequestDate: korean(new Date(handedAt.getTime() - SKEW_MS)),
      endRequestDate: korean(new Date(handedAt.getTime() + client.timeoutMs + SKEW_MS)),
    });
    if (typeof found === 'string') return { outcome: 'unsure', reason: found };
    const row = found.find((each) => each.recipientGroupingKey === reference);
    if (row) return foundAs(row, medium);
  }
  return { outcome: 'missing' };
};

/** A message without a result yet is on its way; one with a result that failed may still go as text. */
const foundAs = (row: NhnStored, medium: 'sms' | 'kakao'): Found => {
  const meaning = (medium === 'kakao' ? KAKAO_RESULT : SMS_RESULT).get(row.resultCode ?? '');
  const failed = meaning?.is === 'refused' && !fallsBack(row);
  return failed
    ? rejected(meaning.reason)
    : { outcome: 'accepted', providerId: `${row.requestId ?? ''}:${row.recipientSeq ?? ''}` };
};

/** RSC02 to RSC04: text takes its place, or has. */
export const fallsBack = (row: NhnStored): boolean => /^RSC0[234]$/.test(row.resendStatus ?? '');
