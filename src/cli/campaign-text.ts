import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import type { CampaignFacts } from '../results/campaign-json.ts';
import { figures } from '../results/figures.ts';
import type { Suggestion } from '../results/suggest.ts';
import { resultCard } from '../results/view.ts';
import { unmarked } from '../slack/text.ts';

/** A campaign in short: what it is, where it stands, and its newest reading in the words of the result card. */
export const campaignText = (facts: CampaignFacts, suggestions: readonly Suggestion[], v: Voice): string => {
  const { campaign, audience } = facts;
  const t = v.t.cards;
  const id = campaignKey(campaign.id);
  const at = campaign.sendAt ? v.time(campaign.sendAt) : '…';
  const lines: [label: string, text: string][] = [
    [t.fields.status, t.status[campaign.status]({ at })],
    [t.fields.goal, campaign.goal.replaceAll(/\s+/g, ' ')],
  ];
  if (Object.keys(audience).length > 0)
    lines.push([
      t.fields.audience,
      t.audience({ send: v.count(audience.send ?? 0), holdout: v.count(audience.holdout ?? 0) }),
    ]);
  const readout = readingOf(facts);
  return [
    campaign.title ? `${id} ${campaign.title}` : id,
    ...lines.map(pair),
    ...(readout ? ['', resultCard(readout, v).text, ...figures(readout, v).map(pair)] : [v.t.cli.campaign.noResult]),
    ...suggestions.map(({ why }) => pair([v.t.cli.campaign.next, why(v)])),
    '',
    v.t.cli.campaign.whole({ id }),
  ].join('\n');
};

/** The final one, else the newest there is. */
export const readingOf = ({ readouts: { final, daily, day1 } }: CampaignFacts) => final ?? daily ?? day1;

const pair = ([label, text]: readonly [string, string]): string => `${label}: ${unmarked(text)}`;
