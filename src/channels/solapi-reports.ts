import { toE164 } from '../kit/phone.ts';
import { type Report, type Reporter, reportsOf } from './report.ts';
import { listMessages, refOf, type SolapiSettings, type Stored, solapiClient } from './solapi-client.ts';
import { STATUS } from './solapi-codes.ts';

/** Most ids in one address. */
const IDS = 40;

/**
 * Reports come unsigned: what they say is asked of the vendor before it counts, and only the answer is used. The body is
 * an array of messages or of groups.
 */
export const solapiReporter = (settings: SolapiSettings): Reporter => {
  const client = solapiClient(settings);
  return {
    source: 'solapi',
    read: async ({ body }) => {
      const told = parsed(body);
      if (!told) return { ok: false, why: 'malformed' };
      const ids = [...new Set(told.flatMap((one) => (one.messageId ? [one.messageId] : [])))];
      const groups = [...new Set(told.flatMap((one) => (one.messageId ? [] : (one.groupId ?? []))))];
      const queries = [
        ...chunks(ids).map((some) => Object.fromEntries(some.map((id, i) => [`messageIds[${i}]`, id]))),
        ...groups.map((groupId) => ({ groupId })),
      ];
      const reports: Report[] = [];
      for (const query of queries) {
        const found = await listMessages(client, query);
        if (typeof found === 'string') throw new Error(`Solapi did not confirm its report: ${found}`);
        reports.push(...found.flatMap(reportOf));
      }
      return { ok: true, reports };
    },
  };
};

const parsed = (body: string): { messageId?: string; groupId?: string }[] | null => {
  try {
    const told: unknown = JSON.parse(body);
    return Array.isArray(told) && told.every((one) => typeof one === 'object' && one !== null) ? told : null;
  } catch {
    return null;
  }
};

const chunks = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / IDS) }, (_, i) => ids.slice(i * IDS, (i + 1) * IDS));

const reportOf = (stored: Stored): Report[] => {
  const { messageId, statusCode, type } = stored;
  if (!messageId || !statusCode) return [];
  const at = new Date(stored.dateReceived ?? stored.dateReported ?? stored.dateUpdated ?? '');
  return reportsOf(STATUS.get(statusCode), {
    id: `solapi:${messageId}:${statusCode}`,
    reference: refOf(stored),
    address:
      typeof stored.to === 'string' ? toE164(`+${stored.country ?? '82'}${stored.to.replace(/^0/, '')}`, 'KR') : null,
    channel: /^(?:ATA|CTA|CTI|BMS)/.test(type ?? '') ? 'kakao' : 'sms',
    at: Number.isNaN(at.getTime()) ? null : at,
    code: statusCode,
  });
};
