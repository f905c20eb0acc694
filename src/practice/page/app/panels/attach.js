import { errorText, post } from '../api.js';
import { Icon } from '../icons.js';
import { html, useRef, useState, useUi } from '../ui.js';

/** @param {File} file @returns {Promise<string>} its bytes in base64 */
const base64 = (file) =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });

/**
 * Puts a file of one's own into the conversation, as Slack's plus does.
 *
 * @param {{channel: string, onProblem: (text: string) => void}} props
 */
export const Attach = ({ channel, onProblem }) => {
  const { w, seat } = useUi();
  const picker = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [busy, setBusy] = useState(false);
  const picked = async () => {
    const box = picker.current;
    const file = box?.files?.[0];
    if (!box || !file) return;
    setBusy(true);
    try {
      const answer = await post('/practice/upload', { seat, channel, name: file.name, content: await base64(file) });
      if (!answer.ok) onProblem(errorText(answer.error, w));
    } catch {
      onProblem(w.composer.unreadable);
    } finally {
      setBusy(false);
      // The same file can be chosen once more.
      box.value = '';
    }
  };
  return html`<input ref=${picker} type="file" hidden data-attach accept=".csv,.tsv,.gz,.xls,.xlsx,text/csv" aria-label=${w.composer.attach} onChange=${picked} />
    <button type="button" class="button attach" data-attach-button aria-label=${w.composer.attach} title=${w.composer.attach} disabled=${busy} onClick=${() => picker.current?.click()}>
      <${Icon} name="attach" size=${18} />
    </button>`;
};

/** Files that came with a message. @param {{files: readonly {id: string, name: string, size?: number}[]}} props */
export const Files = ({ files }) => html`<ul class="message-files">
  ${files.map((file) => html`<li key=${file.id} data-file=${file.name}><${Icon} name="file" size=${18} /><span>${file.name}</span></li>`)}
</ul>`;
