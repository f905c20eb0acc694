import { existsSync, readFileSync } from 'node:fs';
import type { readerOf } from './env.ts';
import type { SettingName } from './settings.ts';

/** Who carries what, read by config.ts. A medium has one vendor; what is half given is named. */
export type Medium = 'sms' | 'kakao' | 'push';

export type Vendors = {
  solapi: { apiKey: string; apiSecret: string; pfId: string | null; url: string | null } | null;
  nhnSms: { appKey: string; secretKey: string } | null;
  nhnKakao: { appKey: string; secretKey: string; senderKey: string } | null;
  nhnSignature: string | null;
  fcm: { project_id: string; client_email: string; private_key: string; token_uri: string } | null;
  gateway: { url: string; secret: string; media: readonly Medium[] } | null;
  /** Registered sender number of the SMS family, digits only. */
  smsFrom: string | null;
  /** Of e-mail: SNS topic whose reports are taken, Resend's secret, where bounces go, DKIM. */
  sesTopic: string | null;
  resendSecret: string | null;
  bounceAddress: string | null;
  dkimKey: string | null;
};

const MEDIA: readonly Medium[] = ['sms', 'kakao', 'push'];

/** Settings that reach real people: none of them goes with practice. */
export const REAL_VENDORS = [
  'SOLAPI_API_KEY',
  'NHN_SMS_APP_KEY',
  'NHN_KAKAO_APP_KEY',
  'FCM_SERVICE_ACCOUNT',
  'GATEWAY_URL',
] as const satisfies readonly SettingName[];

