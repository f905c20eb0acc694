import { errorText, post } from '../api.js';
import { useRef, useState, useUi } from '../ui.js';
import { keyOf, stateOf } from './form.js';

/**
 * Holds what is typed into one message or view and tells the bot of each action. What the bot did not take is said in
 * words beside it; nothing is shown as done before the bot's own redraw arrives.
 *
 * @param {{blocks: readonly Record<string, any>[], where: Record<string, any>, frozen?: boolean, errors?: Readonly<Record<string, string>>}} options
 *   `where` = {channel, ts} or {viewId}
 * @returns {{form: import('./context.js').Form, state: () => ReturnType<typeof stateOf>, error: string | null, dismiss: () => void}}
 */
export const useFormHost = ({ blocks, where, frozen = false, errors = NO_ERRORS }) => {
  const { seat, w } = useUi();
  const held = useRef(/** @type {import('./form.js').Values} */ ({}));
  const [, redraw] = useState(0);
  const [busy, setBusy] = useState(/** @type {string | null} */ (null));
  const [error, setError] = useState(/** @type {string | null} */ (null));
  const state = () => stateOf(blocks, held.current);
  const form = {
    values: held.current,
    errors,
    busy,
    frozen,
    set: (
      /** @type {string} */ blockId,
      /** @type {Record<string, any>} */ element,
      /** @type {Record<string, any>} */ value,
    ) => {
      held.current = { ...held.current, [keyOf(blockId, element.action_id)]: { type: element.type, ...value } };
      redraw((n) => n + 1);
    },
    act: async (
      /** @type {string} */ blockId,
      /** @type {Record<string, any>} */ element,
      /** @type {Record<string, any>} */ extra,
    ) => {
      setBusy(`${blockId} ${element.action_id} ${element.value ?? ''}`);
      setError(null);
      const action = { type: element.type, action_id: element.action_id, block_id: blockId, ...extra };
      const answer = await post('/practice/action', { seat, ...where, action, state: state() });
      setBusy(null);
      if (!answer.ok) setError(errorText(answer.error, w));
    },
  };
  return { form, state, error, dismiss: () => setError(null) };
};

/** @type {Readonly<Record<string, string>>} */
const NO_ERRORS = {};
