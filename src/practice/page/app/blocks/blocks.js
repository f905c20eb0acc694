import { blockIdOf } from '../elements/form.js';
import { Markdown } from '../text/draw.js';
import { Guard, html, useUi } from '../ui.js';
import { Actions, ContextActions, Input } from './actions.js';
import { Card, Carousel } from './card.js';
import { Chart } from './chart.js';
import { Container } from './container.js';
import { Plan, TaskCard } from './plan.js';
import { RichText } from './rich-text.js';
import { DataTable, Table } from './table.js';
import { Alert, Context, File, Header, Picture, Section, Video } from './text.js';

/** Every block type, drawn. `children` are drawn by the same table, handed down to keep the modules a tree. @type {Record<string, (props: any) => any>} */
const DRAWN = {
  header: Header,
  section: Section,
  context: Context,
  divider: () => html`<hr class="rule" />`,
  image: Picture,
  file: File,
  video: Video,
  alert: Alert,
  actions: Actions,
  context_actions: ContextActions,
  input: Input,
  rich_text: RichText,
  markdown: ({ block }) => html`<${Markdown} text=${block.text ?? ''} />`,
  table: Table,
  data_table: DataTable,
  container: ({ block }) => html`<${Container} block=${block}><${Blocks} blocks=${block.child_blocks ?? []} /><//>`,
  card: Card,
  carousel: Carousel,
  plan: Plan,
  task_card: TaskCard,
  data_visualization: Chart,
};

/** @param {{blocks: readonly Record<string, any>[]}} props */
export const Blocks = ({ blocks }) =>
  blocks.map(
    (block, index) =>
      html`<${OneBlock} key=${`${index} ${block?.block_id ?? ''}`} block=${block} id=${blockIdOf(block ?? {}, index)} />`,
  );

/** @param {{block: Record<string, any>, id: string}} props */
const OneBlock = ({ block, id }) => {
  const { w } = useUi();
  const type = String(block?.type ?? '?');
  const view = Object.hasOwn(DRAWN, type) ? DRAWN[type] : undefined;
  return html`<div class=${`block block-${type.replaceAll('_', '-')}`} data-block-type=${type} data-block=${id}>
    ${
      view
        ? html`<${Guard} fallback=${html`<p class="unknown">${w.block.broken(type)}</p>`}><${view} block=${block} id=${id} /><//>`
        : html`<p class="unknown">${w.block.unknown(type)}</p>`
    }
  </div>`;
};
