import type {
  ActionsBlock,
  ActionsBlockElement,
  AnyBlock,
  Button,
  CardBlock,
  CarouselBlock,
  Confirm,
  ContainerBlock,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  PlanBlock,
  RichTextBlock,
  SectionBlock,
  SectionBlockAccessory,
  TaskCardBlock,
} from '@slack/types';
import { clip, clipMarkup, inert } from './text.ts';

/**
 * Block Kit by small pure functions, each keeping Slack's limit of its own fields (../../test holds them against the
 * offline checker). What is handed in as markup is markup: words by people or the model go through `said` of text.ts.
 */
export * from './table-blocks.ts';
export type Blocks = AnyBlock[];
/** One message: `text` is what notifications and screen readers say. */
export type Card = { text: string; blocks: Blocks };

export const plain = (text: string, max = 3_000): PlainTextElement => ({
  type: 'plain_text',
  text: clip(inert(text), max) || ' ',
  emoji: false,
});

/** Slack reads `*bold*` only where a word ends: a Korean particle right after it needs a space of no width. */
const loosened = (text: string): string =>
  text.replaceAll(/(?<=^|[^\w*])\*[^*\s\u200b][^*\n]*\*(?=([가-힣])?)/g, (pair, next) =>
    next ? `${pair}\u200b` : pair,
  );

/** `verbatim`: Slack turns nothing in it into links by itself. */
export const markup = (text: string, max = 3_000): MrkdwnElement => ({
  type: 'mrkdwn',
  text: loosened(clipMarkup(text, max)) || ' ',
  verbatim: true,
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, 150) });

export const section = (
  text: string,
  more: { id?: string; fields?: readonly string[]; accessory?: SectionBlockAccessory } = {},
): SectionBlock => ({
  type: 'section',
  ...(more.id && { block_id: more.id }),
  text: markup(text),
  ...(more.fields && more.fields.length > 0 && { fields: more.fields.slice(0, 10).map((one) => markup(one, 2_000)) }),
  ...(more.accessory && { accessory: more.accessory }),
});

/** Two columns of short facts, `*label*\nvalue` each. */
export const facts = (pairs: readonly (readonly [label: string, value: string])[], id?: string): SectionBlock => ({
  type: 'section',
  ...(id && { block_id: id }),
  fields: pairs.slice(0, 10).map(([label, value]) => markup(`*${label}*\n${value}`, 2_000)),
});

export const context = (...lines: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: lines
    .filter(Boolean)
    .slice(0, 10)
    .map((line) => markup(line, 2_000)),
});

export const divider = (): DividerBlock => ({ type: 'divider' });

export type ButtonLook = {
  style?: 'primary' | 'danger';
  confirm?: Confirm;
  url?: string;
  /** For screen readers, where the label alone would not say of what. */
  label?: string;
};

export const button = (action: string, text: string, value: string, look: ButtonLook = {}): Button => ({
  type: 'button',
  action_id: action,
  text: plain(text, 75),
  value,
  ...(look.style && { style: look.style }),
  ...(look.confirm && { confirm: look.confirm }),
  ...(look.url && { url: look.url }),
  ...(look.label && { accessibility_label: clip(look.label, 75) }),
});

export const sure = (words: { title: string; text: string; yes: string; no: string }, danger = false): Confirm => ({
  title: plain(words.title, 100),
  text: plain(words.text, 300),
  confirm: plain(words.yes, 30),
  deny: plain(words.no, 30),
  ...(danger && { style: 'danger' as const }),
});

export const overflow = (action: string, options: readonly (readonly [value: string, text: string])[]): Overflow => ({
  type: 'overflow',
  action_id: action,
  options: options.slice(0, 5).map(([value, text]) => ({ text: plain(text, 75), value })),
});

/** Nothing when there is nothing to press. */
export const actions = (elements: readonly ActionsBlockElement[], id?: string): ActionsBlock[] =>
  elements.length === 0 ? [] : [{ type: 'actions', ...(id && { block_id: id }), elements: [...elements].slice(0, 25) }];

export const container = (
  title: string,
  children: ContainerBlock['child_blocks'],
  more: { id?: string; collapsed?: boolean } = {},
): ContainerBlock[] =>
  children.length === 0
    ? []
    : [
        {
          type: 'container',
          ...(more.id && { block_id: more.id }),
          title: plain(title, 150),
          is_collapsible: true,
          default_collapsed: more.collapsed ?? true,
          child_blocks: children.slice(0, 10),
        },
      ];

/** One line of rich text: words as they are, people as mentions, instants in each reader's own zone. */
export type Part = string | { user: string } | { at: Date; fallback: string };
const richLine = (parts: readonly Part[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_section',
      elements: parts.map((part) =>
        typeof part === 'string'
          ? { type: 'text', text: clip(inert(part), 1_000) || ' ' }
          : 'user' in part
            ? { type: 'user', user_id: part.user }
            : {
                type: 'date',
                timestamp: Math.floor(part.at.getTime() / 1000),
                format: '{date_short_pretty} {time}',
                fallback: part.fallback,
              },
      ),
    },
  ],
});

export const task = (
  id: string,
  title: string,
  status: TaskCardBlock['status'],
  more: { details?: readonly Part[] | undefined; output?: readonly Part[] | undefined } = {},
): TaskCardBlock => ({
  type: 'task_card',
  task_id: id,
  title: clip(title, 250),
  status,
  ...(more.details && more.details.length > 0 && { details: richLine(more.details) }),
  ...(more.output && more.output.length > 0 && { output: richLine(more.output) }),
});

export const plan = (title: string, tasks: readonly TaskCardBlock[]): PlanBlock => ({
  type: 'plan',
  title: clip(title, 250),
  tasks: tasks.slice(0, 50),
});

export const card = (parts: {
  id?: string;
  title: string;
  subtitle?: string;
  body?: string;
  actions?: readonly Button[];
}): CardBlock => ({
  type: 'card',
  ...(parts.id && { block_id: parts.id }),
  title: markup(parts.title, 150),
  ...(parts.subtitle && { subtitle: markup(parts.subtitle, 150) }),
  ...(parts.body && { body: markup(parts.body, 200) }),
  ...(parts.actions && parts.actions.length > 0 && { actions: parts.actions.slice(0, 3) }),
});

export const carousel = (cards: readonly CardBlock[]): CarouselBlock[] =>
  cards.length === 0 ? [] : [{ type: 'carousel', elements: cards.slice(0, 10) }];
