import type { BrandKit } from '../../brand/kit.ts';
import type { PictureMeta } from '../../brand/pictures.ts';
import type { AlimtalkTemplate } from '../../channels/alimtalk.ts';
import type { Outgoing } from '../../channels/channel.ts';
import type { Language } from '../../i18n/language.ts';
import type { Measured, Variant } from '../../steps/copy/schema.ts';
import type { Plan, Template } from '../../steps/plan/schema.ts';
import type { Form, Message } from '../message/message.ts';
import type { Addresses, Reader } from '../render.ts';

/** What a template is built from, beside the variant itself. */
export type BuildInput = {
  variants: readonly Variant[];
  /** Id of one of the brand's fixed messages. */
  keyMessage: string;
  kit: BrandKit;
  isAd: boolean;
  language: Language;
  /** Tracked links begin with it: where every byte is counted, its length decides what a message may be. */
  publicUrl: string;
  /** The longest code a reader can get, or what stands for it; absent or null where no coupon is promised. */
  coupon?: string | null;
  /** A legal notice: no advertisement, and yet it names the way out; nobody asks whether it was opened. */
  isNotice?: boolean;
  /** The account's Alimtalk templates; only Kakao asks. */
  alimtalk: readonly AlimtalkTemplate[];
  /** The account's pictures; absent where no variant names one. */
  pictures?: readonly PictureMeta[];
};

/** Links in the order the messages use them: `{{ link_1 }}` is the first. */
export type PlanLink = { id: string; url: string };

/** A built plan as its messages are judged: what is not in a template but decides about it. */
export type Built = {
  links: readonly PlanLink[];
  isAd: boolean;
  kit: Pick<BrandKit, 'sender'>;
  publicUrl: string;
  coupon?: string | null;
  /** The longest of the values that are only one reader's. */
  values?: Readonly<Record<string, string>> | undefined;
};

/** Whom one message is for and what only it carries. */
export type Envelope = {
  to: string;
  /** From the ledger's key and nothing else: the same delivery has the same one however often it is written. */
  id: string;
  reference: string;
  date: Date;
  sender: Plan['sender'];
  isAd: boolean;
  /** Address of the one-click way out, where the channel has one. */
  unsubscribe: string | null;
  /** Where bounces return to; null: to the sender. */
  returnTo: string | null;
  /** Further headers, of e-mail. */
  headers: Readonly<Record<string, string>>;
  /** Bytes of the plan's pictures, by hash; only text messages ask. */
  pictures: ReadonlyMap<string, Uint8Array>;
  /** A message of another channel may not step in: this person is out of that one. */
  noFallback: boolean;
};

/** One channel's messages from copy to what its vendors are handed. `T`: its template; `F`: one message, filled. */
export type MediumOf<T extends Template, F> = {
  /** Everything code adds is in it; what people approve and what leaves, but for the reader's own values. */
  template(variant: Variant, links: readonly PlanLink[], input: BuildInput): Promise<T>;
  /** What would leave, each form at its longest: what the rules of the text judge. One, and another where text steps in. */
  messages(template: T, built: Built): Message[];
  /** Lengths at the longest, and what a sample reader reads. @throws when it is no template */
  measure(template: T, built: Built, sample: { reader: Reader; addresses: Addresses }): Measured;
  /** Forms it may leave as: it is priced by the dearest. */
  forms(template: T): readonly Form[];
  /** What it is called where only a line is shown; Liquid still inside. */
  headline(template: T): string;
  /** Where the brand's fixed message has to stand; null where there is no room for it. */
  keyPlace(template: T): string | null;
  /** Every address it leads to, as slots; null where it needs none, or Kakao has approved them with the text. */
  leadsTo(template: T): readonly string[] | null;
  /** An address as the vendor takes it; null when no message can go there. */
  address(raw: string): string | null;
  /** Parses once, to be filled for each reader. @throws when it is no template, which preflight has ruled out */
  compile(template: T): (reader: Reader, addresses: Addresses) => F;
  write(filled: F, envelope: Envelope): Outgoing;
};

/** The same for whoever does not know which channel it is. */
export type Medium = Omit<MediumOf<Template, never>, 'compile' | 'write'> & {
  writer(template: Template): (reader: Reader, addresses: Addresses, envelope: Envelope) => Outgoing;
};

/** Only templates of its own channel are handed to a medium: `mediumOf` is the one way to it. */
export const medium = <T extends Template, F>(of: MediumOf<T, F>): Medium => {
  const { compile, write, ...rest } = of;
  return {
    ...(rest as unknown as Omit<Medium, 'writer'>),
    writer: (template) => {
      const fill = compile(template as T);
      return (reader, addresses, envelope) => write(fill(reader, addresses), envelope);
    },
  };
};
