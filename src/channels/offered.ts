import type { Config } from '../config.ts';
import type { NewId } from '../kit/id.ts';
import type { Log } from '../kit/log.ts';
import type { AlimtalkTemplate } from './alimtalk.ts';
import type { Channel, ChannelName, Channels } from './channel.ts';
import { FCM_URL, type FcmSettings, fcmChannel } from './fcm.ts';
import { nhnChannel } from './nhn.ts';
import { NHN_KAKAO_URL, NHN_SMS_URL, type NhnSettings } from './nhn-client.ts';
import { nhnReporter } from './nhn-reports.ts';
import { nhnTemplates } from './nhn-templates.ts';
import type { Reporter } from './report.ts';
import { resendReporter } from './resend.ts';
import { returnedMailReporter } from './returned-mail.ts';
import { sesReporter } from './ses.ts';
import { solapiChannel } from './solapi.ts';
import { SOLAPI_URL, type SolapiSettings } from './solapi-client.ts';
import { solapiReporter } from './solapi-reports.ts';
import { solapiTemplates } from './solapi-templates.ts';
import { webhookChannel, webhookReporter } from './webhook.ts';

/** The practice phone in the vendors' place: it speaks as they do. */
export type PracticePhone = {
  solapi: Pick<SolapiSettings, 'apiKey' | 'apiSecret' | 'pfId' | 'from' | 'baseUrl'>;
  fcm: Pick<FcmSettings, 'account' | 'baseUrl'>;
};

export type World = {
  log: Log;
  clock: { system(): Date };
  newId: NewId;
  phone: PracticePhone | null;
  onDead: FcmSettings['onDead'];
};

type Carried = {
  channels: Channels;
  reporters: readonly Reporter[];
  /** Reads the account's Alimtalk templates; null where nobody has any. */
  templates: (() => Promise<AlimtalkTemplate[]>) | null;
};

/** Everything but e-mail that the settings offer, and who reports about all of it. A medium without settings is not there. */
export const carriedBy = (config: Pick<Config, 'vendors' | 'sendTimeoutMs'>, world: World): Carried => {
  const { phone, log, clock, newId, onDead } = world;
  const common = { log, clock, newId, practice: phone !== null, timeoutMs: config.sendTimeoutMs };
  const { vendors: v } = config;
  const channels: Channel[] = [];
  const reporters: Reporter[] = [returnedMailReporter()];
  const solapi: SolapiSettings | null = phone
    ? { ...common, ...phone.solapi }
    : v.solapi && { ...common, ...v.solapi, from: v.smsFrom ?? '', baseUrl: v.solapi.url ?? SOLAPI_URL };
  if (solapi) {
    channels.push(solapiChannel(solapi, 'sms') as Channel);
    if (solapi.pfId) channels.push(solapiChannel(solapi, 'kakao') as Channel);
    reporters.push(solapiReporter(solapi));
  }
  const nhn = (keys: { appKey: string; secretKey: string; senderKey?: string }, baseUrl: string): NhnSettings => ({
    ...common,
    senderKey: null,
    ...keys,
    baseUrl,
    webhookSignature: v.nhnSignature,
  });
  const offer = (settings: NhnSettings, medium: 'sms' | 'kakao') => {
    channels.push(nhnChannel(settings, medium) as Channel);
    reporters.push(nhnReporter(settings, medium));
  };
  if (v.nhnSms) offer(nhn(v.nhnSms, NHN_SMS_URL), 'sms');
  if (v.nhnKakao) offer(nhn(v.nhnKakao, NHN_KAKAO_URL), 'kakao');
  const fcm = phone ? phone.fcm : v.fcm && { account: v.fcm, baseUrl: FCM_URL };
  if (fcm) channels.push(fcmChannel({ ...common, ...fcm, onDead }) as Channel);
  if (v.gateway) {
    for (const medium of v.gateway.media) channels.push(webhookChannel({ ...common, ...v.gateway }, medium) as Channel);
    reporters.push(webhookReporter(v.gateway.secret));
  }
  if (v.sesTopic) reporters.push(sesReporter(v.sesTopic));
  if (v.resendSecret) reporters.push(resendReporter(v.resendSecret));
  const { nhnKakao } = v;
  const templates = nhnKakao
    ? () => nhnTemplates(nhn(nhnKakao, NHN_KAKAO_URL))
    : solapi?.pfId && !phone
      ? () => solapiTemplates(solapi)
      : null;
  return { channels: new Map<ChannelName, Channel>(channels.map((each) => [each.name, each])), reporters, templates };
};
