import type { Outcome } from './channel.ts';
import type { Answer } from './http.ts';
import { hold, rejected } from './report.ts';

/** A photograph in a text message. `sha256`: of its bytes, hex; the plan names it by that. */
export type Picture = { sha256: string; jpeg: Uint8Array };

/** Vendors forget what was laid down with them after some days; a day is within all of them. */
const KEPT_MS = 86_400_000;

type Laid = { id: string; at: number };
export type Pictures = (wanted: readonly Picture[]) => Promise<ReadonlyMap<string, string> | Outcome>;

/**
 * A vendor keeps pictures apart from the messages they stand in: each is laid down once, by its hash, and named by the
 * vendor's id from then on. Laying one down twice costs nothing and reaches nobody, so that nothing here can double.
 *
 * @returns ids by hash, or what becomes of all these messages: nothing of them was taken
 */
export const picturesAt = (
  clock: { system(): Date },
  upload: (picture: Picture) => Promise<{ id: string } | Outcome>,
): Pictures => {
  const known = new Map<string, Laid>();
  return async (wanted) => {
    const ids = new Map<string, string>();
    for (const picture of wanted) {
      const now = clock.system().getTime();
      const laid = known.get(picture.sha256);
      const answer = laid && now - laid.at < KEPT_MS ? laid : await upload(picture);
      if ('outcome' in answer) return answer;
      known.set(picture.sha256, { id: answer.id, at: now });
      ids.set(picture.sha256, answer.id);
    }
    return ids;
  };
};

/** What a request to lay a picture down says of the messages that wanted it. */
export const notLaid = (answer: Answer): Outcome => {
  if (answer.got === 'nothing') return hold('down', 0);
  if (answer.status === 429) return hold('busy', answer.retryAfterMs);
  if (answer.status === 400 || answer.status === 413 || answer.status === 415) return rejected('render');
  return hold('down');
};
