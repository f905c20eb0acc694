import type { stepsKo } from './steps.ko.ts';

type N = { n: string };

export const stepsEn: typeof stepsKo = {
  problem: {
    no_brand_kit: () =>
      'There is no brand kit, so no draft was written. The campaign is as it was. Set the brand kit, then try again.',
    internal: (p: { minutes: string }) =>
      `Something went wrong on our side while the draft was written. The campaign is as it was; we try again in ${p.minutes} minutes.`,
  },
  brief: {
    checks: {
      kpi: 'target and deadline',
      numbers: 'where numbers come from',
      targetSource: 'where the target comes from',
      message: 'brand message',
      window: 'days in which orders count',
      channel: 'channel',
      sendTime: 'send time',
      length: 'lengths',
      budget: 'budget',
      now: 'send at once',
      audience: 'people in the audience',
    },
    names: {
      title: 'Title',
      audience: 'Audience',
      offer: 'Offer',
      lists: 'Entries of a list',
      lines: 'One line of a list',
    },
    target: () => 'The target must be more than 0.',
    targetShare: () => 'A conversion target must be more than 0 and at most 1 (100%).',
    deadline: (p: { date: string; today: string }) =>
      `The deadline "${p.date}" must be a day (YYYY-MM-DD) not before today (${p.today}).`,
    strange: (p: { text: string }) => `"${p.text}" is a number nobody said.`,
    misread: (p: { text: string; value: string }) => `"${p.text}" does not mean ${p.value}.`,
    invented: (p: { text: string }) =>
      `"${p.text}" is neither in the words nor in the brand kit, and no assumption says so.`,
    noSource: (p: { value: string }) =>
      `The target ${p.value} is not in the words. Use a number that was read, or state it as an assumption.`,
    budgetNoSource: (p: { value: string }) =>
      `The budget ${p.value} is not in the words. Leave it empty, or state it as an assumption.`,
    budgetNegative: () => 'The budget must be 0 or more.',
    price: (p: { forms: string }) =>
      `Nobody has said what one ${p.forms} costs, so the cost of sending cannot be counted. Put it into ‘Target and Costs’ of \`/baton brand\` and press [Check Again].`,
    message: (p: { id: string; known: string }) =>
      `"${p.id}" is not one of the brand's fixed messages. To choose from: ${p.known}`,
    window: (p: { max: string }) => `Orders count within 1 to ${p.max} days.`,
    sendAt: (p: { at: string }) => `The send time "${p.at}" must lie ahead (YYYY-MM-DDTHH:MM).`,
    nowAndThen: () => 'It cannot be sent at once and at a set time.',
    notNow: () => 'Nobody asked for it to be sent at once.',
    unreadAudience: (p) =>
      `Audience, ${p.list}: which data chooses them is not known yet, so no number of people was guessed. What can be used: ${p.known}.`,
    nobody: () => 'Nobody matches the audience.',
    nobodyBecause: (p) =>
      `Nobody matches the audience. The condition that cut most: "${p.condition}" (${p.from} → ${p.to}).`,
    tooLong: (p: { field: string; max: string }) => `${p.field}: must not be empty, and at most ${p.max} characters.`,
    tooMany: (p: { field: string; max: string }) => `${p.field}: at most ${p.max}.`,
  },
  segments: {
    checks: {
      missing: 'data that exists',
      shape: 'number and names of segments',
      fields: 'names in the rules',
      possible: 'conditions that can hold together',
      idle: 'every condition does something',
      counted: 'people counted',
      instead: 'a goal somebody matches',
      empty: 'no segment is empty',
      reachable: 'people who can be written to',
      overlap: 'overlap',
      everyone: 'everyone only when said',
      broad: 'width of the audience',
      power: 'large enough to compare',
    },
    never: (p) =>
      `${p.key}: some conditions cannot hold together, so nobody can match: ${p.list}. Take one out or change its number.`,
    idle: (p) => `${p.key}: some conditions change nothing, the same customers match without them: ${p.list}.`,
    names: {
      orders: 'number of orders',
      revenue: 'revenue',
      average_order_value: 'average order value',
      days_since_last_order: 'last order',
      days_since_first_order: 'first order',
      days_since_last_visit: 'last visit',
      revenue_percentile: 'revenue rank',
      predicted_ltv: 'predicted lifetime value',
      p_alive: 'chance to buy again',
    },
    missing: (p: { name: string; known: string }) =>
      `There is no data on "${p.name}" yet. What can be used: ${p.known}.`,
    number: (p: { max: string }) => `There must be 1 to ${p.max} segments.`,
    keys: (p: { known: string }) => `The keys must be ${p.known}, in order.`,
    tooLong: (p: { key: string; name: string; reason: string }) =>
      `${p.key}: the name takes 1 to ${p.name} characters, the reason at most ${p.reason}.`,
    ruleShape: (p: { key: string; why: string }) => `The rule of ${p.key} cannot be read (${p.why}).`,
    uncounted: () => 'Who matches could not be counted. Give feedback and have the segments written again.',
    empty: (p: { name: string }) => `${p.name}: nobody matches.`,
    emptyBecause: (p: { name: string; condition: string; from: string; to: string }) =>
      `${p.name}: nobody matches. The condition that cut most: "${p.condition}" (${p.from} → ${p.to}).`,
    instead: {
      second_order:
        'A goal that fits these customers: "second order of customers who bought once". Cancel this campaign and ask for that.',
      lapsed:
        'A goal that fits these customers: "win back customers who have not bought in 60 days". Cancel this campaign and ask for that.',
      other: 'Give feedback to change or drop the condition that cut most.',
    },
    unreachable: (p: { name: string; n: string; channel: string }) =>
      `${p.name}: ${p.n} people match, and none of them can be reached by ${p.channel}.`,
    swallowed: (p: { name: string }) => `${p.name}: everybody in it is in an earlier segment, so nobody is left.`,
    overlap: (p: { name: string; n: string }) =>
      `${p.name}: ${p.n} people are also in an earlier segment and are written to there only.`,
    everyone: () => 'Nobody asked to write to everyone. Choose people by conditions.',
    broad: (p) =>
      `${p.name}: ${p.share} of everyone who can be written to (${p.n} people). Is it meant to be that wide? If not, narrow the conditions.`,
    broadTogether: (p) =>
      `All segments together: ${p.share} of everyone who can be written to (${p.n} people). Is it meant to be that wide? If not, narrow the conditions.`,
    tooSmall: (p: { points: string }) =>
      p.points
        ? `Few people to compare with a holdout: conversion must differ by more than ${p.points} points to be seen; less ends in "cannot tell".`
        : 'Too few people to compare with a holdout: the incremental result will be "cannot tell".',
  },
  personas: {
    checks: {
      each: 'one a segment',
      claims: 'numbers behind the claims',
      numbers: 'numbers in sentences',
      length: 'lengths',
    },
    notOne: (p: { key: string }) => `Segment ${p.key} needs exactly one persona.`,
    noSegment: (p: { key: string; known: string }) => `There is no segment "${p.key}". There are: ${p.known}.`,
    noClaims: (p: { key: string }) => `${p.key}: there is no claim at all.`,
    noAggregate: (p: { key: string; name: string; known: string }) =>
      `${p.key}: there is no aggregate "${p.name}". There are: ${p.known}.`,
    wrongValue: (p: { key: string; name: string; said: string; is: string }) =>
      `${p.key}: "${p.name}" is ${p.is}, not ${p.said}.`,
    strangeNumber: (p: { key: string; text: string }) => `${p.key}: "${p.text}" in a sentence is in no aggregate.`,
    tooLong: (p: { key: string; name: string; summary: string; claim: string; claims: string }) =>
      `${p.key}: name up to ${p.name} characters, summary up to ${p.summary}, up to ${p.claims} claims of ${p.claim} characters; none may be empty.`,
  },
  copy: {
    checks: {
      variants: '2 to 4 variants a segment',
      liquid: 'personal values',
      nameless: 'readers without a name',
      label: 'ad label left to code',
      banned: 'banned words',
      claims: 'claims with evidence',
      offer: 'offer of the brief',
      numbers: 'numbers with a source',
      haste: 'no false urgency',
      links: 'allowed links',
      personal: 'no personal data',
      markup: 'plain text',
      language: 'language',
      emoji: 'emoji',
      length: 'lengths',
      subject: 'subject length',
      preheader: 'preheader length',
      size: 'under 102 KB',
    },
    fields: {
      subject: 'subject',
      preheader: 'preheader',
      body: 'text',
      button: 'button',
      value: 'template value',
      fallback: 'text message behind Kakao',
    },
    count: (p: { key: string; n: string; least: string; most: string }) =>
      `Segment ${p.key}: ${p.least} to ${p.most} variants are needed, there are ${p.n}.`,
    noSegment: (p: { key: string; known: string }) => `${p.key}: no such segment. There are: ${p.known}.`,
    badKey: (p: { key: string; example: string }) => `"${p.key}": keys must look like ${p.example} and differ.`,
    liquid: (p: { where: string; what: string }) => `${p.where}: cannot be filled in (${p.what}).`,
    nameless: (p: { where: string }) => `${p.where}: a reader without a name would see a gap. Give it a default.`,
    label: (p: { where: string }) => `${p.where}: the ad label is added by code. Leave it out.`,
    banned: (p: { where: string; what: string }) => `${p.where}: banned words (${p.what}).`,
    claims: (p: { where: string; what: string }) => `${p.where}: a claim without evidence (${p.what}).`,
    offer: (p: { where: string; what: string }) => `${p.where}: an offer that is not in the brief (${p.what}).`,
    numbers: (p: { where: string; what: string }) =>
      `${p.where}: a number that is neither in the offer nor in the facts or coupons (${p.what}).`,
    haste: (p: { where: string; what: string }) => `${p.where}: pushes the reader (${p.what}).`,
    link: (p: { key: string; link: string; known: string }) =>
      `${p.key}: "${p.link}" is not on the list of links. To choose from: ${p.known}.`,
    address: (p: { where: string }) => `${p.where}: no addresses in the text. The link is on the button only.`,
    personal: (p: { where: string }) => `${p.where}: holds what reads like an e-mail address or a phone number.`,
    markup: (p: { where: string }) => `${p.where}: plain text only, no HTML or markdown.`,
    language: (p: { key: string }) => `${p.key}: not in the campaign's language. Write it in English.`,
    emoji: (p: { key: string }) => `${p.key}: emoji in the subject, or too many of them.`,
    tooLong: (p: { key: string; needed: string; paragraphs: string; paragraph: string; button: string }) =>
      `${p.key}: ${p.needed} must not be empty; up to ${p.paragraphs} paragraphs of ${p.paragraph} characters, button up to ${p.button}.`,
    subjectLong: (p: { key: string; n: string; max: string }) =>
      `${p.key}: the subject is ${p.n} characters at its longest (at most ${p.max}).`,
    preheaderLong: (p: { key: string; n: string; max: string }) =>
      `${p.key}: the preheader is ${p.n} characters at its longest (at most ${p.max}).`,
    size: (p: { key: string; n: string; max: string }) =>
      `${p.key}: the message is ${p.n} bytes. Over ${p.max} bytes the way to unsubscribe is cut off.`,
  },
  plan: {
    checks: {
      sendAt: 'send time',
      deadline: 'sent before the deadline',
      rate: 'rate',
      holdout: 'holdout',
      stop: 'stop rules',
      budget: 'budget',
      price: 'price of one message',
      waves: 'test first',
    },
    testPercent: (p: { min: string; max: string }) => `The test share must be ${p.min} to ${p.max}%.`,
    decideAfter: (p: { min: string; max: string }) =>
      `The choice must be made ${p.min} to ${p.max} hours after the test.`,
    nothingToTest: () =>
      'Every segment has one variant only, so there is nothing to test. Send without a test, or write more copy.',
    sendAt: (p: { at: string }) => `The send time "${p.at}" must be "now" or lie ahead (YYYY-MM-DDTHH:MM).`,
    notNow: () => 'The brief does not say to send at once. Set a time.',
    asked: (p: { at: string }) => `The brief asks for "${p.at}".`,
    deadline: (p: { at: string; by: string }) => `It would be sent at ${p.at}, after the goal's deadline ${p.by}.`,
    rate: (p: { min: string; max: string }) => `The rate must be ${p.min} to ${p.max} a second.`,
    holdout: (p: { min: string; max: string }) => `The holdout must be ${p.min} to ${p.max}%.`,
    stop: () => 'Stop rules are percentages above 0 and up to 100.',
    budgetNegative: () => 'The budget must be 0 or more.',
    price: (p: { forms: string }) =>
      `Nobody has said what one ${p.forms} costs, so the cost of sending cannot be counted. Put it into ‘Target and Costs’ of \`/baton brand\` and press [Check Again].`,
  },
  fields: {
    targetMoney: 'Target amount',
    targetCount: 'Target number',
    targetPercent: 'Target conversion (%)',
    deadline: 'Deadline',
    audience: 'Audience',
    offer: 'Offer (leave empty for none)',
    keyMessage: 'Key message',
    coupon: 'Coupon',
    channel: 'Channel',
    budget: 'Budget (leave empty for none)',
    segmentName: 'Name',
    condition: 'Number in the condition',
    include: 'Segments to write to',
    personaName: 'Name',
    personaSummary: 'Summary',
    subject: 'Subject (code adds the ad label)',
    preheader: 'Preheader',
    body: 'Text (an empty line parts paragraphs)',
    button: 'Button',
    link: 'Link',
    leaveOut: 'Variants to leave out',
    picture: 'picture in the text message',
    textTitle: 'Title where it is a long text (may stay empty)',
    pushTitle: 'Title of the notification (code adds the ad label)',
    kakaoKind: 'Kind of message',
    templateValue: 'Template value',
    fallback: 'Text message where Kakao cannot reach',
    when: 'Send',
    sendAt: 'Send time',
    rate: 'Rate (messages a second)',
    holdout: 'Holdout (%)',
    planBudget: 'Budget',
    isAd: 'Advertisement',
    waves: 'Test first',
    testPercent: 'Share that goes first (%)',
    decideAfter: 'Decided after the test by (hours)',
    metric: 'Decided by',
  },
  options: {
    now: 'As soon as it is approved',
    at: 'At a set time',
    ad: 'It is an advertisement: labeled, and only to those who consented',
    once: 'All at once, without a test',
    person: 'Test, then an approver chooses',
    rule: 'Test, then the winner',
    conversion: 'Purchases',
    clicks: 'Clicks',
    revenue: 'Revenue per person',
  },
  edit: {
    needed: () => 'This cannot be empty.',
    tooLong: (p: { max: string }) => `At most ${p.max} characters.`,
    notOffered: () => 'Choose one from the list.',
    notNumber: () => 'Write a number, for example 10,000,000.',
    notWhole: () => 'Write a whole number.',
    outOfRange: (p: { min: string; max: string }) => `Write a number from ${p.min} to ${p.max}.`,
    notDay: () => 'Write a day like 2026-12-31.',
    notTime: () => 'Choose a day and time that lie ahead.',
    crossed: () => 'This must not be less than the number before it.',
    notPossible: () => 'The condition cannot take this number.',
    keepOne: () => 'Keep at least one segment.',
    noVariant: (p: { key: string }) => `Variant "${p.key}" was not found. Open the card again.`,
    keepVariant: (p: { segments: string }) => `Keep one variant for each segment (${p.segments}).`,
    liquid: (p: { why: string }) => `The personal values cannot be read (${p.why}).`,
    unchanged: () => 'Nothing was changed. Change something or close the window.',
  },
  kit: {
    missing: () => 'This is needed.',
    unknown: () => 'There is no such entry.',
    type: (p: { expected: string }) => `Wrong kind of value (needed: ${p.expected}).`,
    empty: () => 'This cannot be empty.',
    atLeast: (p: N) => `Must be ${p.n} or more.`,
    tooLong: (p: N) => `At most ${p.n} characters.`,
    tooMany: (p: N) => `At most ${p.n} entries.`,
    email: () => 'This is no e-mail address.',
    url: () => 'This is no http(s) address.',
    oneLine: () => 'This must be one line.',
    twice: (p: { value: string }) => `"${p.value}" is there twice.`,
    wrong: (p: { why: string }) => `This value cannot be used (${p.why}).`,
  },
};
