import { errorText, post } from '../api.js';
import { Blocks } from '../blocks/blocks.js';
import { FormContext } from '../elements/context.js';
import { Dialog } from '../elements/dialog.js';
import { problemsOf } from '../elements/form.js';
import { useFormHost } from '../elements/host.js';
import { Icon } from '../icons.js';
import { modalStack } from '../store.js';
import { wordsOf } from '../text/draw.js';
import { html, useEffect, useRef, useState, useUi } from '../ui.js';

/** The open modals; all stay mounted, so that going back finds what was typed. @param {{eyes: import('../store.js').Eyes}} props */
export const Modals = ({ eyes }) => {
  const [closed, setClosed] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const stack = modalStack(eyes).filter(({ id }) => !closed.has(id));
  return stack.map(
    (view, n) =>
      html`<${Modal} key=${view.id} view=${view} under=${n < stack.length - 1} onClose=${() => setClosed(new Set(closed).add(view.id))} />`,
  );
};

/** @param {{view: import('../api.js').View, under: boolean, onClose: () => void}} props */
const Modal = ({ view, under, onClose }) => {
  const { w, seat } = useUi();
  const body = view.view;
  const blocks = body.blocks ?? [];
  const [errors, setErrors] = useState(/** @type {Record<string, string>} */ ({}));
  const [refused, setRefused] = useState(/** @type {string | null} */ (null));
  const [busy, setBusy] = useState(false);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const { form, state, error } = useFormHost({ blocks, where: { viewId: view.id }, frozen: busy, errors });
  const wrong = Object.keys(errors).length;
  useEffect(() => {
    // What was wrong in the view before is not wrong in the one that replaced it.
    setErrors({});
    setRefused(null);
    setBusy(false);
  }, [view.hash, view.seq, under]);
  useEffect(() => {
    if (wrong === 0) return;
    const first = root.current?.querySelector('.has-error');
    first?.scrollIntoView({ block: 'center' });
    /** @type {HTMLElement | null | undefined} */ (first?.querySelector('input, textarea, select, summary'))?.focus();
  }, [errors]);
  // Closing is the person's alone: the window goes whatever the server says to it.
  const close = () => {
    if (busy) return;
    onClose();
    void post('/practice/close', { seat, viewId: view.id });
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy || !body.submit) return;
    const problems = problemsOf(blocks, form.values, w.field);
    setErrors(problems);
    setRefused(null);
    if (Object.keys(problems).length > 0) return;
    setBusy(true);
    const answer = await post('/practice/submit', { seat, viewId: view.id, state: state() });
    // Taken: the window stays shut to a second press until the change that it brought arrives.
    if (answer.ok) return;
    setBusy(false);
    if (answer.errors) setErrors(answer.errors);
    else setRefused(errorText(answer.error, w));
  };
  const trouble = refused ?? error ?? (wrong > 0 ? w.modal.fix(wrong) : null);
  return html`<${Dialog} className=${`modal ${under ? 'under' : ''}`} title=${wordsOf(body.title)} onCancel=${close} busy=${busy}
    data-view-id=${view.id} data-callback-id=${body.callback_id ?? ''}>
    <button type="button" class="icon-button dialog-close" aria-label=${w.modal.close} title=${w.modal.close} data-view-close onClick=${close}><${Icon} name="close" /></button>
    <form ref=${root} class="modal-form" novalidate onSubmit=${submit}>
      <div class="dialog-body"><${FormContext.Provider} value=${form}><${Blocks} blocks=${blocks} /><//></div>
      <div class="dialog-foot">
        <p class="dialog-trouble" role="alert">${trouble}</p>
        <button type="button" class="button" onClick=${close} disabled=${busy}>${wordsOf(body.close) || w.modal.cancel}</button>
        ${
          body.submit
            ? html`<button type="submit" class=${`button primary ${busy ? 'busy' : ''}`} data-submit disabled=${busy}>${busy ? w.modal.busy : wordsOf(body.submit) || w.modal.submit}</button>`
            : null
        }
      </div>
    </form>
  <//>`;
};
