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
  informs: '광고가 아닌 안내라 동의 없이 셌어요',
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
  /** Copy of a channel: what its form has, what its checks say. */
  copy: {
    checks: {
      channel: '브리프의 채널',
      alimtalk: '알림톡 템플릿과 값',
      fallback: '대체 문자의 글',
      signs: '문자에 쓸 수 있는 글자',
      length: '채널의 길이',
      title: '장문 제목의 길이',
      seen: '알림에 보이는 길이',
      picture: '문자에 넣은 사진',
    },
    channel: (p: { key: string; name: string }) => `${p.key}: 브리프의 채널은 ${p.name}예요.`,
    long: (p: { key: string; form: string; n: string; max: string; unit: string }) =>
      `${p.key}: ${p.form} 길이가 가장 길 때 ${p.n}${p.unit}예요 (${p.max}${p.unit}까지).`,
    title: (p: { key: string; n: string; max: string }) => `${p.key}: 장문(LMS)의 제목이 ${p.n}B예요 (${p.max}B까지).`,
    seenTitle: (p: { key: string; n: string; max: string }) =>
      `${p.key}: 알림 제목이 ${p.n}자라 ${p.max}자 뒤는 보이지 않을 수 있어요.`,
    seenBody: (p: { key: string; n: string; max: string }) =>
      `${p.key}: 알림 본문이 ${p.n}자라 ${p.max}자 뒤는 보이지 않을 수 있어요.`,
    signs: (p: { key: string; list: string }) =>
      `${p.key}: 문자로 보낼 수 없는 글자가 있어요: ${p.list}. 다른 말로 바꿔 주세요.`,
    mended: (p: { key: string; list: string }) => `${p.key}: 문자에 없는 글자는 바꿔서 보내요: ${p.list}.`,
    fallback: (p: { key: string }) => `${p.key}: 카카오로 못 받는 분께 보낼 문자의 글이 비어 있어요.`,
    noFallback: (p: { key: string }) =>
      `${p.key}: 브리프에 대체 문자가 없어요. 글을 비우거나 브리프의 채널을 바꿔 주세요.`,
    fallbackLong: (p: { key: string; max: string }) => `${p.key}: 대체 문자의 글은 ${p.max}자까지예요.`,
    notKakao: (p: { key: string }) => `${p.key}: 알림톡은 카카오로만 보낼 수 있어요.`,
    template: (p: { key: string; template: string; known: string }) =>
      `${p.key}: 승인된 알림톡 템플릿이 아니에요: '${p.template}'. 고를 수 있는 것: ${p.known}.`,
    noTemplates: (p: { key: string }) =>
      `${p.key}: 승인된 알림톡 템플릿이 하나도 없어요. 카카오 심사를 받은 뒤 \`baton alimtalk\`으로 가져오거나 브랜드 메시지로 바꿔 주세요.`,
    values: {
      empty: (p: { key: string; names: string }) =>
        `${p.key}: 템플릿의 값이 비어 있어요: ${p.names}. 수정에서 채워 주세요.`,
      strange: (p: { key: string; names: string }) => `${p.key}: 템플릿에 없는 값이에요: ${p.names}.`,
      hole: (p: { key: string; names: string }) =>
        `${p.key}: 이름이 없는 고객에게는 비게 되는 값이에요: ${p.names}. 기본값을 넣어 주세요.`,
    },
    offer: (p: { key: string }) =>
      `${p.key}: 혜택이 있는 캠페인은 광고라 알림톡으로 보낼 수 없어요. 브랜드 메시지로 바꾸거나 브리프에서 혜택을 빼 주세요.`,
    brandInstead:
      '알림톡을 말씀하셨지만 브랜드 메시지로 썼어요. 알림톡은 승인된 글로 알리는 안내에만 쓸 수 있고 광고는 보낼 수 없어요. 안내라면 수정에서 템플릿을 골라 주세요.',
    noAd: '알림톡은 광고가 아닐 때만 나가요. 발송 계획의 수정에서 ‘광고예요’를 풀어야 보낼 수 있고, 그대로 두면 막혀요.',
    brand: '브랜드 메시지 (광고)',
    approved: (p: { name: string }) => `알림톡: ${p.name}`,
    noLink: '링크 없음',
    noPicture: '사진 없음',
    lostPicture: (p: { key: string; name: string }) =>
      `${p.key}: 사진 ‘${p.name}’이 목록에 없어요. 수정에서 다른 사진을 고르거나 빼 주세요.`,
    pictured: (p: { name: string }) => `사진: ${p.name}`,
    length: (p: { form: string; n: string; max: string; unit: string }) => `${p.form} ${p.n}/${p.max}${p.unit}`,
    pushLength: (p: { title: string; titleMax: string; body: string; bodyMax: string }) =>
      `제목 ${p.title}/${p.titleMax}자 · 본문 ${p.body}/${p.bodyMax}자`,
    fallbackLength: (p: { text: string }) => `대체 ${p.text}`,
    longest: '가장 길 때',
    titled: (p: { text: string }) => `*제목* ${p.text}`,
    button: (p: { text: string }) => `*버튼* ${p.text}`,
    instead: '*카카오로 못 받는 분께는 문자로*',
    labels: {
      picture: (p: { key: string }) => `${p.key} 사진`,
      template: (p: { key: string }) => `${p.key} 템플릿`,
      values: (p: { key: string }) => `${p.key} 템플릿 값`,
      fallback: (p: { key: string }) => `${p.key} 대체 문자`,
    },
  },
  askedOther: (p: { asked: string; way: string }) =>
    `말씀에는 ${p.asked}인데 브리프는 ${p.way}예요. 다르면 수정에서 채널을 골라 주세요.`,
};
