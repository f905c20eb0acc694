import type { channelsKo } from './channels.ko.ts';

export const channelsEn: typeof channelsKo = {
  names: { email: 'e-mail', sms: 'text message', kakao: 'Kakao', push: 'app push' },
  ways: {
    email: 'e-mail',
    sms: 'text message',
    kakao: 'Kakao',
    'kakao+sms': 'Kakao, else text message',
    push: 'app push',
  },
  forms: {
    email: 'e-mail',
    sms: 'short text (SMS)',
    lms: 'long text (LMS)',
    mms: 'picture text (MMS)',
    alimtalk: 'Alimtalk',
    brand: 'brand message',
    push: 'app push',
  },
  units: { eucKrBytes: ' B', chars: ' characters', utf16: ' characters', utf8Bytes: ' B' },
  consent: {
    email: 'by e-mail consent',
    sms: 'by consent to text messages',
    kakao: 'by consent to Kakao messages',
    push: 'by consent to app push',
  },
  reachable: {
    email: 'By e-mail (people)',
    sms: 'By text message (people)',
    kakao: 'By Kakao (people)',
    push: 'By app push (people)',
  },
  informs: 'counted without consent, as information and no advertisement',
  settings: {
    email: 'SMTP_URL and MAIL_FROM',
    sms: 'SOLAPI_API_KEY and SOLAPI_API_SECRET, or NHN_SMS_APP_KEY and NHN_SMS_SECRET_KEY',
    kakao: 'SOLAPI_PFID, or NHN_KAKAO_APP_KEY, NHN_KAKAO_SECRET_KEY and NHN_KAKAO_SENDER_KEY',
    push: 'FCM_SERVICE_ACCOUNT',
  },
  unknown: (p) => `“${p.name}” is no channel that can be sent by. Channels that can be used now: ${p.offered}.`,
  notOffered: (p) =>
    `There are no settings for ${p.name} yet, so it cannot be used. An admin can set ${p.settings}. Channels that can be used now: ${p.offered}.`,
  mixed: (p) => `A campaign goes by one channel only: “${p.list}”. Choose one of: ${p.ways}.`,
  none: 'No channel is connected. Connect one first.',
  askedStrange: (p) =>
    `You asked for “${p.said}”, which cannot be sent by; this is prepared as ${p.way}. Channels that can be used now: ${p.offered}.`,
  copy: {
    checks: {
      channel: 'channel of the brief',
      alimtalk: 'Alimtalk template and values',
      fallback: 'words of the text message behind Kakao',
      signs: 'signs a text message can carry',
      length: 'length of the channel',
      title: 'title of a long text',
      seen: 'what a notification shows',
      picture: 'picture in the text message',
    },
    channel: (p) => `${p.key}: the brief's channel is ${p.name}.`,
    long: (p) => `${p.key}: ${p.form} is ${p.n}${p.unit} at its longest (at most ${p.max}${p.unit}).`,
    title: (p) => `${p.key}: the title of the long text (LMS) is ${p.n} B (at most ${p.max} B).`,
    seenTitle: (p) => `${p.key}: the title is ${p.n} characters; after ${p.max} it may not be seen.`,
    seenBody: (p) => `${p.key}: the text is ${p.n} characters; after ${p.max} it may not be seen.`,
    signs: (p) => `${p.key}: a text message cannot carry these signs: ${p.list}. Say it in other words.`,
    mended: (p) => `${p.key}: signs that a text message does not have are sent as others: ${p.list}.`,
    fallback: (p) => `${p.key}: the text message for those whom Kakao cannot reach has no words yet.`,
    noFallback: (p) =>
      `${p.key}: the brief has no text message behind Kakao. Empty its words, or change the channel of the brief.`,
    fallbackLong: (p) => `${p.key}: the text message behind Kakao has room for ${p.max} characters.`,
    notKakao: (p) => `${p.key}: Alimtalk goes by Kakao only.`,
    template: (p) => `${p.key}: "${p.template}" is no approved Alimtalk template. To choose from: ${p.known}.`,
    noTemplates: (p) =>
      `${p.key}: there is no approved Alimtalk template. Import them with \`baton alimtalk\` once Kakao has approved some, or choose a brand message.`,
    values: {
      empty: (p) => `${p.key}: values of the template are empty: ${p.names}. Fill them in with Edit.`,
      strange: (p) => `${p.key}: the template has no such values: ${p.names}.`,
      hole: (p) => `${p.key}: empty for customers without a name: ${p.names}. Give it a default.`,
    },
    offer: (p) =>
      `${p.key}: a campaign with an offer is an advertisement and cannot go as Alimtalk. Choose a brand message, or take the offer out of the brief.`,
    brandInstead:
      'You asked for Alimtalk; this is a brand message. Alimtalk only carries information in an approved text, never advertising. If this is information, choose a template with Edit.',
    noAd: 'Alimtalk leaves only when it is no advertisement: untick “advertisement” when editing the plan. As long as it is ticked, the launch is blocked.',
    brand: 'Brand message (advertisement)',
    approved: (p) => `Alimtalk: ${p.name}`,
    noLink: 'no link',
    noPicture: 'no picture',
    lostPicture: (p) =>
      `${p.key}: there is no picture ‘${p.name}’ any more. Please pick another one or none when editing.`,
    pictured: (p) => `Picture: ${p.name}`,
    length: (p) => `${p.form} ${p.n}/${p.max}${p.unit}`,
    pushLength: (p) => `title ${p.title}/${p.titleMax} characters · text ${p.body}/${p.bodyMax}`,
    fallbackLength: (p) => `else ${p.text}`,
    longest: 'at its longest',
    titled: (p) => `*Title* ${p.text}`,
    button: (p) => `*Button* ${p.text}`,
    instead: '*As a text message, where Kakao cannot reach*',
    labels: {
      picture: (p) => `${p.key} picture`,
      template: (p) => `${p.key} template`,
      values: (p) => `${p.key} template values`,
      fallback: (p) => `${p.key} text message behind Kakao`,
    },
  },
  askedOther: (p) =>
    `The words say ${p.asked}, the brief says ${p.way}. If that is wrong, choose the channel with Edit.`,
};
