import type { BrandKit } from '../../brand/kit.ts';
import type { Plan } from '../../steps/plan/schema.ts';
import { EXIT_ADDRESS, worstCase } from '../measure.ts';
import type { Message } from '../message/message.ts';

/** What would leave, rendered at its longest: what the rules of the text judge. */
export const messagesOf = (
  plan: Pick<Plan, 'templates' | 'links' | 'isAd'>,
  kit: Pick<BrandKit, 'sender'>,
): Message[] =>
  plan.templates.map((template) => {
    const { name, email, address, phone } = kit.sender;
    const common = {
      key: template.variant,
      form: template.channel,
      isAd: plan.isAd,
      vars: {},
      sender: { name, email, address, phone },
    };
    try {
      return { ...common, fields: worstCase(template, plan.links.length), optOut: EXIT_ADDRESS };
    } catch {
      // No template: what it says of label and sender can still be read, how long it becomes nobody knows.
      const { subject, preheader, html, text } = template;
      return { ...common, fields: { subject, preheader, html, text }, optOut: '{{ unsubscribe }}', broken: true };
    }
  });
