import type { ModalView } from '@slack/types';
import type { Erased } from '../audience/erase.ts';
import type { Voice } from '../i18n/voice.ts';
import { context, section } from './blocks.ts';
import { input, textInput } from './form.ts';
import type { Meta } from './handlers/door.ts';
import { modal, warning } from './modals.ts';
import { said } from './text.ts';

/** Longest id of a contact that is taken here; it travels in the window. */
export const CONTACT_ID_MAX = 200;

/** What will be gone and what stays; to go on, the id is typed. Pure. */
export const eraseModal = (meta: Meta & { part: string }, v: Voice): ModalView => {
  const t = v.t.modals.contact;
  return modal('contact.erase', meta, { title: t.title, submit: t.submit, close: v.t.modals.cancel }, [
    ...warning(t.final),
    section(t.what({ id: said(meta.part, CONTACT_ID_MAX) })),
    input('contact', t.type, textInput('', CONTACT_ID_MAX), { hint: meta.part }),
    context(t.recorded),
  ]);
};

/** What became of it: nothing is left to press. */
export const contactDone = (words: string, v: Voice): ModalView =>
  modal('contact.done', NOWHERE, { title: v.t.modals.contact.title, close: v.t.modals.close }, [section(words)]);

export const erasedWords = (id: string, erased: Erased, v: Voice): string =>
  v.t.cli.contact.erased({
    id: said(id, CONTACT_ID_MAX),
    orders: v.count(erased.orders),
    events: v.count(erased.events),
    messages: v.count(erased.messages),
  });

const NOWHERE: Meta = { id: '', where: { channel: null, threadTs: null, messageTs: null } };
