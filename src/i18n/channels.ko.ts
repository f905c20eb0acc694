import { by } from './particle.ts';

/** What a campaign goes by, and what is told of it. */
export const channelsKo = {
  names: { email: '이메일', sms: '문자', kakao: '카카오', push: '앱 푸시' },
  /** As a brief names them, first the one that carries. */
  ways: {
    email: '이메일',
    sms: '문자',
    kakao: '카카오',
    'kakao+sms': '카카오, 안 되면 문자',
    push: '앱 푸시',
  },
  forms: {
    email: '이메일',
    sms: '단문(SMS)',
    lms: '장문(LMS)',
    mms: '사진 문자(MMS)',
    alimtalk: '알림톡',
    brand: '브랜드 메시지',
    push: '앱 푸시',
  },
  units: { eucKrBytes: 'B', chars: '자', utf16: '자', utf8Bytes: 'B' },
  consent: {
    email: '이메일 동의 기준',
    sms: '문자 동의 기준',
    kakao: '카카오 동의 기준',
    push: '앱 푸시 동의 기준',
  },
  reachable: {
    email: '이메일 가능 (명)',
    sms: '문자 가능 (명)',
    kakao: '카카오 가능 (명)',
    push: '앱 푸시 가능 (명)',
  },
  /** What has to be set before a channel is offered. */
  settings: {
    email: 'SMTP_URL과 MAIL_FROM',
    sms: 'SOLAPI_API_KEY·SOLAPI_API_SECRET 또는 NHN_SMS_APP_KEY·NHN_SMS_SECRET_KEY',
    kakao: 'SOLAPI_PFID 또는 NHN_KAKAO_APP_KEY·NHN_KAKAO_SECRET_KEY·NHN_KAKAO_SENDER_KEY',
    push: 'FCM_SERVICE_ACCOUNT',
  },
  unknown: (p: { name: string; offered: string }) =>
    `${by(p.name)}는 보낼 수 없어요. 지금 쓸 수 있는 채널: ${p.offered}.`,
  notOffered: (p: { name: string; settings: string; offered: string }) =>
    `${p.name} 채널은 아직 설정이 없어 쓸 수 없어요. 쓰려면 관리자가 ${p.settings}를 설정해 주세요. 지금 쓸 수 있는 채널: ${p.offered}.`,
  mixed: (p: { list: string; ways: string }) =>
    `한 캠페인은 한 채널로만 보내요: '${p.list}'. 고를 수 있는 것: ${p.ways}.`,
  none: '연결된 채널이 없어요. 먼저 채널을 연결해 주세요.',
  askedStrange: (p: { said: string; way: string; offered: string }) =>
    `${by(p.said)} 보내 달라고 하셨는데 그렇게는 보낼 수 없어 ${by(p.way)} 준비했어요. 지금 쓸 수 있는 채널: ${p.offered}.`,
  askedOther: (p: { asked: string; way: string }) =>
    `말씀에는 ${p.asked}인데 브리프는 ${p.way}예요. 다르면 수정에서 채널을 골라 주세요.`,
};
