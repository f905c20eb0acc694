import type { Log } from '../kit/log.ts';
import { domestic } from '../kit/phone.ts';
import type { Asked, Channel, Found, KakaoOut, Outcome, TextContent, TextOut } from './channel.ts';
import type { Answer } from './http.ts';
import { notLaid, picturesAt } from './picture.ts';
import { outcomeOf, rejected } from './report.ts';
import {
  type Client,
  inSeoul,
  listMessages,
  refOf,
  type SolapiSettings,
  type Stored,
  solapiClient,
} from './solapi-client.ts';
import { errorCodeOf, STATUS, wholeOutcome } from './solapi-codes.ts';

/** Most at once: what a crash can leave unknown, each of which is looked up by number. Theirs is 10,000. */
const BATCH = 200;
/** Their own clock and ours may differ by minutes. */
const SKEW_MS = 10 * 60_000;

/**
 * Alimtalk, brand messages and the SMS family through Solapi. A client of our own: theirs posts a request again after a
 * 503, and one message becomes three. Nothing is given to their scheduler; what they are asked for is asked in +09:00.
 */
export const solapiChannel = (
  settings: SolapiSettings,
  medium: 'sms' | 'kakao',
): Channel<TextOut> | Channel<KakaoOut> => {
  const { log, practice } = settings;
  const client = solapiClient(settings);
  const pictures = picturesAt(settings.clock, async ({ sha256, jpeg }) => {
    const file = Buffer.from(jpeg).toString('base64');
    const asked = { file, name: `${sha256.slice(0, 32)}.jpg`, type: 'MMS' };
    const answer = await client.post('/storage/v1/files', asked, client.timeoutMs / 4);
    const id = answer.got === 'answer' ? (answer.body as { fileId?: unknown } | null)?.fileId : null;
    return typeof id === 'string' && id !== '' ? { id } : notLaid(answer);
  });

  const send = async (messages: readonly (TextOut | KakaoOut)[]): Promise<readonly Outcome[]> => {
    if (messages.length === 0) return [];
    const ids = await pictures(messages.flatMap((one) => (one.channel === 'sms' ? (one.picture ?? []) : [])));
    if ('outcome' in ids) {
      log.warn({ ...ids }, 'Solapi: picture not accepted');
      return messages.map(() => ids);
    }
    const answer = await client.post('/messages/v4/send-many/detail', {
      messages: messages.map((message) => bodyOf(message, settings, ids)),
      // Two contacts with one number get one message.
      allowDuplicates: false,
      showMessageList: true,
    });
    const whole = wholeOutcome(answer);
    if (whole) {
      log.warn({ ...saidBy(answer), ...whole, messages: messages.length }, 'Solapi: request not accepted');
      return messages.map(() => whole);
    }
    const said = answersIn(answer);
    return messages.map(({ reference }) => {
      const one = said.get(reference);
      const code = one?.statusCode ?? '';
      const outcome = outcomeOf(STATUS.get(code), one?.messageId ?? '');
      if (outcome.outcome !== 'accepted') log.warn({ code, ...outcome }, 'Solapi: message not accepted');
      return outcome;
    });
  };

  return {
    name: medium,
    account: practice ? `practice:${medium}` : `solapi:${settings.apiKey}:${medium === 'kakao' ? settings.pfId : ''}`,
    practice,
    timeoutMs: client.timeoutMs,
    batch: BATCH,
    send,
    lookup: (asked) => lookup(client, asked, log),
    probe: async () => {
      const answer = await client.get('/cash/v1/balance', {}, 5_000);
      if (answer.got === 'nothing') return `Solapi: ${answer.why}`;
      return answer.status === 200 ? null : `Solapi: ${answer.status} ${errorCodeOf(answer.body)}`.trim();
    },
    close: async () => undefined,
  } as Channel<TextOut> | Channel<KakaoOut>;
};

const addressed = (to: string) => {
  const number = domestic(to);
  return number ? { to: number.national, country: number.country } : { to: to.replace(/\D/g, '') };
};

type Ids = ReadonlyMap<string, string>;

const bodyOf = (message: TextOut | KakaoOut, settings: SolapiSettings, ids: Ids) => {
  const common = { ...addressed(message.to), customFields: { ref: message.reference } };
  if (message.channel === 'sms') return { ...common, ...textOf(message, message.body, ids) };
  const { form, fallback, body } = message;
  const { pfId } = settings;
  const from = fallback?.from ?? settings.from;
  if (form.kind === 'brand')
    return {
      ...common,
      from,
      type: 'BMS_FREE',
      text: body,
      kakaoOptions: {
        pfId,
        // Only the channel's friends: everybody else needs an approval of its own by Kakao.
        bms: {
          targeting: 'I',
          chatBubbleType: 'TEXT',
          buttons: form.buttons.map(({ name, url }) => ({ linkType: 'WL', name, linkMobile: url, linkPc: url })),
        },
      },
    };
  return {
    ...common,
    from,
    type: 'ATA',
    kakaoOptions: {
      pfId,
      templateId: form.template,
      variables: Object.fromEntries(Object.entries(form.variables).map(([name, value]) => [`#{${name}}`, value])),
      disableSms: fallback === null,
    },
    ...(fallback && { replacements: [{ to: common.to, ...textOf(fallback, fallback.body, ids) }] }),
  };
};

const textOf = ({ kind, from, subject, picture }: TextContent, text: string, ids: Ids) => ({
  from,
  text,
  type: kind.toUpperCase(),
  ...(kind !== 'sms' && { subject }),
  ...(picture && { imageId: ids.get(picture.sha256) }),
});

const saidBy = (answer: Answer) =>
  answer.got === 'answer' ? { status: answer.status, code: errorCodeOf(answer.body) } : { why: answer.why };

/** Each message's own answer, by our reference. */
const answersIn = (answer: Answer): Map<string, Stored> => {
  const body = answer.got === 'answer' ? (answer.body as { messageList?: unknown; failedMessageList?: unknown }) : {};
  const lists = [body?.messageList, body?.failedMessageList].flatMap((list) => (Array.isArray(list) ? list : []));
  return new Map(lists.flatMap((one: Stored) => (refOf(one) ? [[refOf(one) ?? '', one] as const] : [])));
};

/** Asked by number and time, found by reference: what was lost with the answer is the vendor's own id. */
const lookup = async (client: Client, asked: readonly Asked[], log: Log): Promise<Found[]> => {
  const results: Found[] = [];
  for (const { reference, to, handedAt } of asked) {
    const found = await listMessages(client, {
      to: addressed(to).to,
      dateType: 'CREATED',
      startDate: inSeoul(new Date(handedAt.getTime() - SKEW_MS)),
      endDate: inSeoul(new Date(handedAt.getTime() + client.timeoutMs + SKEW_MS)),
    });
    if (typeof found === 'string') {
      log.warn({ why: found }, 'Solapi: look-up not answered');
      results.push({ outcome: 'unsure', reason: found });
      continue;
    }
    const one = found.find((stored) => refOf(stored) === reference);
    const meaning = STATUS.get(one?.statusCode ?? '');
    if (!one) results.push({ outcome: 'missing' });
    else if (!meaning) results.push({ outcome: 'unsure', reason: `code ${one.statusCode}` });
    else if (meaning.is === 'taken' || meaning.is === 'delivered')
      results.push({ outcome: 'accepted', providerId: one.messageId ?? '' });
    else results.push(rejected(meaning.reason));
  }
  return results;
};
