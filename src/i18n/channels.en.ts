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
  askedOther: (p) =>
    `The words say ${p.asked}, the brief says ${p.way}. If that is wrong, choose the channel with Edit.`,
};
