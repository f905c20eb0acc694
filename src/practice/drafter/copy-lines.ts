import type { Theme } from './theme.ts';

/** One idea for one e-mail. `{item}` is what the shop sells, `{brand}` its name, `{name}` the greeting in Liquid. */
export type Idea = {
  angle: string;
  reason: string;
  subject: string;
  shortSubject: string;
  preheader: string;
  open: string;
  body: string;
  close: string;
  button: string;
};
export type Lines = {
  themes: Record<Theme, readonly [Idea, Idea]>;
  /** For the group of a win-back that has been away longest: it needs a reason first. */
  longAway: readonly [Idea, Idea];
  warm: { open: string; close: string };
  offer: (text: string) => string;
  coupon: string;
  fact: (text: string) => string;
  /** Of Kakao: what a button says where the idea's own is too long, the name alone, an approved text and why it is one. */
  look: string;
  liquidName: string;
  notice: string;
  approved: string;
  brandInstead: string;
  noticeText: (name: string) => string;
  /** Stands in when every other line had to go. */
  plain: string;
  items: readonly (readonly [RegExp, string])[];
  item: string;
  name: string;
};
