import type { AlimtalkTemplate } from '../../channels/alimtalk.ts';
import { listTemplates } from '../../channels/alimtalk-registry.ts';
import { type StepContext, wordsOf } from '../step.ts';
import { channelOf } from './channel.ts';
import { askedWay } from './channel-words.ts';
import type { Brief } from './schema.ts';

const PLAIN = /^(?:안내|알림|결과|처리|공지|notice|info(?:rmation)?)$/iu;

/** Whether the words say what the template is called: each word of its name but those that any template has. */
export const isNamed = ({ name }: Pick<AlimtalkTemplate, 'name'>, words: string): boolean => {
  const said = name.split(/\s+/).filter((word) => word !== '' && !PLAIN.test(word));
  const heard = words.toLowerCase();
  return said.length > 0 && said.every((word) => heard.includes(word.toLowerCase()));
};

/**
 * Whether the campaign is information and no advertisement: an Alimtalk was asked for, without an offer, and an approved
 * one has the name of what the words are about. Whom it may reach is then no matter of consent. A person says so once
 * more at the plan, which is an advertisement until somebody does.
 */
export const informs = (brief: Pick<Brief, 'channels' | 'offer'>, ctx: StepContext): Promise<boolean> =>
  ctx.once('informs', async () => {
    const words = wordsOf(ctx);
    if (channelOf(brief) !== 'kakao' || (brief.offer ?? '').trim() !== '' || !askedWay(words).alimtalk) return false;
    return (await listTemplates(ctx.db)).some((one) => one.status === 'approved' && isNamed(one, words));
  });
