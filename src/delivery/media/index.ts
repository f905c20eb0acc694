import type { ChannelName } from '../../channels/channel.ts';
import type { Template } from '../../steps/plan/schema.ts';
import { email } from './email.ts';
import { kakao } from './kakao.ts';
import type { Medium } from './medium.ts';
import { push } from './push.ts';
import { sms } from './sms.ts';

/** One file a channel. */
const MEDIA: Readonly<Record<ChannelName, Medium>> = { email, kakao, sms, push };

export const mediumOf = (channel: ChannelName): Medium => MEDIA[channel];

/** What a message is called where only a line is shown. */
export const headlineOf = (template: Template): string => mediumOf(template.channel).headline(template);
