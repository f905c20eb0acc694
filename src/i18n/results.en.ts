import type { resultsKo } from './results.ko.ts';

export const resultsEn: typeof resultsKo = {
  formulas: {
    attributedRevenue:
      'Attributed revenue = orders credited to the last message that reached the contact in the window (a click before a delivery), refunds out. It includes orders that would have come anyway',
    incremental:
      'Incremental revenue = (revenue per contact treated − revenue per contact held out) × contacts treated, compared as assigned',
    interval: '95 % interval = Welch t interval × contacts treated',
    conversionInterval: '95 % interval of the conversion difference = Newcombe',
    fewBuyers:
      'With fewer than 100 buyers in either arm the conversion difference must point the same way to prove anything (on skewed amounts a t interval alone is wrong too often)',
    ctr: 'CTR = contacts a person clicked for ÷ contacts delivered to (machine clicks left out)',
    cvr: 'CVR = contacts who bought after a click ÷ contacts who clicked',
    conversion: 'Attributed conversion = contacts with an attributed order ÷ contacts delivered to',
    cpa: 'CPA = (sending + AI + labour) ÷ contacts with an attributed order',
    aov: 'AOV = attributed revenue ÷ attributed orders',
    roas: 'ROAS = attributed revenue ÷ sending cost',
    unsubscribe: 'Unsubscribe rate = contacts who unsubscribed ÷ contacts delivered to',
    roi: 'ROI = (attributed revenue + labour saved) ÷ (AI cost + labour), a ratio (200 % = 2.0)',
    roiWithSending: 'ROI with sending = (attributed revenue + labour saved) ÷ (AI cost + labour + sending)',
    roiIncremental: 'Incremental ROI = (incremental revenue + labour saved) ÷ (AI cost + labour + sending)',
    forecastError: 'Forecast error = actual ÷ forecast (P50) − 1',
  },
  formulasTitle: 'What the numbers mean',
  none: '—',
  range: (p) => `${p.lo} to ${p.hi}`,
  people: (p) => `${p.n} people`,
  orders: (p) => `${p.n} orders`,
  points: (p) => `${p.x} pp`,
  times: (p) => `${p.x}×`,
  kpi: {
    metric: {
      attributed_revenue: 'attributed revenue',
      orders: 'attributed orders',
      signups: 'sign-ups',
      conversion_rate: 'attributed conversion',
    },
    line: (p) => `KPI (${p.metric}) ${p.actual}, ${p.share} of the ${p.target} target.`,
    noTarget: (p) => `KPI (${p.metric}) ${p.actual}.`,
  },
  verdict: {
    tooEarly: (p) =>
      `Too early to tell. Attributed revenue so far ${p.revenue} (${p.orders} orders). The difference to the holdout is settled on day ${p.days}.`,
    proved: (p) => `Revenue that sending added (incremental): ${p.incremental} (95 % interval ${p.ci}).`,
    provedConversion: (p) => `Conversion that sending added: ${p.diff} (95 % interval ${p.ci}).`,
    rest: 'The rest would have bought anyway.',
    harm: (p) => `Those who got nothing bought more: incremental revenue ${p.incremental} (95 % interval ${p.ci}).`,
    harmConversion: (p) => `Those who got nothing converted more: ${p.diff} (95 % interval ${p.ci}).`,
    small: (p) => `Whether sending added revenue cannot be told: ${p.n} people (${p.holdout} held out) are too few.`,
    smallConversion: (p) =>
      `Whether sending added conversions cannot be told: ${p.n} people (${p.holdout} held out) are too few.`,
    needed: (p) => `If the difference seen is the true one, about ${p.n} people would be needed.`,
    noHoldout: 'Nobody was held out, so the revenue that sending added (incremental) cannot be known.',
    withheld: (p) =>
      `The split is broken, so the incremental result is withheld: ${p.send} sent / ${p.holdout} held out, where ${p.meant} were to be held out. No difference is shown.`,
  },
  corrected: (p) => `Corrected ${p.at}: late orders or refunds are in.`,
  arms: {
    send: 'Sent',
    holdout: 'Holdout',
    line: (p) => `Bought: ${p.sendRate} of those sent to (${p.send}) · ${p.holdoutRate} of the holdout (${p.holdout})`,
    of: (p) => `${p.hits} of ${p.n}`,
    diff: (p) => `conversion difference ${p.diff} (95 % interval ${p.ci})`,
    split: 'split check passed',
    cuped: (p) => `allowing for the 90 days before (CUPED) ${p.incremental} (95 % interval ${p.ci})`,
  },
  chart: {
    title: 'Revenue per contact by day',
    x: 'Day',
    unit: (p) => `${p.currency} per contact`,
    sentence: (p) =>
      `Revenue per contact over ${p.days} days: sent ${p.send}, holdout ${p.holdout} (over everybody assigned)`,
    table: 'Revenue per contact by day as a table',
  },
  fields: {
    attributed: 'Attributed revenue (not incremental)',
    incremental: 'Incremental revenue',
    incrementalUnknown: 'not known',
    incrementalUntold: 'cannot be told, estimate ',
    incrementalParts: (p) => `${p.told}${p.incremental} (95 % interval ${p.ci})`,
    cost: 'Cost',
    costParts: (p) => `${p.total} (sending ${p.sending} + AI ${p.ai} + labour ${p.labour})`,
    roi: 'ROI',
    roiParts: (p) => `${p.own} (with sending ${p.sending}, on incremental ${p.incremental})`,
    reached: 'Delivered',
    reachedParts: (p) => `${p.delivered} of ${p.planned} planned (${p.failed} failed)`,
    clicked: 'People who clicked',
    clickedParts: (p) => `${p.clicked} (${p.ctr}) · ${p.machine} machine clicks left out`,
    converted: 'Attributed conversions',
    convertedParts: (p) => `${p.contacts} people, ${p.orders} orders, AOV ${p.aov}`,
    unsubscribed: 'Unsubscribed',
    unsubscribedParts: (p) => `${p.n} (${p.rate})`,
    refunded: (p) => ` · ${p.orders} refunds of ${p.money} left out`,
  },
  variants: {
    caption: 'By variant (attributed)',
    head: {
      variant: 'Variant',
      delivered: 'Delivered',
      clicked: 'Clicked',
      contacts: 'Converted',
      revenue: 'Attributed',
    },
    note: 'This table alone does not tell variants apart.',
  },
  forecast: (p) => `Forecast and fact: ${p.forecast} → ${p.actual} (${p.error})`,
  forecastStopped: (p) =>
    `Forecast ${p.forecast}, fact ${p.actual}. Sending was stopped and only a part left, so this is not counted as a forecast error.`,
  window: (p) => `${p.id} · ${p.title} · ${p.from} to ${p.to} (${p.days}-day window)`,
  aiUnknown: 'some AI cost is left out: its price is not known',
  aiRate: (p) => `AI cost at 1 USD = ${p.rate}`,
  learning: {
    title: 'Learned (used in later drafts once you say so)',
    kept: 'Remembered',
    dropped: 'Dropped',
    keep: 'Remember',
    drop: 'Drop',
    proved: (p) =>
      `"${p.title}": sending by ${p.channel} raised revenue per contact by ${p.each} (95 % interval ${p.ci}, n=${p.n})`,
    harm: (p) =>
      `"${p.title}": sending by ${p.channel} lowered revenue per contact, ${p.each} (95 % interval ${p.ci}, n=${p.n})`,
    provedConversion: (p) =>
      `"${p.title}": sending by ${p.channel} raised conversion by ${p.diff} (95 % interval ${p.ci}, n=${p.n})`,
    harmConversion: (p) =>
      `"${p.title}": sending by ${p.channel} lowered conversion, ${p.diff} (95 % interval ${p.ci}, n=${p.n})`,
    small: (p) => `"${p.title}": too few people to tell the effect (n=${p.n})`,
    smallNeeded: (p) => `"${p.title}": too few people to tell the effect (n=${p.n}, about ${p.needed} needed)`,
    noHoldout: (p) => `"${p.title}": sent without a holdout, so the effect is unknown`,
    withheld: (p) => `"${p.title}": the split was broken, so the effect was not read`,
  },
  channels: { email: 'e-mail', kakao: 'Kakao', sms: 'text message', push: 'push' },
};
