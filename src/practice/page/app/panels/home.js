import { post } from '../api.js';
import { Blocks } from '../blocks/blocks.js';
import { FormContext } from '../elements/context.js';
import { useFormHost } from '../elements/host.js';
import { homeOf } from '../store.js';
import { html, useEffect, useUi } from '../ui.js';

/** The bot's home tab; opening it tells the bot, which then publishes. @param {{eyes: import('../store.js').Eyes}} props */
export const Home = ({ eyes }) => {
  const { w, seat, people } = useUi();
  // Also when the seats' language has changed (their names come anew then): the tab is published in it.
  useEffect(() => {
    void post('/practice/home', { seat });
  }, [seat, people]);
  const view = homeOf(eyes);
  return html`<div class="scroll-frame"><div class="scroll" tabindex="0"><div class="home">
    ${view ? html`<${HomeView} key=${view.id} view=${view} />` : html`<p class="empty">${w.channel.noHome}</p>`}
  </div></div></div>`;
};

/** @param {{view: import('../api.js').View}} props */
const HomeView = ({ view }) => {
  const blocks = view.view.blocks ?? [];
  const { form, error } = useFormHost({ blocks, where: { viewId: view.id } });
  return html`<${FormContext.Provider} value=${form}>
    <div class="message-blocks" data-view-id=${view.id}><${Blocks} blocks=${blocks} /></div>
    ${error ? html`<p class="message-error" role="alert">${error}</p>` : null}
  <//>`;
};
