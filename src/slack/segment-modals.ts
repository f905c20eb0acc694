import type { ModalView, PlainTextOption, StaticSelect } from '@slack/types';
import { NAME_MAX, type Saved } from '../audience/saved.ts';
import type { Campaign, Draft } from '../campaign/store.ts';
import type { Voice } from '../i18n/voice.ts';
import { campaignKey } from '../kit/id.ts';
import type { Field } from '../steps/field.ts';
import type { Segments } from '../steps/segments/schema.ts';
import { readPuts, type Start, writePuts } from '../steps/segments/start.ts';
import { type Blocks, context, plain, section } from './blocks.ts';
import { fieldInput, input, option, textInput, VALUE } from './form.ts';
import type { Meta } from './handlers/door.ts';
import { modal } from './modals.ts';
import { said, saidLine } from './text.ts';
import { titleOf } from './words.ts';

/** Modals about the rules of a segments draft, in the reader's language. Pure. */
const headOf = ({ campaign, draft }: About, v: Voice): string =>
  `${campaignKey(campaign.id)} ${said(titleOf(campaign))} · ${v.t.cards.steps[draft.step]} v${draft.version}`;

type About = { campaign: Campaign; draft: Draft };

/** A segment with its rule as a sentence. */
type Shown = { key: string; name: string; rule: { ko: string; en: string } };

/** Slack takes 100 options in a list. */
const MOST = 99;
/** The option that takes back what was put in. */
const OWN = 'own';

/**
 * The edit form of segments: each with its rule and a list of rules to put in its place, then the numbers of those that
 * stand. `meta.part` says which were put in.
 */
export const segmentsModal = (
  meta: Meta,
  about: About & { segments: readonly Shown[]; starts: readonly Start[]; fields: readonly Field[] },
  v: Voice,
  timezone: string,
): ModalView => {
  const t = v.t.modals;
  return modal('step.edit', meta, { title: t.edit.title, submit: t.edit.submit, close: t.cancel }, [
    context(headOf(about, v), t.ready.intro),
    ...about.segments.map((segment) => ready(segment, meta, about.starts, v)),
    ...about.fields.map((field) => fieldInput(field, v, timezone)),
    context(t.edit.intro),
  ]);
};

const ready = ({ key, name, rule }: Shown, meta: Meta, starts: readonly Start[], v: Voice) => {
  const t = v.t.modals.ready;
  const puts = readPuts(meta.part);
  const own = puts[key] ? [option(OWN, t.own)] : [];
  const listed = (kind: Start['kind'], most: number): PlainTextOption[] =>
    starts
      .filter((one) => one.kind === kind)
      .slice(0, most)
      .map((one) => option(one.id, one.name[v.language]));
  const fixed = [...own, ...listed('ready', MOST)];
  const groups = [
    { label: plain(t.shops, 75), options: fixed },
    { label: plain(t.saved, 75), options: listed('saved', MOST - fixed.length) },
  ].filter(({ options }) => options.length > 0);
  const list: StaticSelect = {
    type: 'static_select',
    action_id: 'segment.ready',
    placeholder: plain(t.choose, 150),
    option_groups: groups,
  };
  return section(`*${saidLine(key, 10)}. ${saidLine(name, 100)}*\n${saidLine(rule[v.language], 600)}`, {
    // With the question and what was put in so far: a list in a modal brings nothing else along.
    id: `${meta.id}.${key}.${writePuts(puts)}`,
    ...(groups.length > 0 && { accessory: list }),
  });
};

/** What a choice in that list asks for: the same form with one rule more put in, or taken back. */
export const readyChosen = (click: { blockId: string; value: string }): string => {
  const [, key = '', puts] = click.blockId.split('.');
  const { [key]: _, ...others } = readPuts(puts);
  return writePuts(click.value === OWN ? others : { ...others, [key]: click.value });
};

/** One of the segments, kept under a name. */
export const saveModal = (meta: Meta, about: About, v: Voice): ModalView => {
  const t = v.t.modals.saveSegment;
  const { segments } = about.draft.content as Segments;
  const options = segments.map(({ key, name }) => option(key, `${key}. ${name}`));
  const [first] = options;
  return modal('segment.save', meta, { title: t.title, submit: t.submit, close: v.t.modals.cancel }, [
    context(headOf(about, v)),
    input('segment', t.segment, {
      type: 'radio_buttons',
      action_id: VALUE,
      options,
      ...(first && { initial_option: first }),
    }),
    input('name', t.name, textInput('', NAME_MAX), { hint: t.hint, optional: true }),
  ]);
};

export const savedModal = (saved: Saved & { fresh: boolean }, v: Voice): ModalView => {
  const t = v.t.modals.saveSegment;
  const words = { key: saved.key, name: said(saved.name), version: v.count(saved.version) };
  const body: Blocks = [section(saved.fresh ? v.t.commands.segment.saved(words) : t.same(words)), context(t.where)];
  return modal('segment.saved', { id: saved.key, where: NOWHERE }, { title: t.title, close: v.t.modals.close }, body);
};

const NOWHERE = { channel: null, threadTs: null, messageTs: null };
