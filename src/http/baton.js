// <script defer src="https://baton.example/baton.js" data-consent></script>: docs/web-events.md. Served squeezed, 1 KB at most.
(() => {
  const { src, dataset } = document.currentScript;
  const kept = localStorage;
  const first = sessionStorage;
  const here = new URL(location);
  const query = here.searchParams;
  let t = query.get('bt') || kept.baton;
  // Who follows a copied address is somebody else.
  if (query.has('bt')) {
    query.delete('bt');
    history.replaceState(history.state, '', here);
  }
  // What was answered ('' is no), else what the page says.
  const may = () => kept.baton_ok ?? !('consent' in dataset);
  const tell = (name, more) => {
    if (!may()) return;
    // How the session began; the server keeps the two sites' names and what begins with utm_.
    first.baton ||= `${here}\n${document.referrer}`;
    fetch(src.replace('baton.js', 'w/v1/events'), {
      method: 'POST',
      keepalive: true,
      body: JSON.stringify({
        t,
        e: Math.random(),
        first: first.baton,
        name,
        properties: { page: here.pathname, ...more },
      }),
    })
      .then((r) => r.json())
      .then(
        (r) => {
          if (r.t && may()) kept.baton = t = r.t;
        },
        () => 0,
      );
  };
  window.baton = (name, more) => {
    if (name !== 'consent') tell(name, more);
    else if (more) {
      kept.baton_ok = 1;
      tell('visit');
    } else {
      kept.baton_ok = t = '';
      kept.removeItem('baton');
      first.removeItem('baton');
    }
  };
  addEventListener('click', (e) => {
    const { baton, ...more } = e.target.closest('[data-baton]')?.dataset ?? {};
    if (baton) tell(baton, more);
  });
  tell('visit');
})();
