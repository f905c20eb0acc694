import type { PreflightWords } from './preflight.ko.ts';

type P = Readonly<Record<string, string | number>>;

const n = (value: string | number | undefined): string => Number(value ?? 0).toLocaleString('en-US');
const rule = (ok: string | ((p: P) => string), no: string | ((p: P) => string)) => ({
  ok: typeof ok === 'string' ? () => ok : ok,
  no: typeof no === 'string' ? () => no : no,
});

export const preflightEn: PreflightWords = {
  notRun: (p) => `The check ${p.id} could not run. What could not be checked has not passed. Please check again.`,
  sources: {
    'KR-CONS-01': 'Network Act art. 50(1)',
    'KR-CONS-02': 'Network Act art. 50(2)',
    'KR-CONS-03': 'Network Act art. 50(8), Decree art. 62-3',
    'MAIL-REP-01': 'Gmail sender requirements',
    'KR-NIGHT-02': 'Network Act Decree art. 61(2) (exempts e-mail)',
    'KR-LABEL-02': 'Network Act Decree annex 6',
    'KR-LABEL-04': 'Network Act Decree annex 6',
    'KR-LABEL-05': 'Network Act art. 50',
    'KR-OPT-02': 'Network Act Decree annex 6',
    'KR-ID-01': 'Network Act art. 50(4)',
    'MAIL-HDR-01': 'RFC 8058',
    'CLAIM-01': 'Fair Labeling and Advertising Act art. 3, 5',
    'CLAIM-02': 'Supreme Court 2019Du36001',
    'CLAIM-03': 'Fair Labeling and Advertising Act art. 3(1)3, 4',
    'KR-GOODS-01': 'Network Act art. 50-8',
  },
  rules: {
    'APPR-01': rule(
      'What was approved is what will leave.',
      'The content changed after it was approved. Nothing was sent. Please approve the new content.',
    ),
    'KR-CONS-01': rule(
      (p) => `Everyone has consented to e-mail (${n(p.n)} without consent are left out).`,
      (p) =>
        `${n(p.asked)} people are more than the ${n(p.known)} who consented to e-mail. Please count the segments again.`,
    ),
    'KR-CONS-02': rule(
      (p) => `${n(p.n)} unsubscribed or bounced are left out, and it is checked again right before sending.`,
      'It could not be proved that nobody who unsubscribed is among the recipients. Please count the segments again.',
    ),
    'KR-CONS-03': rule(
      'Every consent is less than two years old.',
      (p) =>
        `${n(p.n)} consents are older than two years: those people are skipped when sending. ${n(p.soon)} more reach two years within 60 days. Please send them the confirmation notice.`,
    ),
    'MAIL-REP-01': rule(
      'Spam complaints of the last 7 days are below 0.1%.',
      (p) =>
        `Spam complaints of the last 7 days are ${p.percent}%. From 0.3% nothing can be sent. Narrow the audience and review the copy.`,
    ),
    'MAIL-BNC-01': rule(
      'Bounces of the last 7 days are at most 2%.',
      (p) =>
        `Bounces of the last 7 days are ${p.percent}%. Above 5% nothing can be sent. Please clean the address list.`,
    ),
    'BUDGET-01': rule(
      'Sending stays within the budget.',
      'Sending costs more than the budget. Raise the budget or narrow the audience.',
    ),
    'CHAN-01': rule(
      'The account it leaves by is connected.',
      'The account of this plan is not the one connected now. Check the SMTP settings and draft the plan again.',
    ),
    'SCHED-01': rule(
      'The send time is set.',
      (p) => `The send time (${p.at}) has passed or is within 2 minutes. Choose a later time or "now".`,
    ),
    'SCHED-02': rule(
      (p) => `Sending takes about ${n(p.minutes)} minutes.`,
      'At this rate it does not finish within a day. Raise the rate or split the audience.',
    ),
    'KR-NIGHT-02': rule(
      'It avoids 21:00 to 08:00.',
      'It leaves between 21:00 and 08:00. The law allows that for e-mail, but daytime is better.',
    ),
    'TGT-01': rule((p) => `It goes to ${n(p.n)} people.`, 'There is nobody to send to. Widen the segment.'),
    'DUP-01': rule(
      (p) => `One message a person (${n(p.shared)} with a shared address are left out).`,
      (p) => `Segments and copy do not fit together: ${p.what}. Please review the copy step.`,
    ),
    'EVERY-01': rule(
      'It goes to chosen people only.',
      (p) => `This goes to all ${n(p.n)} customers. Make sure that everybody is meant.`,
    ),
    'FREQ-01': rule(
      'Nobody here had another campaign lately.',
      (p) =>
        `${n(p.n)} people had another campaign lately. ${n(p.capped)} over the contact cap are left out, and the cap holds while sending.`,
    ),
    'HOLD-01': rule(
      (p) => `A ${p.percent}% holdout can show a conversion difference of ${p.points} points.`,
      (p) =>
        Number(p.percent) === 0
          ? 'Without a holdout nobody can say what the campaign added. Only attributed revenue will be seen.'
          : p.points === ''
            ? 'This audience is too small to show any difference. The result will read "cannot tell".'
            : `A conversion difference below ${p.points} points will read "cannot tell". Try a larger audience or holdout.`,
    ),
    'KR-LABEL-02': rule(
      'The subject starts with (광고).',
      (p) => `The subject does not start with (광고): ${p.what}. Please save the copy again.`,
    ),
    'KR-LABEL-04': rule(
      'The ad label is not disguised.',
      (p) => `The ad label is written in another way: ${p.what}. Remove it: (광고) is added for you.`,
    ),
    'KR-LABEL-05': rule(
      'It reads as a message that is no advertisement.',
      (p) =>
        `It is marked as no advertisement, but reads like one: ${p.what}. Make it an advertisement or drop the words.`,
    ),
    'KR-OPT-02': rule(
      'The way out is given in Korean and English.',
      (p) => `The way out is missing: ${p.what}. Please save the copy again.`,
    ),
    'KR-ID-01': rule(
      "The sender's name, address, phone and e-mail are given.",
      (p) => `The sender's details are missing: ${p.what}. Complete the brand kit and save the copy again.`,
    ),
    'MAIL-HDR-01': rule(
      'Readers can unsubscribe with one click in their mail app.',
      'The one-click unsubscribe address is not https. Set PUBLIC_URL to an https address.',
    ),
    'MAIL-SIZE-01': rule(
      'The mail is smaller than 102 KB.',
      (p) => `Over 102 KB the way out is cut off: ${p.what}. Please shorten the text.`,
    ),
    'KEY-01': rule(
      "The brand's fixed message stands as it is.",
      (p) => `The brand's fixed message is missing or changed: ${p.what}. Pick the message again in the brief.`,
    ),
    'LIQ-01': rule(
      'Personalization is written correctly.',
      (p) => `Personalization is not written correctly: ${p.what}. Write it as {{ first_name | default: "there" }}.`,
    ),
    'LIQ-02': rule('No placeholder is left.', (p) => `A placeholder is left: ${p.what}. Fill it or remove it.`),
    'LIQ-03': rule(
      'It also reads well without a name.',
      (p) =>
        `Somebody without a name reads a gap: ${p.what}. Give a default, as in {{ first_name | default: "there" }}.`,
    ),
    'LEN-01': rule(
      'Subjects stay within 50 characters.',
      (p) => `A subject can exceed 50 characters: ${p.what}. Phones cut it off.`,
    ),
    'LEN-02': rule(
      'Previews stay within 90 characters.',
      (p) => `A preview can exceed 90 characters: ${p.what}. The rest is not seen.`,
    ),
    'EMPTY-01': rule('Nothing is empty.', (p) => `Subject, text or button is empty: ${p.what}. Please fill it.`),
    'CHAR-01': rule(
      'There are no invisible characters.',
      (p) => `There are invisible or direction-changing characters: ${p.what}. Please type it again.`,
    ),
    'EMOJI-01': rule(
      'At most one emoji in a subject.',
      (p) => `Several emoji in a subject: ${p.what}. It may look like spam.`,
    ),
    'WORD-01': rule('No banned word is used.', (p) => `A banned word is used: ${p.what}. Please say it differently.`),
    'CLAIM-01': rule(
      'No claim without a source.',
      (p) =>
        `These words need a source: ${p.what}. Add it to the brand kit or say it differently. (Have counsel confirm the reading of the law.)`,
    ),
    'CLAIM-02': rule(
      'No offer that was not decided.',
      (p) =>
        `This offer is not in the brief: ${p.what}. Add it there or drop the words. (Have counsel confirm the reading of the law.)`,
    ),
    'CLAIM-03': rule(
      'No comparison with others.',
      (p) => `It compares with others: ${p.what}. That needs proof and legal review.`,
    ),
    'KR-GOODS-01': rule(
      'Nothing that may not be advertised.',
      (p) => `This may not be advertised: ${p.what}. It cannot be sent.`,
    ),
    'LINK-01': rule(
      (p) =>
        Number(p.practice)
          ? `${n(p.links)} links are safe (with practice addresses).`
          : `All ${n(p.links)} links are https.`,
      (p) => `A link is not safe: ${p.what}. Change it to an https address in the brand kit.`,
    ),
    'LINK-02': rule(
      'Every link is on the list.',
      (p) => `A link is not on the list: ${p.what}. Pick one from the brand kit.`,
    ),
    'LINK-03': rule(
      'No address is written into the text.',
      (p) => `An address is written into the text: ${p.what}. Addresses go on the button only.`,
    ),
    'LINK-04': rule(
      'Every link can be counted.',
      (p) => `A link cannot be counted: ${p.what}. Please save the copy again.`,
    ),
  },
};
