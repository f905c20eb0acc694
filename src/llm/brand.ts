import type { BrandKit } from '../brand/kit.ts';
import type { Language } from '../i18n/language.ts';

/**
 * What a model may see of the brand kit. Left out on purpose: the sender's address, phone and e-mail (code adds them to
 * messages), and labor rates, which are nobody's business outside.
 */
export const brandForModel = (kit: BrandKit, language: Language) => ({
  name: kit.name,
  voice: kit.voice[language],
  messages: kit.messages.map((message) => ({ id: message.id, text: message[language] })),
  facts: kit.facts,
  bannedWords: kit.bannedWords,
  links: kit.links,
  coupons: kit.coupons,
  monthTarget: kit.monthTarget,
});
