import { errorText, post } from '../api.js';
import { Icon } from '../icons.js';
import { html, useElementId, useLayoutEffect, useRef, useState, useUi } from '../ui.js';
import { Attach } from './attach.js';
import { completionsAt, readLine } from './complete.js';

/**
 * Where one writes. What could not be sent comes back into the box with the reason.
 *
 * @param {{channel: string, threadTs?: string | null, kind: 'channel'|'thread', placeholder: string, bot: string,
 *   attach?: boolean, fill?: {text: string, n: number} | null, onSaid?: (text: string) => void, extra?: any}} props
 */
export const Composer = ({
  channel,
  threadTs = null,
  kind,
  placeholder,
  bot,
  attach = false,
  fill = null,
  onSaid,
  extra = null,
}) => {
  const { w, seat, people } = useUi();
  const id = useElementId('offers');
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [picked, setPicked] = useState(0);
  const [closed, setClosed] = useState(false);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState(/** @type {string | null} */ (null));
  const inThread = kind === 'thread';
  const others = [...people.values()].filter((one) => one.id !== seat && one.id !== bot && one.id !== 'USLACKBOT');
  const found = closed
    ? null
    : completionsAt(text, caret, { bot: people.get(bot)?.name ?? 'baton', people: others, w, inThread });

  useLayoutEffect(() => {
    if (!fill) return;
    put(fill.text);
    box.current?.focus();
  }, [fill?.n]);
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
  }, [text]);

  /** @param {string} next @param {number} [at] */
  const put = (next, at = next.length) => {
    setText(next);
    setCaret(at);
    setPicked(0);
    setError(null);
    requestAnimationFrame(() => box.current?.setSelectionRange(at, at));
  };
  const typed = (/** @type {any} */ event) => {
    setText(event.currentTarget.value);
    setCaret(event.currentTarget.selectionStart ?? 0);
    setPicked(0);
    setClosed(false);
  };
  const take = (/** @type {number} */ n) => {
    const offer = found?.offers[n];
    if (!found || !offer) return;
    put(text.slice(0, found.from) + offer.insert + text.slice(caret), found.from + offer.insert.length);
    box.current?.focus();
  };
  const send = async () => {
    const line = readLine(text, inThread);
    if (line.kind === 'nothing' || sending) return;
    if (line.kind === 'no_thread') return setError(w.composer.noCommandInThread);
    if (line.kind === 'unknown') return setError(w.composer.unknownCommand(line.name));
    const typedText = text;
    put('');
    setSending(true);
    const answer =
      line.kind === 'command'
        ? await post('/practice/command', { seat, channel, text: line.text })
        : await post('/practice/say', { seat, channel, text: line.text, ...(threadTs ? { threadTs } : {}) });
    setSending(false);
    if (answer.ok) return onSaid?.(line.text);
    // What was typed meanwhile is kept; what failed is put before it.
    setText((now) => (now.trim() ? `${typedText}\n${now}` : typedText));
    setError(errorText(answer.error, w));
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    // The Enter that ends a Hangul syllable is not yet the Enter that sends.
    if (event.isComposing || event.keyCode === 229) return;
    if (found) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        return setPicked((picked + step + found.offers.length) % found.offers.length);
      }
      if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) {
        event.preventDefault();
        return take(picked);
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        return setClosed(true);
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      return void send();
    }
    return undefined;
  };
  return html`<div class=${`composer ${error ? 'has-error' : ''}`}>
    ${
      found
        ? html`<ul class="offers" id=${id} role="listbox" aria-label=${w.composer.complete}>
          ${found.offers.map(
            (
              offer,
              n,
            ) => html`<li key=${offer.label} id=${`${id}-${n}`} role="option" aria-selected=${n === picked ? 'true' : 'false'} class=${n === picked ? 'picked' : ''}
              onMouseDown=${(/** @type {Event} */ event) => {
                event.preventDefault();
                take(n);
              }}><strong>${offer.label}</strong><small>${offer.note}</small></li>`,
          )}
        </ul>`
        : null
    }
    ${error ? html`<p class="composer-error" role="alert">${error}</p>` : null}
    <div class="composer-box">
      ${attach ? html`<${Attach} channel=${channel} onProblem=${setError} />` : null}
      <textarea ref=${box} rows="1" data-composer=${kind} aria-label=${placeholder} placeholder=${placeholder} value=${text} aria-autocomplete="list"
        aria-controls=${found ? id : undefined} aria-activedescendant=${found ? `${id}-${picked}` : undefined} onInput=${typed} onKeyDown=${key}
        onSelect=${(/** @type {any} */ event) => setCaret(event.currentTarget.selectionStart ?? 0)}></textarea>
      <button type="button" class="button send" data-send=${kind} aria-label=${w.composer.send} title=${w.composer.send} disabled=${text.trim() === '' || sending} onClick=${send}>
        <${Icon} name="send" size=${18} />
      </button>
    </div>
    <div class="composer-foot"><small>${inThread ? w.composer.threadHint : w.composer.hint}</small>${extra}</div>
  </div>`;
};