export const vendorsOf = ({ text, url, list, bad, problem }: ReturnType<typeof readerOf>): Vendors => {
  /** All of them or none. */
  const together = <N extends SettingName>(...names: readonly N[]): Record<N, string> | null => {
    const values = names.map((name) => [name, text(name)] as const);
    const absent = values.filter(([, value]) => value === null).map(([name]) => name);
    if (absent.length === names.length) return null;
    if (absent.length > 0)
      problem(names, `${absent.join(', ')}: ${names.join(' + ')}는 함께 주어야 합니다 / are given together`);
    return Object.fromEntries(values.map(([name, value]) => [name, value ?? ''])) as Record<N, string>;
  };
  const solapi = together('SOLAPI_API_KEY', 'SOLAPI_API_SECRET');
  const nhnSms = together('NHN_SMS_APP_KEY', 'NHN_SMS_SECRET_KEY');
  const nhnKakao = together('NHN_KAKAO_APP_KEY', 'NHN_KAKAO_SECRET_KEY', 'NHN_KAKAO_SENDER_KEY');
  const gateway = together('GATEWAY_URL', 'GATEWAY_SECRET', 'GATEWAY_MEDIA');
  const media = list('GATEWAY_MEDIA') ?? [];
  for (const name of media) if (!isMedium(name)) bad('GATEWAY_MEDIA', name, MEDIA.join(','));
  url('GATEWAY_URL', ['https:', 'http:']);
  const pfId = text('SOLAPI_PFID');
  if (pfId && !solapi)
    problem(['SOLAPI_PFID', 'SOLAPI_API_KEY'], 'SOLAPI_PFID: SOLAPI_API_KEY가 필요합니다 / needs SOLAPI_API_KEY');
  const smsFrom = text('SMS_FROM')?.replace(/[-\s]/g, '') ?? null;
  if (smsFrom && !/^\d{4,12}$/.test(smsFrom)) bad('SMS_FROM', smsFrom, '0212345678');
  const carriers: readonly [Medium, SettingName, boolean][] = [
    ['sms', 'SOLAPI_API_KEY', solapi !== null],
    ['sms', 'NHN_SMS_APP_KEY', nhnSms !== null],
    ['sms', 'GATEWAY_MEDIA', media.includes('sms')],
    ['kakao', 'SOLAPI_PFID', pfId !== null],
    ['kakao', 'NHN_KAKAO_APP_KEY', nhnKakao !== null],
    ['kakao', 'GATEWAY_MEDIA', media.includes('kakao')],
    ['push', 'FCM_SERVICE_ACCOUNT', text('FCM_SERVICE_ACCOUNT') !== null],
    ['push', 'GATEWAY_MEDIA', media.includes('push')],
  ];
  for (const medium of MEDIA) {
    const names = carriers.filter(([of, , given]) => of === medium && given).map(([, name]) => name);
    if (names.length > 1)
      problem(
        names,
        `${names.join(' + ')}: ${medium}은 한 곳으로만 보냅니다 / ${medium} goes through one of them: remove one`,
      );
  }
  if (!smsFrom && (solapi || nhnSms))
    problem(
      ['SMS_FROM', 'SOLAPI_API_KEY', 'NHN_SMS_APP_KEY'],
      'SMS_FROM: 등록한 발신번호가 필요합니다 / a registered sender number is needed',
    );
  return {
    solapi: solapi && {
      apiKey: solapi.SOLAPI_API_KEY,
      apiSecret: solapi.SOLAPI_API_SECRET,
      pfId,
      url: url('SOLAPI_URL', ['https:', 'http:'])?.replace(/\/$/, '') ?? null,
    },
    nhnSms: nhnSms && { appKey: nhnSms.NHN_SMS_APP_KEY, secretKey: nhnSms.NHN_SMS_SECRET_KEY },
    nhnKakao: nhnKakao && {
      appKey: nhnKakao.NHN_KAKAO_APP_KEY,
      secretKey: nhnKakao.NHN_KAKAO_SECRET_KEY,
      senderKey: nhnKakao.NHN_KAKAO_SENDER_KEY,
    },
    nhnSignature: text('NHN_WEBHOOK_SIGNATURE'),
    fcm: serviceAccount(text('FCM_SERVICE_ACCOUNT'), () =>
      bad('FCM_SERVICE_ACCOUNT', '…', '{"project_id": …} | FILE.json'),
    ),
    gateway: gateway && { url: gateway.GATEWAY_URL, secret: gateway.GATEWAY_SECRET, media: media.filter(isMedium) },
    smsFrom,
    sesTopic: text('SES_TOPIC_ARN'),
    resendSecret: text('RESEND_WEBHOOK_SECRET'),
    bounceAddress: bounceAddress(text('BOUNCE_ADDRESS'), (got) =>
      bad('BOUNCE_ADDRESS', got, 'bounces@mail.shop.example'),
    ),
    dkimKey: fileOr(text('DKIM_PRIVATE_KEY')),
  };
};

const isMedium = (name: string): name is Medium => (MEDIA as readonly string[]).includes(name);

/** A secret may be given by the file that holds it. */
const fileOr = (value: string | null): string | null =>
  value && !value.includes('\n') && existsSync(value)
    ? readFileSync(value, 'utf8')
    : (value?.replaceAll('\\n', '\n') ?? null);

const serviceAccount = (value: string | null, wrong: () => void): Vendors['fcm'] => {
  const given = value?.startsWith('{') ? value : fileOr(value);
  if (given === null) return null;
  try {
    const { project_id, client_email, private_key, token_uri } = JSON.parse(given) as Record<string, unknown>;
    const all = {
      project_id,
      client_email,
      private_key,
      token_uri: token_uri ?? 'https://oauth2.googleapis.com/token',
    };
    if (Object.values(all).every((each) => typeof each === 'string' && each !== '')) return all as Vendors['fcm'];
  } catch {
    // Not JSON and no such file: one mistake for the person who made it.
  }
  wrong();
  return null;
};

const bounceAddress = (value: string | null, wrong: (got: string) => void): string | null => {
  if (value && !/^[^\s@+]{1,20}@[^\s@]+\.[^\s@]+$/.test(value)) wrong(value);
  return value;
};
