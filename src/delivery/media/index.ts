import type { ChannelName } from '../../channels/channel.ts';
import type { Template } from '../../steps/plan/schema.ts';
import { email } from './email.ts';
import type { Medium } from './medium.ts';

/** One file a channel. */
const MEDIA: Readonly<Partial<Record<ChannelName, Medium>>> = { email };

/** @throws for a channel that nobody can lay out yet: its copy is refused long before */
export const mediumOf = (channel: ChannelName): Medium => {
  const found = MEDIA[channel];
  if (!found) throw new Error(`no medium lays out ${channel}`);
  return found;
};

/** What a message is called where only a line is shown. */
export const headlineOf = (template: Template): string => mediumOf(template.channel).headline(template);
