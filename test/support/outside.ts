import type { Overrides } from '../../src/app.ts';
import { type Journey, startJourney } from './journey.ts';
import { type OtherSlack, otherSlack, type Posted } from './other-slack.ts';
import { BOT, JUNHO, MINA } from './other-slack-cast.ts';
import { elementOf } from './workspace.ts';

/** The product as somebody else would run it: another Slack, our stand-ins beside it, everything else real. */
export type Outside = Journey & ReturnType<typeof looking> & { slack: OtherSlack };

export const startOutside = async (
  options: { practice?: string; env?: Record<string, string>; people?: number; overrides?: Overrides } = {},
): Promise<Outside> => {
  const slack = await otherSlack();
  try {
    const journey = await startJourney({
      ...options,
      practice: options.practice ?? 'llm,channels,customers,clock',
      env: slack.env(options.env),
    });
    slack.reach(`http://127.0.0.1:${journey.app.port}/slack/events`);
    return {
      ...journey,
      ...looking(slack),
      slack,
      stop: async () => {
        await journey.stop();
        await slack.close();
      },
    };
  } catch (error) {
    await slack.close();
    throw error;
  }
};

export const GOAL = `<@${BOT}> 60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원`;

export const has = (message: Posted, action: string): boolean => elementOf(message.blocks, action) !== null;
export const everything = (message: Posted): string => `${message.text}\n${JSON.stringify(message.blocks)}`;

const looking = (slack: OtherSlack) => {
  const card = (campaign: string, step: string, when: (message: Posted) => unknown = () => true, ms?: number) =>
    slack.until(
      `the ${step} card of ${campaign}`,
      (message) => {
        const payload = message.metadata?.event_payload;
        return payload?.campaign_id === campaign && payload.step === step && when(message);
      },
      ms,
    );
  /** The open card of a step: the one with a button to decide. */
  const open = (campaign: string, step: string) =>
    card(campaign, step, (message) => has(message, step === 'plan' ? 'launch.approve' : 'step.approve'));
  const approve = async (campaign: string, step: string, user = MINA) => {
    const answer = await slack.click(user, await open(campaign, step), 'step.approve');
    if (answer.status !== 200) throw new Error(`approve answered ${answer.status}`);
  };
  return {
    card,
    open,
    approve,
    /** A goal in a channel. @returns the campaign's key and the thread it lives in */
    start: async (words = GOAL, user = MINA, channel?: string) => {
      const thread = await slack.say(user, words, channel === undefined ? {} : { channel });
      const { metadata } = await slack.until(
        'the campaign card',
        (message) => message.metadata?.event_payload.step === 'campaign' && message.threadTs === thread,
      );
      return { key: metadata?.event_payload.campaign_id ?? '', thread };
    },
    /** Approves step after step until one is open. */
    bring: async (campaign: string, to: 'segments' | 'personas' | 'copy' | 'plan') => {
      for (const step of ['brief', 'segments', 'personas', 'copy']) {
        if (step === to) break;
        await approve(campaign, step);
      }
      return open(campaign, to);
    },
    /** The launch: its button, then its modal, with the count where it is asked for. */
    launch: async (campaign: string, user = JUNHO) => {
      const before = slack.opened.length;
      await slack.click(user, await open(campaign, 'plan'), 'launch.approve');
      const modal = slack.opened[before];
      if (!modal) throw new Error('no launch modal');
      const asked = modal.view.blocks.find(({ block_id: id }) => id === 'count') as
        | { hint: { text: string } }
        | undefined;
      return slack.submit(user, asked ? { count: asked.hint.text } : {}, modal);
    },
    /** Words that only one person sees, the newest since `from`. */
    whisper: (user: string, from = 0) =>
      slack.until(
        `words only for ${user}`,
        (message) => message.onlyFor === user && slack.posted.indexOf(message) >= from,
      ),
  };
};
