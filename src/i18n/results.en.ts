import { lookEn } from './look.en.ts';
import { nextEn } from './next.en.ts';
import { plural } from './plural.ts';
import type { resultsKo } from './results.ko.ts';

export const resultsEn: typeof resultsKo = {
  formulas: {
    attributedRevenue:
      'Attributed revenue = orders credited to the last message that reached the contact in the window (a click first), less money given back; some would have come anyway',
    window: 'Window = the days of the brief from the freeze; all below is of it, orders only after their message',
    incremental:
      'Incremental revenue = (revenue per contact treated − held out) × contacts treated, in the window, as assigned. The holdout went without this campaign only; others may have reached it',
    segmentIncremental:
      'Incremental revenue of a segment = its treated against its holdout; told by Holm over the segments. They need not add up to the whole, which weighs all contacts alike',
    interval: '95 % interval = Welch t interval × contacts treated',
    earlyInterval:
      'The interval of a look before the end = a 95 % interval that holds however often one looks (mixture sequential test), so it is wider than the fixed one. The fixed one settles it after the window',
    winner:
      'Winner = within one segment, as assigned, only if the fixed 95 % interval against the runner-up excludes 0 with all comparisons counted (Holm); no opens, no clicks',
    conversionInterval: '95 % interval of the conversion difference = Newcombe',
    fewBuyers:
      'Under 100 buyers in an arm the conversion difference must point the same way (on skewed amounts a t interval alone errs too often)',
    needed:
      'People needed = contacts of both arms with whom, split alike, the difference would be seen 80 times in a hundred if the difference and the spread seen were the true ones. Chance is in the difference seen, so it is rough',
    ctr: 'CTR = contacts who clicked in the window ÷ delivered to (no machine clicks)',
    cvr: 'CVR = contacts who bought after a click ÷ who clicked, both in the window',
    conversion: 'Attributed conversion = contacts with an attributed order in the window ÷ delivered to',
    coupon:
      'Coupon use = people who ordered with the code they got and were not refunded ÷ people reached. An order with a code of one’s own is that campaign’s attributed revenue, whatever was clicked last',
    cpa: 'CPA = (sending + AI + labor) ÷ contacts with an attributed order in the window',
    cac: 'CAC = (sending + AI + labor) ÷ contacts whose first order ever, in the window, is attributed to this sending',
    ltv: 'LTV = what contacts with an attributed order are predicted to spend over the next 365 days ÷ those of them with a prediction (BG/NBD with gamma-gamma, margin 100 %, undiscounted)',
    capped:
      'Capped incremental revenue = the same comparison with what one contact spent in the window above the cap counted as the cap. Cap = the amount that 1 % of the orders of the 90 days before the plan was made were above (set before any result)',
    orderSource:
      'One order id from several sources counts once: won in the CRM before the order of the shop before analytics',
    aov: 'AOV = attributed revenue ÷ attributed orders of the window',
    roas: 'ROAS = attributed revenue of the window ÷ sending cost',
    unsubscribe: 'Unsubscribe rate = contacts who unsubscribed in the window ÷ delivered to',
    counts:
      'Planned = contacts frozen to be sent to. Handed over = given to the channel. Accepted = taken by it. Delivered = said to have arrived, or accepted without a later bounce. Opened = seemingly by a person, for reference: decides nothing',
    cost: 'Cost = messages × approved price of their form + every AI call + minutes × rate at the launch',
    roi: 'ROI = (attributed revenue + labor saved) ÷ (AI cost + labor), a ratio (200 % = 2.0)',
    roiWithSending: 'ROI with sending = (attributed revenue + labor saved) ÷ (AI cost + labor + sending)',
    roiIncremental: 'Incremental ROI = the same with incremental revenue, only where it can be told',
    forecastError: 'Forecast error = actual ÷ forecast (P50) − 1',
  },
  pooled: {
    nobody: 'Nobody has been held out of everything yet, so campaigns cannot be read together',
    says: (p) =>
      `${p.campaigns} campaigns since ${p.since}, read together: ${p.words} (${p.treated} in campaigns, ${p.held} held out of everything, an interval that holds at every look)`,
    period: (p) =>
      `· from ${p.from}${p.to ? ` to ${p.to}` : ''} ${p.percent}% held out of everything: ${p.campaigns} campaigns, ${p.treated} in campaigns, ${p.held} held out${p.why ? ` (${p.why})` : ''}`,
    few: 'left out: too few to compare',
    broken: 'the split is broken',
    moved: (p) =>
      `· ${p.n} contacts whom a change of the share moved from one arm to the other are in neither (the hash alone decides who they are, so what is left compares as fairly)`,
  },
  formulasTitle: 'What the numbers mean, and other readings',
  formulasTitleEarly: 'What the numbers mean',
  formulaGroups: {
    other: 'The same result read in other ways',
    money: 'Revenue and lift',
    people: 'Reactions and conversion',
    cost: 'Cost and forecast',
  },
  cut: (p) => `Left out for want of room: ${p.what}. The whole: \`baton campaign show ${p.id} --json\``,
  cutParts: {
    rows: (p) => `${plural(p.n, 'row')} of the table`,
    segments: (p) => `what can be told of ${plural(p.n, 'segment')}`,
    formulas: 'some of what the numbers mean (all of it by the button above)',
    days: 'the table by day (the chart has the same numbers)',
  },
  more: {
    cuped: (p) =>
      `Allowing for what they bought in the 90 days before (CUPED): incremental ${p.incremental} (95 % interval ${p.ci})`,
    bootstrap: (p) => `The same difference by bootstrap: 95 % interval ${p.ci} (${p.draws} draws)`,
    capped: (p) => `With one contact’s amount capped at ${p.cap}: incremental ${p.incremental} (95 % interval ${p.ci})`,
    noCap: 'Incremental with amounts capped: — (fewer than 100 orders in the 90 days before to set a cap by)',
    cac: (p) => `CAC ${p.cac}`,
    ltv: (p) => `LTV of those who bought, next 365 days: ${p.ltv}`,
    noNew: 'no first order ever',
    noLtv: 'no prediction of those who bought',
  },
  none: '—',
  blank: (p) => `— (${p.why})`,
  why: {
    noOrders: 'no attributed order',
    noCost: 'no cost to divide by',
    noIncremental: 'incremental cannot be told',
    untilEnd: 'settled when the window ends',
    noHoldout: 'nobody was held out',
    split: 'the split is broken',
    fewBuyers: 'fewer than 20 buyers in an arm',
    nothingVaried: 'nobody bought',
    noForecast: 'the value of an order was not known at the launch, so nothing was forecast',
    zeroForecast: 'the forecast was 0',
    noOpens: (p) => `no opens are reported by ${p.channel}`,
  },
  range: (p) => `${p.lo} to ${p.hi}`,
  people: (p) => plural(p.n, 'person', 'people'),
  orders: (p) => plural(p.n, 'order'),
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
    proved: (p) => `Incremental revenue ${p.diff} (95 % ${p.lo} to ${p.hi})`,
    provedConversion: (p) => `Incremental conversion ${p.diff} (95 % ${p.lo} to ${p.hi})`,
    added: 'Sending is proven to have added it.',
    rest: 'Attributed revenue beyond the incremental part would have come anyway.',
    nothingSold: (p) => `${p.words}: nobody bought`,
    harm: (p) => `Those who got nothing bought more: incremental revenue ${p.diff} (95 % ${p.lo} to ${p.hi})`,
    harmConversion: (p) =>
      `Those who got nothing converted more: incremental conversion ${p.diff} (95 % ${p.lo} to ${p.hi})`,
    small: 'Too few people to tell a difference',
    smallNeeded: (p) => `Too few people to tell a difference: ${p.n} needed if the difference seen is the true one`,
    smallParts: (p) => `(now ${p.n}, ${p.holdout} of them held out)`,
    several: 'Among as many comparisons as were made (Holm), no difference can be told',
    early: (p) => `This is a look before the end. By an interval that holds at every look: ${p.verdict}`,
    noHoldout: 'Nobody was held out, so the revenue that sending added (incremental) cannot be known',
    withheld: 'The split is broken, so the result is withheld',
    withheldParts: (p) =>
      `${p.send} sent / ${p.holdout} held out, where ${p.meant} were to be held out. No difference is shown.`,
    withheldNext:
      'The split and the records disagree. Take attributed revenue as a hint only; find the cause and send the same goal again to read the incremental effect.',
  },
  corrected: {
    line: (p) =>
      `Corrected ${p.at}: orders, refunds and delivery reports that came in after ${p.since} are in. ${p.what}`,
    unknown: (p) => `Corrected ${p.at}: late orders or refunds are in.`,
    moved: (p) => `${p.name} ${p.before} → ${p.now}${p.by ? ` (${p.by})` : ''}`,
    delivered: 'delivered',
    orders: 'attributed orders',
    refunds: 'refunds',
    revenue: 'attributed revenue',
    holdoutOrders: 'holdout orders',
    incremental: 'incremental revenue',
  },
  arms: {
    send: 'Sent',
    holdout: 'Holdout',
    line: (p) => `Bought: ${p.sendRate} of those sent to (${p.send}), ${p.holdoutRate} of the holdout (${p.holdout})`,
    of: (p) => `${p.hits} of ${p.n}`,
    diff: (p) => `Conversion difference ${p.diff} (95 % interval ${p.ci})`,
    split: 'split check passed',
  },
  chart: {
    title: 'Revenue per contact by day',
    x: 'Day',
    spans: (p) => `Revenue per contact by ${p.days} days`,
    span: (p) => `${p.from} to ${p.to}`,
    unit: (p) => `${p.currency} per contact`,
    sentence: (p) =>
      `Revenue per contact over ${p.days} days: sent ${p.send}, holdout ${p.holdout} (over everybody assigned)`,
    table: 'Revenue per contact by day as a table',
  },
  fields: {
    attributed: 'Attributed revenue (not incremental)',
    incremental: 'Incremental revenue',
    incrementalEarly: 'Incremental (so far)',
    earlyParts: (p) => `${p.diff} (95 % interval that holds at every look ${p.ci}, n=${p.n})${p.zero}`,
    earlyZero: ' · not told apart from 0 yet',
    opened: 'Opened (for reference)',
    openedParts: (p) => `${p.n} (${p.rate}), decides nothing`,
    incrementalUntold: 'cannot be told, estimate ',
    incrementalFew: ' · with so few buyers this interval alone tells nothing',
    incrementalZero: ' · in revenue not told apart from 0',
    incrementalParts: (p) => `${p.told}${p.incremental} (95 % interval ${p.ci})`,
    cost: 'Cost',
    costParts: (p) => `${p.total} (sending ${p.sending} + AI ${p.ai} + labor ${p.labour})`,
    roi: 'ROI',
    roiParts: (p) =>
      `${p.own} · with sending ${p.sending} · on incremental ${p.incremental} · with labor saved of ${p.saved} (minutes × rate in the brand settings)`,
    roiInterval: (p) => ` (${p.ci})`,
    reached: 'Delivered',
    reachedParts: (p) => `${p.delivered} of ${p.planned} planned (${p.rest})`,
    failed: (p) => `${p.n} failed`,
    unknown: (p) => `${p.n} unknown`,
    notSent: (p) => `${p.n} not sent: opted out, over the cap or stopped`,
    waiting: (p) => `${p.n} still to go`,
    clicked: 'People who clicked',
    clickedParts: (p) => `${p.clicked} (CTR ${p.ctr}), ${p.cvr} of them bought`,
    machines: (p) => ` · ${plural(p.n, 'machine click')} left out`,
    perCost: (p) => `CPA ${p.cpa}, ROAS ${p.roas}`,
    converted: 'Attributed conversions',
    convertedParts: (p) => `${plural(p.contacts, 'person', 'people')}, ${plural(p.orders, 'order')}, AOV ${p.aov}`,
    unsubscribed: 'Unsubscribed',
    unsubscribedParts: (p) => `${p.n} (${p.rate})`,
    refunded: (p) => ` · ${plural(p.orders, 'refund')} of ${p.money} left out`,
  },
  segments: {
    title: 'What each segment added',
    line: (p) => `${p.segment}: ${p.words} · n=${p.n}, attributed ${p.attributed}`,
  },
  segmentNamed: (p) => `${p.key} ${p.name}`,
  winner: {
    title: 'Variants',
    wins: (p) =>
      `${p.where}*${p.best}* did better: ${p.diff} over ${p.runnerUp} (95 % interval ${p.ci}, n=${p.n}${p.many})`,
    untold: (p) =>
      `${p.where}No difference between variants can be told: ${p.best} against ${p.runnerUp} ${p.diff} (95 % interval ${p.ci}, n=${p.n}${p.many})`,
    nothing: (p) => `${p.where}No difference between variants can be told: nobody bought`,
    where: (p) => `${p.segment}: `,
    each: (p) => `${p.x} per contact`,
    many: (p) => `, Holm over ${p.among} variants`,
    outside: ' · the interval excludes 0, but too few bought or too many were compared to tell',
    short: (p) => `${p.best} did better`,
    shortUntold: 'No difference between variants can be told',
    chosenBefore:
      'Chosen by the test wave. Its numbers are on the card of the test; those who got the rest later are not compared with it',
  },
  variants: {
    caption: 'By variant (attributed)',
    captionBoth: 'By segment and variant (attributed)',
    within: (p) => `└ ${p.variant}`,
    head: {
      variant: 'Variant',
      delivered: 'Delivered',
      clicked: 'Clicked',
      contacts: 'Converted',
      rate: 'Rate',
      revenue: 'Attributed',
    },
    note: 'Rate = converted ÷ delivered. Attributed figures: only the intervals above tell variants apart.',
  },
  forecast: (p) =>
    `Forecast and fact: attributed revenue forecast ${p.forecast} (P10–P90 ${p.lo} to ${p.hi}) → actual ${p.actual}, error ${p.error} · ${p.inside ? 'within the forecast range' : 'outside the forecast range'}`,
  forecastRoi: (p) => ` · ROI forecast ${p.forecast} (${p.lo} to ${p.hi}) → actual ${p.actual}`,
  noForecast: (p) => `Forecast and fact: ${p.why}`,
  forecastStopped: (p) =>
    `Forecast ${p.forecast}, fact ${p.actual}. Sending was stopped and only a part left, so this is not counted as a forecast error.`,
  window: (p) => `${p.id} · ${p.title} · ${p.from} to ${p.to} (${p.days}-day window)`,
  lastWave: (p) =>
    `Both arms are compared from ${p.at} on, when the rest was sent · variants only among the test, on the test card`,
  fixedInterval:
    'Intervals are fixed 95 % ones, read once after the window; they replace the daily readings shown until then',
  aiUnknown: 'Some AI cost is left out: its price is not known',
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
    smallNeeded: (p) =>
      `"${p.title}": too few people to tell the effect (n=${p.n}, about ${p.needed} needed if the difference seen is the true one)`,
    noHoldout: (p) => `"${p.title}": sent without a holdout, so the effect is unknown`,
    withheld: (p) => `"${p.title}": the split was broken, so the effect was not read`,
  },
  next: nextEn,
  look: lookEn,
  channels: { email: 'e-mail', kakao: 'Kakao', sms: 'text message', push: 'push' },
};
