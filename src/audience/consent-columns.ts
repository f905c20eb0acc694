import { instant, oneOf, type RawRow, Refused, text } from './cells.ts';
import type { IngestOptions } from './ingest.ts';
import { CONSENT_CHANNELS, CONSENT_STATES, type ConsentRow, spoken } from './ingest-consents.ts';

const COLUMN = /^consent\.([^.]+)(\.at)?$/;
export const isConsentColumn = (name: string): boolean => COLUMN.test(name);
const isChannel = (name: string): name is keyof typeof CONSENT_CHANNELS => Object.hasOwn(CONSENT_CHANNELS, name);

/**
 * Exports carry consent as columns of a contact; they count only when the importer says what they rest on. `consent.email.at`
 * says when; a word without a time is the file's, which may be old: then a yes counts from the day the contact was made and
 * never undoes a no, and a no counts from now.
 */
export const consentsOf = (raw: RawRow, opts: IngestOptions): Omit<ConsentRow, 'contact'>[] => {
  const found: Omit<ConsentRow, 'contact'>[] = [];
  for (const column in raw) {
    const [, channel = '', at] = column.startsWith('consent.') ? (COLUMN.exec(column) ?? []) : [];
    if (!channel || at !== undefined) continue;
    const value = text(raw, column);
    if (value === null) continue;
    if (!isChannel(channel))
      throw new Refused(
        column,
        channel,
        Object.keys(CONSENT_CHANNELS)
          .map((c) => `consent.${c}`)
          .join(' | '),
      );
    const state = oneOf(raw, column, CONSENT_STATES);
    if (!opts.consentSource) throw new Refused(column, value, '--consent-source', 'consent_source');
    const said = instant(raw, `${column}.at`, opts.timezone);
    const made = state === 'granted' ? instant(raw, 'created_at', opts.timezone) : null;
    found.push({
      channel,
      purpose: 'marketing',
      state,
      at: spoken(said ? `${column}.at` : 'created_at', said ?? made ?? opts.now, opts.now),
      dated: said !== null,
      source: opts.consentSource,
      textVersion: opts.consentText ?? '',
    });
  }
  return found;
};
