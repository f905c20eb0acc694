import { Icon } from '../icons.js';
import { Link } from '../text/draw.js';
import { html, useUi } from '../ui.js';
import { RichText } from './rich-text.js';
import { Words } from './text.js';

/** @type {Record<string, string>} */
const ICON = { pending: 'dot', in_progress: 'half', complete: 'check', error: 'alert' };

/** @param {{block: Record<string, any>}} props */
export const Plan = ({ block }) => html`<section class="plan">
  <div class="plan-title"><${Words} of=${block.title} /></div>
  <ol class="tasks">
    ${(block.tasks ?? []).map((/** @type {Record<string, any>} */ task, /** @type {number} */ n) => html`<li key=${task.task_id ?? n}><${TaskCard} block=${task} /></li>`)}
  </ol>
</section>`;

/** @param {{block: Record<string, any>}} props */
export const TaskCard = ({ block }) => {
  const { w } = useUi();
  const status = Object.hasOwn(ICON, block.status)
    ? /** @type {keyof typeof w.block.status} */ (block.status)
    : 'pending';
  return html`<div class=${`task is-${status}`} data-task=${block.task_id} data-status=${status}>
    <span class="task-mark"><${Icon} name=${ICON[status] ?? 'dot'} size=${16} label=${w.block.status[status]} /></span>
    <div class="task-words">
      <div class="task-title"><${Words} of=${block.title} /></div>
      ${block.details ? html`<div class="task-details"><${Rich} of=${block.details} /></div>` : null}
      ${block.output ? html`<div class="task-output"><${Rich} of=${block.output} /></div>` : null}
      ${
        block.sources?.length
          ? html`<div class="task-sources">${w.block.sources}: ${block.sources.map(
              (/** @type {Record<string, any>} */ source, /** @type {number} */ n) =>
                html`${n > 0 ? ', ' : ''}<${Link} url=${source.url}>${source.text}<//>`,
            )}</div>`
          : null
      }
    </div>
  </div>`;
};

/** @param {{of: any}} props */
const Rich = ({ of }) => (of?.type === 'rich_text' ? html`<${RichText} block=${of} />` : html`<${Words} of=${of} />`);
