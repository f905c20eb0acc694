import type { PreflightWords } from './preflight.ko.ts';

/** A name nobody gave reads `…`: the table of rules is written so. */
type P = Readonly<Record<string, string | number>>;

const n = (value: string | number | undefined): string =>
  value === '…' ? value : Number(value ?? 0).toLocaleString('en-US');
const rule = (ok: string | ((p: P) => string), no: string | ((p: P) => string)) => ({
  ok: typeof ok === 'string' ? () => ok : ok,
  no: typeof no === 'string' ? () => no : no,
});

export const preflightEn: PreflightWords = {
  notRun: (p) => `The check ${p.id} could not run. What could not be checked has not passed. Please check again.`,
  confirm: ' (to be confirmed)',
  practice: ' (practice)',
  channels: { email: 'e-mail', sms: 'text messages', kakao: 'Kakao', push: 'push' },
  coupon: {
    single: 'a code meant for one person stands in the text itself. Take it out and write {{ coupon }}',
    expired: 'the code of a coupon that has ended',
    unknown: 'a code of no coupon we know. Add it as a coupon or take it out',
    gone: 'the coupon chosen in the brief does not exist',
    moved: 'the terms of the coupon changed after this plan was made',
    longer: 'longer codes were added, and the messages have to be measured again. Draft the plan again',
  },
  network: {
    status: (p) => `answers ${p.status}`,
    open: 'leads to an address that is not https',
    private: 'leads to a private address',
    unresolved: 'the name has no address',
    silent: 'no answer in time',
    loop: 'redirects too often',
    lost: 'redirects nowhere',
  },
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
    'KR-CONS-04': 'Network Act art. 50(7), Decree art. 62-2',
    'KR-CONS-05': 'KISA guide',
    'KR-NIGHT-01': 'Network Act art. 50(3)',
    'KR-NIGHT-03': 'Kakao brand message hours',
    'KR-LABEL-01': 'Network Act Decree annex 6',
    'KR-LABEL-03': 'KISA push guide',
    'KR-OPT-01': 'Network Act art. 50(6)',
    'KR-OPT-03': 'Network Act art. 50(4)',
    'KR-ID-02': 'Sender number registration',
    'KR-DEALER-01': 'Network Act art. 50-3(1)',
    'SCHED-02': 'Network Act art. 50(3)',
    'KK-AT-01': 'Kakao Alimtalk review',
    'KK-AT-02': 'Kakao Alimtalk guide',
    'KK-AT-03': 'Kakao Alimtalk review criteria',
    'KK-BM-01': 'Kakao brand message format',
    'KK-BM-02': 'Kakao brand message targeting',
    'KK-BM-03': 'Vendor documentation',
    'KK-BM-04': 'Vendor guidance',
    'SMS-LEN-01': 'Carrier format',
    'SMS-LEN-02': 'Carrier format',
    'SMS-CHR-01': 'KS X 1001',
    'MMS-IMG-01': 'Carrier format',
    'PUSH-LEN-01': 'APNs and FCM limits',
    'MAIL-DNS-01': 'Gmail and Outlook sender requirements',
    'MAIL-SIZE-01': 'Gmail display limit',
    'CLAIM-04': 'Sector advertising rules',
    'PII-01': 'PIPA art. 28-8',
    'AI-LBL-01': 'AI Basic Act art. 31',
    'US-MAIL-01': 'CAN-SPAM',
    'US-TCPA-01': 'TCPA, 47 CFR 64.1200',
    'EU-01': 'ePrivacy art. 13, GDPR art. 6, 7, 21',
  },
  rules: {
    'APPR-01': rule(
      'What was approved is what will leave.',
      'The content changed after it was approved. Nothing was sent. Please approve the new content.',
    ),
    'KR-CONS-01': rule(
      (p) => `Everyone has consented to ${p.channel} (${n(p.n)} without consent are left out).`,
      (p) =>
        `${n(p.asked)} people are more than the ${n(p.known)} who consented to ${p.channel}. Please count the segments again.`,
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
      'The account of this plan is not the one connected now. Check the settings of the channel and draft the plan again.',
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
    'COUPON-EXPIRY': rule(
      (p) => `The coupon can be used until ${p.until}.`,
      (p) =>
        `The coupon ends on ${p.until}, but the ${p.days} days in which orders count end on ${p.to}. Choose one that lasts longer, or send earlier.`,
    ),
    'COUPON-QUANTITY': rule(
      (p) => `${n(p.left)} coupon codes are left: one for each of the ${n(p.n)} readers.`,
      (p) =>
        `There are ${n(p.n)} readers and ${n(p.left)} coupon codes left (${n(p.spoken)} of them belong to other approved campaigns). Add codes or narrow the audience.`,
    ),
    'COUPON-TERMS': rule(
      'Discount and condition are those of the coupon.',
      (p) =>
        `The offer or the copy differs from the coupon's discount and condition: ${p.what}. Make the brief's offer and the copy say the same.`,
    ),
    'COUPON-CODE': rule('The coupon code in it can be used.', (p) => `Look at the coupon code: ${p.what}.`),
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
    'MAIL-HDR-01': rule(
      (p) => `Readers can unsubscribe with one click in their mail app${p.practice}.`,
      'The one-click unsubscribe address is not https. Set PUBLIC_URL to an https address.',
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
      (p) => `These words need a source: ${p.what}. Add it to the brand kit or say it differently.`,
    ),
    'CLAIM-02': rule(
      'No offer that was not decided.',
      (p) => `This offer is not in the brief: ${p.what}. Add it there or drop the words.`,
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
    'KR-LABEL-01': rule(
      "The text starts with (광고) and the sender's name.",
      (p) =>
        `A text message must start with (광고) and the sender's name. Missing: ${p.what}. Set the name, and Baton puts both in.`,
    ),
    'KR-LABEL-02': rule(
      'The subject starts with (광고).',
      (p) => `The subject does not start with (광고): ${p.what}. Save the copy again and Baton adds it.`,
    ),
    'KR-LABEL-03': rule(
      'The push starts with (광고).',
      (p) =>
        `Neither the title nor the body of the push starts with (광고): ${p.what}. Save the copy again and Baton adds it.`,
    ),
    'KR-LABEL-04': rule(
      'The ad label is not disguised.',
      (p) => `The ad label is written in another way: ${p.what}. Please remove it: Baton adds (광고).`,
    ),
    'KR-LABEL-05': rule(
      'It reads like a message that is no advertisement.',
      (p) =>
        `It is said to be no advertisement but reads like one: ${p.what}. Make it an advertisement or take the words out.`,
    ),
    'KR-OPT-01': rule(
      'The text ends with the free 080 opt-out number.',
      (p) =>
        `The text does not end with the registered free opt-out number: ${p.what}. Put the 080 number into the brand kit and save the copy again.`,
    ),
    'KR-OPT-02': rule(
      'The way out is named in Korean and English.',
      (p) => `Something is missing from the way out: ${p.what}. Save the copy again and Baton adds it.`,
    ),
    'KR-OPT-03': rule(
      'The push says how to turn it off.',
      (p) => `How to turn the push off is missing: ${p.what}. Put the place in the app into the brand kit.`,
    ),
    'KR-ID-01': rule(
      'It says who sends it.',
      (p) => `Something about the sender is missing: ${p.what}. Complete the brand kit and save the copy again.`,
    ),
    'TEXT-01': rule('Everything to be read is there.', (p) => `Something is empty: ${p.what}. Please fill it in.`),
    'VAR-01': rule(
      'The longest length of each variable is known.',
      (p) => `Nobody knows how long these variables become: ${p.what}. Put their most characters into vars.`,
    ),
    'SMS-LEN-01': rule(
      'The text stays within 90 bytes.',
      (p) => `At its longest it is over 90 bytes: ${p.what}. Shorten it or make it an LMS.`,
    ),
    'SMS-LEN-02': rule(
      'The body stays within 2,000 bytes and the subject within 40.',
      (p) => `It is over 2,000 bytes in the body or 40 in the subject: ${p.what}. Please shorten it.`,
    ),
    'SMS-CHR-01': rule(
      'Every character can be sent as a text message.',
      (p) =>
        `Some characters cannot be sent as a text message: ${p.what}. What Baton can replace is shown replaced; write the rest in other words.`,
    ),
    'MMS-IMG-01': rule(
      'The images are JPG and of the right size.',
      (p) => `MMS images are 1 to 3 JPG files of at most 200 KB and 1500×1440: ${p.what}. Please change the images.`,
    ),
    'PUSH-LEN-01': rule(
      'The push stays within 4,096 bytes.',
      (p) => `The push is over 4,096 bytes: ${p.what}. Shorten the body or the data.`,
    ),
    'PUSH-LEN-02': rule(
      'The push can be seen whole.',
      (p) => `Of a push 30 characters of title and 90 of body are seen: ${p.what}. Put what matters first.`,
    ),
    'MAIL-SIZE-01': rule(
      'The mail is smaller than 102 KB.',
      (p) => `The mail is over 102 KB, so that the way out is cut off: ${p.what}. Please shorten the body.`,
    ),
    'LEN-01': rule(
      'The subject is within 50 characters.',
      (p) => `At its longest the subject is over 50 characters: ${p.what}. Phones cut it off.`,
    ),
    'LEN-02': rule(
      'The preview is within 90 characters.',
      (p) => `The preview is over 90 characters: ${p.what}. The rest is not seen.`,
    ),
    'LINK-06': rule(
      'There is no shortened address.',
      (p) => `There is a shortened address: ${p.what}. Carriers may filter it as spam. Use the address itself.`,
    ),
    'LINK-07': rule(
      'There is no open address (http).',
      (p) => `There is an address that is not https: ${p.what}. Please use an https address.`,
    ),
    'AI-LBL-01': rule(
      'Images made by AI say so.',
      (p) => `Nothing says that the image was made by AI: ${p.what}. Say it in the message, or settle it with counsel.`,
    ),
    'KK-AT-01': rule(
      'It is the approved Alimtalk text as it stands.',
      (p) =>
        `It is not shown to be the approved Alimtalk text: ${p.what}. Use the approved text unchanged, or have the template approved again.`,
    ),
    'KK-AT-02': rule(
      "Length, variables and buttons stay within Alimtalk's limits.",
      (p) =>
        `It is over Alimtalk's limits (1,000 characters, 40 variables, 5 buttons, 14 characters a button): ${p.what}. Please shorten it.`,
    ),
    'KK-AT-03': rule(
      'It is information that Alimtalk may carry.',
      (p) =>
        `Alimtalk may not carry advertising: ${p.what}. If it informs, untick the ad label when editing the plan; if it advertises, use a brand message or a text message, or take the words out.`,
    ),
    'KK-AT-04': rule(
      'Every Alimtalk variable can be filled.',
      (p) => `Some Alimtalk variables cannot be filled: ${p.what}. Give each a value in words.`,
    ),
    'KK-BM-01': rule(
      "The brand message stays within its bubble's limits.",
      (p) => `It is over the limits of the brand message's bubble: ${p.what}. Please shorten it.`,
    ),
    'KK-BM-02': rule(
      'Only friends of the channel get it.',
      (p) =>
        `This targeting (${p.what}) reaches people who are not friends of the channel. Only channels that Kakao approved may use it (50,000 friends, an 080 number, consents that name Kakao). Please use I.`,
    ),
    'KK-BM-03': rule(
      'No text message is sent in its place.',
      (p) =>
        `No text message can stand in for a brand message: ${p.what}. Make the text message a message of its own and have it approved.`,
    ),
    'KR-CONS-04': rule(
      'Everyone was told what became of their consent or refusal.',
      (p) =>
        `${n(p.n)} people have not been told for 10 days what became of their consent or refusal (${n(p.overdue)} for over 14 days). Please send them the result notice.`,
    ),
    'KR-CONS-05': rule(
      'The notice holds no advertising.',
      (p) =>
        `The legal notice holds words that read like advertising: ${p.what}. Take them out: with them it is an advertisement.`,
    ),
    'KR-NIGHT-01': rule(
      'Everything leaves between 8 in the morning and 9 at night.',
      (p) =>
        `Starting at ${p.from} it ends at ${p.to}, so that some of it leaves between 21:00 and 08:00. Advertising may not be sent then without a consent for the night. Start earlier or raise the rate.`,
    ),
    'KR-NIGHT-03': rule(
      'Brand messages may be sent at this time.',
      (p) =>
        `Starting at ${p.from} it ends at ${p.to}. Brand messages may be sent from 08:00 to 20:50 only. Start earlier or raise the rate.`,
    ),
    'KR-ID-02': rule(
      'It leaves from a registered sender number.',
      'There is no registered sender number. Put the number you registered into the brand kit.',
    ),
    'KR-DEALER-01': rule(
      (p) => `It leaves by a certified bulk-SMS dealer (until ${p.until}).`,
      (p) =>
        `Text-message advertising may leave by a certified dealer only, and there is no valid certificate (${p.until}). Put the date it is valid until into the brand kit.`,
    ),
    'KK-BM-04': rule(
      'Nobody got a brand message since yesterday.',
      (p) => `${n(p.n)} brand messages were sent within a day. Nobody should get more than one a day.`,
    ),
    'MAIL-DNS-01': rule(
      (p) => `SPF, DKIM and DMARC of the sender's domain are right${p.practice}.`,
      (p) => `Some settings of the sender's domain could not be confirmed: ${p.what}. Please mend the domain's DNS.`,
    ),
    'CLAIM-04': rule(
      'Nothing in it needs a specialist.',
      (p) =>
        `Advertising of health, food, cosmetics, finance or medicine needs a specialist: ${p.what}. Put the reviewed wording into the brand kit with its evidence, or take the words out.`,
    ),
    'PII-01': rule(
      "The copy holds nobody's personal data.",
      (p) => `The copy holds what looks like personal data: ${p.what}. Please remove it.`,
    ),
    'LINK-05': rule(
      (p) => `All ${n(p.links)} links open${p.practice}.`,
      (p) => `Some links do not open: ${p.what}. Mend the links and check again.`,
    ),
    'US-MAIL-01': rule(
      'The US mail has a postal address and a way out.',
      (p) => `Something is missing from advertising mail to the US: ${p.what}. Please complete the brand kit.`,
    ),
    'US-TCPA-01': rule(
      'Text messages may arrive in the US at this time.',
      "Advertising text messages to the US may arrive between 08:00 and 21:00 of the recipient's time only, with written consent. Please change the time.",
    ),
    'EU-01': rule(
      'The consent and the way to withdraw it that Europe asks for are there.',
      (p) =>
        `Something is missing from advertising to Europe: ${p.what}. There must be a consent for each channel, as easy to withdraw as to give.`,
    ),
  },
};
