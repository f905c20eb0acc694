import { Text, wordsOf } from '../text/draw.js';
import { html, useState, useUi } from '../ui.js';
import { Dialog } from './dialog.js';

/**
 * Asks before acting where the element carries `confirm`; acts at once where not.
 *
 * @param {Record<string, any>} element
 * @returns {[ask: (act: () => void, undo?: () => void) => void, dialog: any]}
 */
export const useConfirm = (element) => {
  const { w } = useUi();
  const [asking, setAsking] = useState(/** @type {{act: () => void, undo?: (() => void) | undefined} | null} */ (null));
  const confirm = element.confirm;
  const ask = (/** @type {() => void} */ act, /** @type {(() => void) | undefined} */ undo) =>
    confirm ? setAsking({ act, undo }) : act();
  if (!asking) return [ask, null];
  const done = (/** @type {(() => void) | undefined} */ then) => () => {
    setAsking(null);
    then?.();
  };
  const dialog = html`<${Dialog} className="confirm" title=${wordsOf(confirm.title) || w.modal.sure} onCancel=${done(asking.undo)} data-confirm=${element.action_id}>
    <div class="dialog-body"><${Text} text=${confirm.text} /></div>
    <div class="dialog-foot">
      <button type="button" class="button" data-confirm-answer="deny" onClick=${done(asking.undo)}>${wordsOf(confirm.deny) || w.modal.deny}</button>
      <button type="button" class=${`button ${confirm.style === 'danger' ? 'danger solid' : 'primary'}`} data-confirm-answer="confirm" onClick=${done(asking.act)}>
        ${wordsOf(confirm.confirm) || w.modal.confirm}
      </button>
    </div>
  <//>`;
  return [ask, dialog];
};
