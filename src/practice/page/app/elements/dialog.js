import { html, useEffect, useElementId, useRef } from '../ui.js';

/**
 * The browser's own modal dialog: it keeps the focus, dims the rest and answers Escape. What closes it is decided by
 * the owner, so that nothing closes before the server was told.
 *
 * @param {{title: any, onCancel: () => void, className?: string, busy?: boolean, children?: any, [data: `data-${string}`]: string}} props
 */
export const Dialog = ({ title, onCancel, className = '', busy = false, children, ...data }) => {
  /** @type {{current: HTMLDialogElement | null}} */
  const ref = useRef(null);
  const id = useElementId('dialog');
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return html`<dialog ref=${ref} class=${`dialog ${className}`} aria-labelledby=${id} aria-busy=${busy ? 'true' : 'false'} ...${data}
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      onCancel();
    }}>
    <h2 class="dialog-title" id=${id}>${title}</h2>
    ${children}
  </dialog>`;
};
