import { hasExits } from '../message/dress.ts';
import { type Message, textOfHtml } from '../message/message.ts';
import { ads, none, type PreflightInput, type Rule, type Words, within } from './rule.ts';

/** Members of the European Union and those who keep the same rules. */
const EUROPE = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);
const ADDRESS: Words = { ko: '우편 주소', en: 'postal address' };
const EXIT: Words = { ko: '수신거부 안내', en: 'a way out' };
const CONSENT: Words = { ko: '채널 동의', en: 'a consent to the channel' };

const lackingIn = (messages: readonly Message[], what: Words, has: (message: Message) => boolean): Words[] =>
  messages.filter((message) => !has(message)).map(({ key }) => within(key, what));
const body = ({ fields }: Message): string => [fields.text ?? '', textOfHtml(fields.html ?? '')].join(' ');
const byMail = ({ messages }: PreflightInput): boolean => messages.some(({ form }) => form === 'email');

/** What other countries ask where the account's people live there. Nothing of it was read at the source. */
export const abroadRules: readonly Rule[] = [
  {
    id: 'US-MAIL-01',
    family: 'copy',
    severity: 'block',
    confirm: true,
    looksAt: 'messages',
    concerns: (input) => ads(input) && input.region === 'US' && byMail(input),
    judge: ({ messages, kit }) =>
      none([
        ...lackingIn(messages, ADDRESS, (message) => body(message).includes(kit.sender.address)),
        ...lackingIn(messages, EXIT, (message) => hasExits(body(message))),
      ]),
  },
  {
    id: 'EU-01',
    family: 'condition',
    severity: 'block',
    confirm: true,
    looksAt: 'messages',
    concerns: (input) => ads(input) && EUROPE.has(input.region),
    judge: ({ messages, evidence: { audience }, facts }) =>
      none([
        ...(audience.send + audience.holdout <= facts.consented ? [] : [CONSENT]),
        ...lackingIn(messages, EXIT, ({ optOut }) => optOut !== null && optOut.trim() !== ''),
      ]),
  },
];
