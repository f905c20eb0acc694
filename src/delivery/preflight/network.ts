import { isIP } from 'node:net';
import { strings } from '../../i18n/language.ts';
import { isLoopback, isPublic, type Net } from '../../kit/net.ts';
import type { Words } from './rule.ts';

/** What the world answered, asked just now; null where it is all right. */
export type NetworkFacts = {
  practice: boolean;
  links: readonly { id: string; url: string; problem: Words | null }[];
  /** Records of the sender's domain that are missing or could not be had; null when nobody sends by mail. */
  domain: { name: string; missing: readonly string[] } | null;
};

/** A person waits for the answer with a finger on a button that has three seconds. */
const DEADLINE_MS = 1_800;
const HOPS = 4;
/** Where services commonly keep their key, when nobody said where ours is. */
const SELECTORS = ['default', 'dkim', 'mail', 's1', 's2', 'selector1', 'selector2', 'k1', 'google', 'resend', 'baton'];

type Problem = keyof ReturnType<typeof words>;
const words = (language: 'ko' | 'en' = 'ko') => strings(language).preflight.network;
const said = (problem: Exclude<Problem, 'status'>): Words => ({ ko: words('ko')[problem], en: words('en')[problem] });
const answered = (status: number): Words => ({
  ko: words('ko').status({ status }),
  en: words('en').status({ status }),
});

/** Opens every link as a customer would, and reads what the sender's domain says of itself. All at once, within a deadline. */
export const askNetwork = async (
  net: Net,
  about: { links: readonly { id: string; url: string }[]; senderEmail: string | null; selector: string | null },
  deadlineMs = DEADLINE_MS,
): Promise<NetworkFacts> => {
  const signal = AbortSignal.timeout(deadlineMs);
  const [links, domain] = await Promise.all([
    Promise.all(
      about.links.map(async (link) => ({ ...link, problem: await intime(openLink(net, link.url, signal), signal) })),
    ),
    about.senderEmail === null ? null : senderDomain(net, about.senderEmail, about.selector, signal),
  ]);
  return { practice: net.practice, links, domain };
};

/** What does not answer in time has not answered, also when it does not heed the signal. */
const intime = <T>(work: Promise<T>, signal: AbortSignal): Promise<T | Words> =>
  Promise.race([
    work,
    new Promise<Words>((done) => {
      if (signal.aborted) done(said('silent'));
      signal.addEventListener('abort', () => done(said('silent')), { once: true });
    }),
  ]);

/** @returns what a customer would run into, or null when the page opens */
export const openLink = async (net: Net, from: string, signal: AbortSignal): Promise<Words | null> => {
  let at = from;
  for (let hop = 0; hop <= HOPS; hop++) {
    if (!URL.canParse(at)) return said('lost');
    const url = new URL(at);
    const address = await addressOf(net, url, signal);
    if (typeof address !== 'string') return address.problem;
    let answer: { status: number; location: string | null };
    try {
      answer = await net.connect({ url, address, signal });
    } catch {
      return said('silent');
    }
    if (answer.status < 300 || answer.status >= 400) return answer.status === 200 ? null : answered(answer.status);
    if (answer.location === null || !URL.canParse(answer.location, at)) return said('lost');
    at = new URL(answer.location, at).href;
  }
  return said('loop');
};

/** Where to connect: looked up once, and every address it has must be one for the public. */
const addressOf = async (net: Net, url: URL, signal: AbortSignal): Promise<string | { problem: Words }> => {
  const local = net.practice && isLoopback(url.hostname);
  if ((url.protocol !== 'https:' && !(local && url.protocol === 'http:')) || url.username !== '')
    return { problem: said('open') };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let found: readonly string[];
  try {
    found = isIP(host) ? [host] : await net.resolve(host, signal);
  } catch {
    return { problem: said('silent') };
  }
  const [first] = found;
  if (first === undefined) return { problem: said('unresolved') };
  return net.practice || found.every(isPublic) ? first : { problem: said('private') };
};

const senderDomain = async (
  net: Net,
  email: string,
  selector: string | null,
  signal: AbortSignal,
): Promise<NonNullable<NetworkFacts['domain']>> => {
  const name = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const has = async (at: string, record: RegExp): Promise<boolean> => {
    const found = await intime(
      net.texts(at, signal).catch((): readonly string[] => []),
      signal,
    );
    return Array.isArray(found) && found.some((text: string) => record.test(text));
  };
  const any = async (asked: readonly Promise<boolean>[]) => (await Promise.all(asked)).includes(true);
  // A policy stands at the domain itself or at the one it belongs to.
  const parents = name.split('.').map((_, i, parts) => parts.slice(i).join('.'));
  const records: Readonly<Record<string, Promise<boolean>>> = {
    SPF: has(name, /^v=spf1\b/i),
    DKIM: any(
      (selector === null ? SELECTORS : [selector]).map((each) =>
        has(`${each}._domainkey.${name}`, /(?:^|;)\s*p=[^;\s]/i),
      ),
    ),
    DMARC: any(parents.filter((each) => each.includes('.')).map((each) => has(`_dmarc.${each}`, /^v=DMARC1\b/i))),
  };
  const missing: string[] = [];
  for (const [record, there] of Object.entries(records)) if (!(await there)) missing.push(record);
  return { name, missing };
};
