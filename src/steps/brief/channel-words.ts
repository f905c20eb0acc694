import type { ChannelName } from '../../channels/channel.ts';

/** What some words ask to be sent by. */
export type AskedWay = {
  /** As a brief's `channels`; null where no channel of ours is named. */
  way: readonly ChannelName[] | null;
  /** Kakao's informational message by an approved template, by that name. */
  alimtalk: boolean;
  /** Ways that no channel of ours is, as they were said. */
  strange: readonly string[];
};

type Way = ChannelName | 'strange';
const NAMES: readonly (readonly [Way, string])[] = [
  [
    'kakao',
    String.raw`카카오톡?(?:\s?(?:메시지|채널))?|카톡|알림톡|친구톡|브랜드\s?메시지|kakao(?:\s?talk)?(?: message)?s?|alimtalks?`,
  ],
  ['sms', String.raw`문자(?:\s?메시지)?(?!열)|\b[sl]ms\b|\btext(?:s|ing)?(?: messages?)?\b(?! (?:of|in|on))`],
  [
    'push',
    String.raw`(?:앱\s?)?푸시(?:\s?(?:알림|메시지))?|앱\s?알림|\b(?:app )?push(?: notifications?| messages?)?\b`,
  ],
  ['email', String.raw`이메일|전자우편|메일|\be-?mails?\b`],
  [
    'strange',
    String.raw`팩스|우편(?:엽서)?|엽서|전화|인스타(?:그램)?(?:\s?dm)?|라인\s?메시지|텔레그램|왓츠앱|\bfax(?:es)?\b|postcards?|\bphone calls?\b|instagram(?: dms?)?|whats ?app|telegram`,
  ],
];
const NAMED = new RegExp(NAMES.map(([, words]) => `(${words})`).join('|'), 'giu');

/** Behind a name: it is left out, or only spoken of (consent to it, messages of it that were opened). */
const NOT = /^\s?(?:[은는을를]\s?)?(?:말고|빼고|제외|대신|없이|아니고)/u;
const SPOKEN_OF =
  /^\s?(?:광고\s?)?(?:수신|동의|거부|주소|번호|가입|오픈|클릭|을?\s?(?:열|받은|받고|누른|클릭|켠|끈)|를\s?(?:열|받은|받고|누른|클릭|켠|끈)|로\s?(?:온|받은)|consent|address|subscrib|opt|open|click)/iu;
const NOT_BEFORE = /(?:not (?:by|via|through)|no|without|instead of|rather than|don'?t)\s(?:an?\s)?$/iu;
const OPENED_BEFORE =
  /(?:opened|clicked|got|received|read|turned (?:on|off)|agreed to|opted (?:in|out)(?: to| of)?)\s(?:our |the |an? |last )*$/iu;
/** A name the words send by, and not only mention: `문자로`, `by text`. */
const BY = /^\s?(?:으로|로(?!\s?(?:온|받은)))/u;
const BY_BEFORE = /(?:by|via|through|with an?|as an?|over|on|send (?:an?|them)|use)\s(?:our |the |an? )*$/iu;
/** Between two names: the second steps in where the first cannot. */
const ELSE =
  /안\s?되|못\s?(?:받|보내|가)|실패|없으면|없는\s?(?:분|사람|고객)|대체|그래도|\belse\b|otherwise|fall(?:s|ing)? ?back|if (?:that|it|they|not)|fails?|who (?:can'?t|cannot)|where .{0,20}(?:can'?t|cannot)/iu;

/** Joins a name to the next one: what is said of that is said of both. */
const AND = /^\s?(?:이?나|이?랑|하고|[과와및,/·]|or|and)\s*$/iu;

type Found = { way: Way; said: string; at: number; end: number; strong: boolean };

const namesIn = (text: string): Found[] => {
  const found = named(text);
  for (const [i, next] of [...found.entries()].reverse()) {
    const before = found[i - 1];
    if (before && next.strong && AND.test(text.slice(before.end, next.at))) before.strong = true;
  }
  return found;
};

const named = (text: string): Found[] =>
  [...text.matchAll(NAMED)].flatMap((match): Found[] => {
    const way = NAMES[match.slice(1).findIndex((group) => group !== undefined)]?.[0];
    const [said] = match;
    const end = match.index + said.length;
    const [before, after] = [text.slice(0, match.index), text.slice(end)];
    if (!way || NOT.test(after) || SPOKEN_OF.test(after) || NOT_BEFORE.test(before) || OPENED_BEFORE.test(before))
      return [];
    return [{ way, said, at: match.index, end, strong: BY.test(after) || BY_BEFORE.test(before) }];
  });

const isOurs = (found: Found): found is Found & { way: ChannelName } => found.way !== 'strange';

/**
 * The channel some words ask for: the one they send *by* before one they only mention, the first before the others. Kakao
 * with text messages beside it is Kakao first and a text message where that cannot reach.
 */
export const askedWay = (words: string): AskedWay => {
  const text = words.normalize('NFKC');
  const names = namesIn(text);
  const strong = names.filter((each) => each.strong);
  const ours = (strong.some(isOurs) ? strong : names).filter(isOurs);
  const [first] = ours;
  const has = (name: ChannelName): boolean => names.some(({ way }) => way === name);
  const behind = first?.way === 'kakao' && has('sms');
  const stepsIn = first?.way === 'sms' && has('kakao') && ELSE.test(text.slice(0, first.at));
  const way = behind || stepsIn ? (['kakao', 'sms'] as const) : first ? [first.way] : null;
  return {
    way,
    alimtalk: way?.[0] === 'kakao' && names.some(({ said }) => /알림톡|alimtalk/iu.test(said)),
    strange: [...new Set(strong.filter((each) => !isOurs(each)).map(({ said }) => said))],
  };
};

/** A text message behind what was decided before: `안 되면 문자로`, said later in the thread. */
export const asksForFallback = (words: string): boolean => {
  const text = words.normalize('NFKC');
  const sms = namesIn(text).find(({ way }) => way === 'sms');
  return sms !== undefined && ELSE.test(text.slice(0, sms.at));
};
