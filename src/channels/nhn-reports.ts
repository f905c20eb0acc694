import { sameSecret } from '../kit/hash.ts';
import { toE164 } from '../kit/phone.ts';
import { fallsBack } from './nhn.ts';
import { fromKorean, type NhnSettings, type NhnStored, nhnClient, nhnList } from './nhn-client.ts';
import { KAKAO_RESULT, SMS_RESULT } from './nhn-codes.ts';
import { type Report, type Reporter, reportsOf } from './report.ts';

type Hook = NhnStored & { hookId?: string; createdDateTime?: string };
type Told = { event?: string; hooks?: Hook[] };

/**
 * Reports of NHN Cloud. Their signature is a fixed word that travels with every report, no proof of what stands in it: so
 * results are read from their own lists. Who opted out is believed at once, because doubt would be on the wrong side.
 */
export const nhnReporter = (settings: NhnSettings, medium: 'sms' | 'kakao'): Reporter => {
  const client = nhnClient(settings);
  return {
    source: medium === 'kakao' ? 'nhn-kakao' : 'nhn-sms',
    read: async ({ header, body, now }) => {
      const given = header('X-Toast-Webhook-Signature') ?? '';
      if (!settings.webhookSignature || !sameSecret(given, settings.webhookSignature))
        return { ok: false, why: 'forged' };
      const told = parsed(body);
      if (!told) return { ok: false, why: 'malformed' };
      const hooks = told.hooks ?? [];
      if (told.event === 'UNSUBSCRIBE') return { ok: true, reports: hooks.flatMap((hook) => optOut(hook, now)) };
      if (told.event !== 'MESSAGE_RESULT_UPDATE') return { ok: true, reports: [] };
      const reports: Report[] = [];
      for (const requestId of new Set(hooks.flatMap((hook) => hook.requestId ?? []))) {
        const found = await confirmed(settings, client, medium, requestId);
        const about = new Set(hooks.filter((hook) => hook.requestId === requestId).map((hook) => hook.recipientSeq));
        reports.push(...found.filter((row) => about.has(row.recipientSeq)).flatMap((row) => reportOf(row, medium)));
      }
      return { ok: true, reports };
    },
  };
};

const confirmed = async (
  { appKey }: NhnSettings,
  client: ReturnType<typeof nhnClient>,
  medium: 'sms' | 'kakao',
  requestId: string,
): Promise<NhnStored[]> => {
  const lists =
    medium === 'kakao'
      ? [`/alimtalk/v2.3/appkeys/${appKey}/messages`, `/brand-message/v1.0/appkeys/${appKey}/messages`]
      : [`/sms/v3.0/appKeys/${appKey}/sender/sms`, `/sms/v3.0/appKeys/${appKey}/sender/mms`];
  for (const path of lists) {
    const found = await nhnList(client, path, { requestId });
    if (typeof found === 'string') throw new Error(`NHN Cloud did not confirm its report: ${found}`);
    if (found.length > 0) return found;
  }
  return [];
};

/** What is replaced by text has not failed: the text's own end is told when it is known. */
const reportOf = (row: NhnStored, medium: 'sms' | 'kakao'): Report[] => {
  const code = row.resendStatus === 'RSC04' ? '1000' : (row.resultCode ?? '');
  if (code !== '1000' && fallsBack(row)) return [];
  return reportsOf((medium === 'kakao' ? KAKAO_RESULT : SMS_RESULT).get(code), {
    id: `nhn:${row.requestId}:${row.recipientSeq}:${code}`,
    reference: row.recipientGroupingKey ?? null,
    address: row.recipientNo ? toE164(row.recipientNo, 'KR') : null,
    channel: medium,
    at: fromKorean(row.receiveDate ?? row.resultDate),
    code,
  });
};

const optOut = ({ hookId, recipientNo, createdDateTime }: Hook, now: Date): Report[] => {
  const address = recipientNo ? toE164(recipientNo, 'KR') : null;
  if (!address) return [];
  const at = new Date(createdDateTime ?? now);
  return [
    {
      id: `nhn:${hookId ?? address}`,
      type: 'unsubscribed',
      reference: null,
      address,
      channel: 'sms',
      at: Number.isNaN(at.getTime()) ? null : at,
    },
  ];
};

const parsed = (body: string): Told | null => {
  try {
    const told = JSON.parse(body) as Told | null;
    return told && typeof told === 'object' && (told.hooks === undefined || Array.isArray(told.hooks)) ? told : null;
  } catch {
    return null;
  }
};
