import { createSign } from 'node:crypto';
import type { Log } from '../kit/log.ts';
import { messageOf } from '../kit/log.ts';
import type { Channel, Outcome, PushOut } from './channel.ts';
import { type Answer, ask } from './http.ts';
import { hold, rejected, unknown } from './report.ts';

/** The few fields of Google's key file that are used. */
export type ServiceAccount = { project_id: string; client_email: string; private_key: string; token_uri: string };

/**
 * Push through FCM HTTP v1. By REST and node:crypto: Google's own library speaks HTTP/2 in batches, and brings a
 * hundred packages for one signature.
 */
export type FcmSettings = {
  account: ServiceAccount;
  baseUrl: string;
  practice: boolean;
  log: Log;
  clock: { system(): Date };
  /** Tokens that no device has any more, by the references they were written to under. */
  onDead: (dead: readonly { reference: string; token: string }[]) => Promise<void>;
  timeoutMs?: number;
};

export const FCM_URL = 'https://fcm.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const BATCH = 20;
/** Google takes an hour at most; a new token is fetched while the old one still holds. */
const TOKEN_S = 3_600;
const RENEW_MS = 5 * 60_000;

/** Errors by FCM's own code, which is finer than the status. A code that is not here is unknown. */
type Said = Extract<Answer, { got: 'answer' }>;
const CODES: ReadonlyMap<string, (answer: Said) => Outcome> = new Map<string, (answer: Said) => Outcome>([
  ['UNREGISTERED', () => rejected('dead_token')],
  // A token of another project, and one that never was a token: this app will not reach that device.
  ['SENDER_ID_MISMATCH', () => rejected('dead_token')],
  ['INVALID_ARGUMENT', () => rejected('render')],
  ['THIRD_PARTY_AUTH_ERROR', () => hold('sender')],
  ['UNAUTHENTICATED', () => hold('down')],
  ['PERMISSION_DENIED', () => hold('down')],
  ['QUOTA_EXCEEDED', (answer) => hold('busy', answer.retryAfterMs || 60_000)],
  ['RESOURCE_EXHAUSTED', (answer) => hold('busy', answer.retryAfterMs || 60_000)],
  // Overloaded, and nothing was taken: theirs to say when.
  ['UNAVAILABLE', (answer) => hold('busy', answer.retryAfterMs)],
]);

type FcmError = { error?: { status?: string; details?: { '@type'?: string; errorCode?: string; field?: string }[] } };

export const fcmOutcome = (answer: Answer): Outcome => {
  if (answer.got === 'nothing') return answer.begun ? unknown('no_answer') : hold('down', 0);
  if (answer.status === 200) {
    const name = (answer.body as { name?: unknown } | null)?.name;
    return typeof name === 'string' ? { outcome: 'accepted', providerId: name } : unknown('other');
  }
  const code = codeOf(answer);
  if (code === 'INVALID_ARGUMENT' && /registration token|message\.token/i.test(answer.text))
    return rejected('dead_token');
  return CODES.get(code)?.(answer) ?? unknown(answer.status >= 500 ? 'no_answer' : 'other');
};

const codeOf = (answer: Said): string => {
  const { error } = (answer.body ?? {}) as FcmError;
  return error?.details?.find((each) => each.errorCode)?.errorCode ?? error?.status ?? `${answer.status}`;
};

export const fcmChannel = (settings: FcmSettings): Channel<PushOut> => {
  const { account, clock, log, practice } = settings;
  const timeoutMs = settings.timeoutMs ?? 10_000;
  const url = `${settings.baseUrl}/v1/projects/${account.project_id}/messages:send`;
  const bearer = tokens(settings, timeoutMs);

  const post = async (body: unknown, withinMs: number): Promise<Answer> => {
    const token = await bearer();
    if (typeof token !== 'string') return token;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return ask(url, { method: 'POST', headers, body: JSON.stringify(body), timeoutMs: withinMs }, clock.system());
  };

  const sendOne = async (message: PushOut): Promise<Outcome> => {
    const answer = await post({ message: wireOf(message) }, timeoutMs);
    const outcome = fcmOutcome(answer);
    if (outcome.outcome !== 'accepted')
      log.warn({ code: answer.got === 'answer' ? codeOf(answer) : answer.why, ...outcome }, 'FCM: not accepted');
    return outcome;
  };

  return {
    name: 'push',
    account: practice ? 'practice:push' : `fcm:${account.project_id}`,
    practice,
    // A token may have to be fetched first.
    timeoutMs: timeoutMs * 2,
    batch: BATCH,
    send: async (messages) => {
      const outcomes = await Promise.all(messages.map(sendOne));
      const dead = messages.filter((_, i) => isDead(outcomes[i]));
      if (dead.length > 0)
        await settings
          .onDead(dead.map(({ reference, to }) => ({ reference, token: to })))
          .catch((error) => log.warn({ error: messageOf(error) }, 'dead tokens are kept for now'));
      return outcomes;
    },
    probe: async () => {
      // Checked by Google as any message would be, and sent to nobody.
      const answer = await post({ validate_only: true, message: { topic: 'baton-probe', data: {} } }, 5_000);
      if (answer.got === 'nothing') return `FCM: ${answer.why}`;
      return answer.status === 200 ? null : `FCM: ${answer.status} ${codeOf(answer)}`;
    },
    close: async () => undefined,
  };
};

const isDead = (outcome: Outcome | undefined): boolean =>
  outcome?.outcome === 'rejected' && outcome.reason === 'dead_token';

const wireOf = ({ to, title, body, link, reference }: PushOut) => ({
  token: to,
  notification: { title, body },
  data: { link, ref: reference },
});

/** One access token for all, asked for once however many wait for it. */
const tokens = ({ account, clock }: FcmSettings, timeoutMs: number) => {
  let kept: { token: string; until: number } | null = null;
  let asking: Promise<string | Answer> | null = null;
  const fetchOne = async (): Promise<string | Answer> => {
    const now = clock.system();
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertion(account, now),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await ask(account.token_uri, { method: 'POST', headers, body: `${body}`, timeoutMs }, now);
    // Whatever went wrong here, no message was begun.
    if (answer.got === 'nothing') return { ...answer, begun: false };
    const said = answer.body as { access_token?: unknown; expires_in?: unknown } | null;
    if (answer.status !== 200 || typeof said?.access_token !== 'string')
      return { got: 'nothing', begun: false, why: `no access token: ${answer.status}` };
    kept = { token: said.access_token, until: now.getTime() + Number(said.expires_in ?? TOKEN_S) * 1000 };
    return kept.token;
  };
  return (): Promise<string | Answer> => {
    if (kept && kept.until - RENEW_MS > clock.system().getTime()) return Promise.resolve(kept.token);
    asking ??= fetchOne().finally(() => {
      asking = null;
    });
    return asking;
  };
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signed with the account's own key (RFC 7523). */
const assertion = ({ client_email, private_key, token_uri }: ServiceAccount, now: Date): string => {
  const iat = Math.floor(now.getTime() / 1000);
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss: client_email, scope: SCOPE, aud: token_uri, iat, exp: iat + TOKEN_S })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(private_key, 'base64url')}`;
};
