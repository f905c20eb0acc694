import { eraseContact } from '../../audience/erase.ts';
import { exportContact } from '../../audience/export-contact.ts';
import { contactNamed } from '../../audience/identity.ts';
import type { Deps, Person } from '../../deps.ts';
import { type Voice, voice } from '../../i18n/voice.ts';
import { exportAnswer } from '../contact-answer.ts';
import { CONTACT_ID_MAX, contactDone, erasedWords, eraseModal } from '../contact-modals.ts';
import { refusalWords } from '../refusal.ts';
import { people as mentions, said } from '../text.ts';
import type { CommandHandler, SubmitHandler } from './door.ts';
import { openByCommand } from './modal.ts';
import { mayAdminister } from './people.ts';

/** Why this person may not have what is held of a contact, in words of its own; null for admins. */
const refused = async (deps: Deps, person: Person, v: Voice): Promise<string | null> => {
  const refusal = await mayAdminister(deps, person);
  if (refusal?.code !== 'admins_only') return refusal && refusalWords(refusal, v);
  const t = v.t.commands.contact;
  return refusal.who.length > 0 ? t.adminsOnly({ who: mentions(refusal.who) }) : t.adminsOnlyNobody;
};

/** `/baton contact export ID`: to the asker alone; `erase ID`: a window that asks for the id again. */
export const contactCommand: CommandHandler = async (door, command) => {
  const { deps } = door;
  const { person, rest } = command;
  const v = voice(person.language, deps.config);
  const no = await refused(deps, person, v);
  if (no) return { text: no };
  const [, what = '', id = ''] = /^\s*(\w+)\s+(\S.*?)\s*$/s.exec(rest) ?? [];
  if ((what !== 'export' && what !== 'erase') || id.length > CONTACT_ID_MAX) return { text: v.t.commands.contact.how };
  const none = { text: v.t.cli.contact.none({ id: said(id, CONTACT_ID_MAX) }) };
  if (what === 'export') {
    const all = await exportContact(deps.db, id, {
      by: person.id,
      now: await deps.clock.business(),
      currency: deps.config.currency,
      secretKeys: deps.secretKeys,
    });
    return all ? exportAnswer(id, all, v) : none;
  }
  if ((await contactNamed(deps.db, id)) === null) return none;
  const where = { channel: null, threadTs: null, messageTs: null };
  return openByCommand(door, command, eraseModal({ id: 'contact', part: id, where }, v), v);
};

export const submitErase: SubmitHandler = async ({ deps }, { person, meta, inputs }) => {
  const v = voice(person.language, deps.config);
  const no = await refused(deps, person, v);
  if (no) return { response_action: 'update', view: contactDone(no, v) };
  const id = meta.part ?? '';
  if (typeof inputs.contact !== 'string' || inputs.contact.trim() !== id)
    return { response_action: 'errors', errors: { contact: v.t.modals.contact.differs({ id }) } };
  const now = await deps.clock.business();
  const erased = await eraseContact(deps.db, id, { by: person.id, now, secretKeys: deps.secretKeys });
  const words = erased ? erasedWords(id, erased, v) : v.t.cli.contact.none({ id: said(id, CONTACT_ID_MAX) });
  return { response_action: 'update', view: contactDone(words, v) };
};
