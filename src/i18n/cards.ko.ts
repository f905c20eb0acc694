import { toward } from './particle.ts';

/** Cards in Slack. Every number comes already written in the reader's way; `who` and times are Slack markup. */
type N = { n: string };
type Test = { share: string; test: string; rest: string; hours: string; metric: string };

export const cardsKo = {
  steps: { brief: '브리프', segments: '세그먼트', personas: '페르소나', copy: '카피', plan: '발송 계획' },
  stepsObject: {
    brief: '브리프를',
    segments: '세그먼트를',
    personas: '페르소나를',
    copy: '카피를',
    plan: '발송 계획을',
  },
  goalTaken: '목표 접수',
  resultsTask: '성과',
  status: {
    'goal.asking': () => '목표에 대해 여쭤봤어요. 답을 기다려요',
    'brief.drafting': () => '브리프를 쓰고 있어요',
    'brief.review': () => '브리프 승인을 기다려요',
    'segments.drafting': () => '세그먼트를 나누고 있어요',
    'segments.review': () => '세그먼트 승인을 기다려요',
    'personas.drafting': () => '페르소나를 그리고 있어요',
    'personas.review': () => '페르소나 승인을 기다려요',
    'copy.drafting': () => '카피를 쓰고 있어요',
    'copy.review': () => '카피 승인을 기다려요',
    'plan.drafting': () => '발송 계획을 짜고 있어요',
    'plan.review': () => '발송 승인을 기다려요',
    scheduled: (p: { at: string }) => `${p.at}에 보내기로 했어요`,
    sending: () => '보내고 있어요',
    paused: () => '발송을 멈췄어요',
    measuring: () => '성과를 모으고 있어요',
    learned: () => '끝났어요',
    cancelled: () => '취소했어요. 아무것도 보내지 않았어요',
  },
  of: (p: { line: string; n: number; all: number }) => `${p.line} (${p.n}/${p.all})`,
  /** Headline of the campaign card when the last job failed. */
  stuck: '멈춰 있어요. 아래를 봐 주세요',
  fields: { status: '상태', owner: '담당', approver: '승인', goal: '목표', audience: '대상' },
  undecided: '아직 정하지 않음',
  audience: (p: { send: string; holdout: string }) => `${p.send}명에게 발송, ${p.holdout}명은 비교용`,
  audienceMatched: (p: N) => `조건에 맞는 고객 ${p.n}명`,
  noApprover: '아직 없음. 관리자가 `/baton approvers`로 정해야 발송할 수 있어요',
  others: (p: { who: string; n: string }) => `${p.who} 외 ${p.n}명`,
  now: {
    title: '지금 할 일',
    drafting: '없음, 초안이 나오면 부를게요',
    review: (p: { step: string; who: string }) => `${p.step} 카드를 보고 결정해 주세요 (${p.who})`,
    launch: (p: { who: string }) => `발송 계획 카드를 보고 발송을 결정해 주세요 (${p.who})`,
    expired: (p: { step: string }) => `${p.step} 승인 기한이 지났어요. 카드에서 다시 요청해 주세요`,
    blocked: '승인할 사람이 없어 발송할 수 없어요. 관리자가 `/baton approvers`로 승인자를 정해 주세요',
    scheduled: (p: { at: string }) => `없음, ${p.at}에 보내기 시작해요`,
    sending: '없음, 보내는 대로 여기에서 세고 있어요',
    waits: (p: { at: string }) => `없음, 나머지에게 보낼 안을 ${p.at}에 정해요`,
    choose: (p: { who: string }) => `시험 발송 카드를 보고 나머지에게 보낼 안을 골라 주세요 (${p.who})`,
    paused: '발송 카드에서 다시 시작하거나 중지해 주세요',
    measuring: (p: { at: string }) => `없음, ${p.at}에 결과를 확정해요`,
    problem: '아래 [지금 다시]를 누르거나 기다려 주세요',
    /** Nothing happens by itself. */
    problemHere: '아래 [지금 다시]를 누르거나 스레드에 바꿀 점을 적어 주세요',
    asking: '스레드에서 질문에 답해 주세요',
    ended: '없음',
  },
  task: {
    version: (p: { version: number }) => `v${p.version}`,
    approved: '승인',
    waiting: '승인 대기',
    rewriting: '다시 쓰는 중',
    expired: '기한 지남',
    segments: (p: { n: string; people: string }) => `${p.n}개 세그먼트 · ${p.people}명`,
    segmentsUncounted: (p: N) => `${p.n}개 세그먼트`,
    personas: (p: N) => `${p.n}개`,
    variants: (p: N) => `${p.n}개 안`,
    sent: (p: { done: string; all: string }) => `${p.done} / ${p.all}통 발송`,
    sendAt: (p: { at: string }) => `${p.at} 발송`,
    sendNow: '승인하면 바로 발송',
    day1: (p: { at: string }) => `첫 확인 ${p.at}`,
    final: (p: { at: string }) => `확정 ${p.at}`,
    done: '확정했어요',
  },
  buttons: {
    approve: {
      brief: '브리프 승인',
      segments: '세그먼트 승인',
      personas: '페르소나 승인',
      copy: '카피 승인',
      plan: '발송 승인',
    },
    approveCopy: (p: N) => `${p.n}개 안 승인`,
    launch: (p: N) => `${p.n}명에게 발송 승인`,
    recheck: '다시 검사',
    edit: '수정',
    editCopy: '수정: 안 빼기·고치기',
    regenerate: '의견 주고 다시 쓰기',
    reject: '반려',
    saveSegment: '세그먼트 저장',
    editWaves: '시험 발송 정하기',
    more: '더 보기',
    renew: '다시 요청',
    retry: '지금 다시',
    cancel: '캠페인 취소',
    reschedule: '시각 바꾸기',
    pause: '일시정지',
    resume: '다시 시작',
    stop: '중지',
    leave: '그대로 두기',
    resend: '다시 보내기 (승인자)',
    review: '검토하기',
    seeNewer: (p: { version: number }) => `v${p.version} 보기`,
    editVariant: (p: { key: string }) => `${p.key} 고치기`,
    preview: '전체 보기',
    test: '나에게 테스트 발송',
    confirm: '그렇게 해 주세요',
    dismiss: '아니에요',
  },
  confirm: {
    no: '돌아가기',
    cancelTitle: '캠페인을 취소할까요?',
    cancel: '지금까지의 초안은 남지만 더 진행되지 않아요. 되돌릴 수 없어요. 아무것도 보내지 않습니다.',
    cancelYes: '취소하기',
    stopTitle: '발송을 중지할까요?',
    stop: '아직 보내지 않은 메시지는 취소되고, 다시 시작할 수 없어요. 이미 보낸 메시지는 되돌릴 수 없어요.',
    stopYes: '중지하기',
    resendTitle: '결과를 모르는 메시지를 다시 보낼까요?',
    resend: (p: N) => `${p.n}통은 이미 도착했을 수도 있어요. 다시 보내면 두 번 받는 사람이 생길 수 있어요.`,
    resendYes: '다시 보내기',
  },
  who: {
    step: (p: { who: string }) => `승인할 수 있는 사람: ${p.who} 중 1명`,
    launch: (p: { who: string; n: number }) => `발송을 승인할 수 있는 사람: ${p.who} · ${p.n}명 필요`,
    launchRule: '요청자와 마지막 수정자는 승인할 수 없어요 · 보낸 메시지는 되돌릴 수 없어요',
    given: (p: { given: number; required: number; who: string }) => `${p.given}/${p.required} 승인 (${p.who})`,
    nobody: '*승인할 수 있는 사람이 없어 발송이 막혀 있어요.* 관리자가 `/baton approvers`로 승인자를 정해 주세요',
    expires: (p: { at: string }) => `${p.at}까지 답이 없으면 보내지 않습니다`,
    expiresStep: (p: { at: string }) => `${p.at}까지 답이 없으면 멈춰 두고 보내지 않습니다`,
    solo: '혼자 승인 모드(APPROVAL_SOLO): 요청자도 발송을 승인할 수 있어요',
  },
  author: {
    ai: 'AI 초안',
    practice: 'AI 초안 (연습용 규칙 기반)',
    person: (p: { who: string }) => `${p.who} 수정`,
    costUnknown: '비용 알 수 없음',
    practiceSend: '연습: 실제 고객에게 보내지 않아요',
  },
  record: {
    approved: (p: { step: string; version: number }) => `✓ *${p.step} v${p.version} 승인됨*`,
    approvedBy: (p: { who: string; at: string; given: number; required: number }) =>
      `${p.who} · ${p.at} · ${p.given}/${p.required}`,
    rejected: (p: { step: string; version: number }) => `~${p.step} v${p.version}~ *반려됨*`,
    changes: (p: { step: string; version: number }) => `~${p.step} v${p.version}~ *의견을 받아 다시 쓰고 있어요*`,
    edited: (p: { step: string; version: number; newer: number }) =>
      `~${p.step} v${p.version}~ → *v${toward(String(p.newer))} 바뀌었어요* ↓`,
    superseded: (p: { step: string; version: number }) =>
      `~${p.step} v${p.version}~ *앞 단계가 바뀌어 더는 쓰이지 않아요.* 새 초안을 아래에 올릴게요`,
    expired: (p: { step: string; version: number }) =>
      `*${p.step} v${p.version} 승인 기한이 지났어요.* 반려가 아니라 답이 없었던 것이고, 아무것도 보내지 않았어요`,
    cancelled: (p: { step: string; version: number }) =>
      `~${p.step} v${p.version}~ *캠페인이 취소되었어요.* 아무것도 보내지 않았어요`,
    by: (p: { who: string; at: string }) => `${p.who} · ${p.at}`,
    words: (p: { words: string }) => `의견: “${p.words}”`,
    reason: (p: { reason: string }) => `이유: ${p.reason}`,
  },
  reasons: {
    audience: '대상이 맞지 않음',
    legal: '법·표시 의무',
    tone: '브랜드 톤',
    offer: '혜택·가격',
    other: '기타',
  },
  diff: {
    title: (p: { from: number; to: number }) => `v${p.from} → v${p.to} 바뀐 점`,
    same: '보이는 내용은 그대로예요',
    none: '없음',
    minded: (p: { words: string }) => `반영한 의견: “${p.words}” · 이후 초안에서도 지킵니다`,
  },
  checks: {
    allPassed: (p: N) => `검사 ${p.n}개를 모두 통과했어요`,
    passed: (p: { names: string }) => `검사: ${p.names}`,
    blocked: (p: N) => `*승인 전에 고쳐야 해요* (${p.n}개)`,
    warned: '*확인해 주세요*',
    details: '무엇을 확인했나요',
    families: { condition: '조건', time: '시간', target: '대상', copy: '카피', link: '링크' },
  },
  brief: {
    ask: '브리프를 확인해 주세요',
    scope: (p: { kpi: string; by: string }) => `${p.kpi}, ${p.by}까지`,
    objective: {
      acquisition: '새 고객 얻기 (AARRR: Acquisition)',
      activation: '첫 경험 만들기 (AARRR: Activation)',
      retention: '다시 오게 하기 (AARRR: Retention)',
      referral: '추천받기 (AARRR: Referral)',
      revenue: '매출 키우기 (AARRR: Revenue)',
    },
    metric: { attributed_revenue: '귀속 매출', orders: '주문', signups: '가입', conversion_rate: '전환율' },
    target: {
      attributed_revenue: (p: { value: string }) => `매출 ${p.value}`,
      orders: (p: { value: string }) => `주문 ${p.value}건`,
      signups: (p: { value: string }) => `가입 ${p.value}건`,
      conversion_rate: (p: { value: string }) => `전환율 ${p.value}`,
    },
    goal: (p: { objective: string; kpi: string; days: string }) =>
      `*목표* ${p.objective} · *KPI* ${p.kpi} (받은 뒤 ${p.days}일 안의 주문)`,
    attributed: '귀속은 증분이 아니에요. 보내서 더 생긴 몫(증분)은 홀드아웃과 비교해 따로 봅니다.',
    tree: (p: {
      audience: string;
      reach: string;
      ctr: string;
      cvr: string;
      anyway: string;
      days: string;
      aov: string;
      total: string;
      fromClicks: string;
      fromAnyway: string;
    }) =>
      `귀속 매출 = 대상 ${p.audience}명 × 도달 ${p.reach} × (클릭 ${p.ctr} × 전환 ${p.cvr} + 보내지 않아도 ${p.days}일 안에 살 ${p.anyway}) × 객단가 ${p.aov} → 홀드아웃 없이 다 보내면 지금 수치로는 *약 ${p.total}* (클릭해서 ${p.fromClicks} + 보내지 않아도 ${p.fromAnyway}).`,
    treeUnknown: (p: {
      audience: string;
      reach: string;
      ctr: string;
      cvr: string;
      anyway: string;
      days: string;
      people: string;
      orderDays: string;
      orders: string;
    }) =>
      `귀속 매출 = 대상 ${p.audience}명 × 도달 ${p.reach} × (클릭 ${p.ctr} × 전환 ${p.cvr} + 보내지 않아도 ${p.days}일 안에 살 ${p.anyway}) × 객단가 *아직 몰라요*. 최근 ${p.orderDays}일 동안 산 사람이 ${p.people}명보다 적어 매출은 가늠하지 않았어요. 홀드아웃 없이 다 보내면 지금 수치로는 산 사람이 *약 ${p.orders}명*이에요. 주문 데이터를 가져오면 매출도 보여 드려요.`,
    gap: (p: { times: string }) => `목표는 그 ${p.times}배예요. 대상이나 전환, 객단가가 그만큼 커져야 해요.`,
    enough: '지금 수치로도 목표에 닿아요.',
    treeWho: (p: { list: string }) =>
      `대상 *아직 몰라요*. ${p.list}에 해당하는 고객이 몇 명인지 여기서는 알 수 없고, 전체 고객 수로 대신하지 않았어요. 그래서 매출도 가늠하지 않았어요. 세그먼트 단계에서 실제 데이터로 세어 보여 드려요.`,
    treeNobody: '지금 이 대상에 맞는 고객은 *0명*이에요. 조건을 바꾸거나 빼 달라고 의견을 주세요.',
    noTree: '아직 이 목표를 가늠할 과거 수치가 없어요.',
    basis: { history: '클릭과 전환은 지난 캠페인 기록에서', prior: '지난 기록이 없어 클릭과 전환은 일반적인 값으로' },
    anywayBasis: {
      holdout: '보내지 않아도 사는 비율은 지난 홀드아웃에서',
      orders: '보내지 않아도 사는 비율은 최근 7일 주문에서',
      prior: '보내지 않아도 사는 비율은 일반적인 값으로',
    },
    keyMessage: (p: { text: string }) => `*핵심 메시지* “${p.text}” (브랜드 고정 문구 중 선택, AI가 고칠 수 없음)`,
    labels: {
      title: '이름',
      objective: '목표',
      kpi: 'KPI',
      deadline: '기한',
      audience: '대상',
      budget: '예산',
      offer: '혜택',
      send: '발송',
      channels: '채널',
      constraints: '지킬 것',
      guardrails: '안전선',
      keyMessage: '핵심 메시지',
      window: '주문을 세는 기간',
      assumptions: '가정',
    },
    none: '없음',
    noBudget: '말씀이 없었어요',
    sendNow: '승인하면 바로',
    sendLater: '발송 계획에서 제안',
    days: (p: N) => `${p.n}일`,
    assumptions: (p: { list: string }) => `*가정* ${p.list}`,
    readings: (p: { list: string }) => `*이렇게 읽었어요* ${p.list}`,
    questions: (p: { list: string }) => `*확인이 필요해요* ${p.list}`,
    more: '지킬 것과 읽은 방법',
  },
  segments: {
    ask: (p: { n: string; people: string }) => `${p.n}개 세그먼트, ${p.people}명을 확인해 주세요`,
    askEveryone: (p: { people: string }) => `전체 고객 ${p.people}명을 확인해 주세요`,
    /** The rule cannot be asked: there is no number, not zero. */
    askUncounted: (p: N) => `${p.n}개 세그먼트의 조건을 확인해 주세요`,
    oneUncounted: (p: { key: string; name: string; rule: string }) =>
      `*${p.key}. ${p.name}* — ${p.rule} (아직 세지 못했어요)`,
    uncounted: '세지 못함',
    one: (p: { key: string; name: string; people: string; rule: string }) =>
      `*${p.key}. ${p.name}* ${p.people}명 — ${p.rule}`,
    empty: (p: { cut: string }) => `조건에 맞는 고객이 0명이에요. ${p.cut}`,
    cut: (p: { rule: string; from: string; to: string }) => `가장 많이 줄인 조건: ${p.rule} (${p.from} → ${p.to}명)`,
    reach: (p: { eligible: string; matched: string; consent: string }) =>
      `*보낼 수 있는 사람 ${p.eligible}명* / ${p.matched}명 (${p.consent})`,
    excluded: (p: { n: string; list: string }) => `못 보내는 ${p.n}명: ${p.list}`,
    points: (p: N) => `${p.n}%p`,
    lift: (p: { holdout: string; diff: string }) =>
      `이 규모로 알아볼 수 있는 최소 차이: 홀드아웃 ${p.holdout}일 때 전환 +${p.diff}. 그보다 작은 효과는 “판단할 수 없음”이 됩니다.`,
    holdout: (p: { percent: string; rise: string }) =>
      `권하는 홀드아웃은 ${p.percent}: 평소 전환의 ${p.rise} 증가를 열에 여덟 번은 알아보는 가장 작은 몫이에요.`,
    noHoldout: (p: { rise: string }) =>
      `평소 전환의 ${p.rise} 증가는 반씩 나눠도 알아보기 어려운 규모예요. 홀드아웃보다 대상을 늘리는 편이 나아요.`,
    noLift: '홀드아웃과 비교하기에는 사람이 적어요. 증분은 “판단할 수 없음”이 됩니다.',
    missing: (p: { list: string }) => `*아직 없는 데이터:* ${p.list}. 그 조건은 빼고 나눴어요.`,
    ambiguities: (p: { list: string }) => `*확인이 필요해요* ${p.list}`,
    assumptions: (p: { list: string }) => `*가정* ${p.list}`,
    why: '조건과 근거',
    head: {
      segment: '세그먼트',
      rule: '조건',
      matched: '조건에 맞음 (명)',
      recent: '최근 7일 받음 (명)',
    },
    reason: (p: { key: string; reason: string }) => `*${p.key}* ${p.reason}`,
    labels: {
      name: (p: { key: string }) => `${p.key} 이름`,
      rule: (p: { key: string }) => `${p.key} 조건`,
      people: (p: { key: string }) => `${p.key} 인원`,
    },
    people: (p: N) => `${p.n}명`,
  },
  outcomes: {
    invalid_address: '주소 오류',
    no_address: '주소 없음',
    suppressed: '수신거부',
    no_consent: '동의 없음',
    untold: '동의 결과를 14일 안에 못 알림',
    night: '야간 동의 없음',
    global_holdout: '상시 홀드아웃',
    duplicate_address: '같은 주소',
    other_segment: '다른 세그먼트로',
    capped: '최근에 받음',
    holdout: '홀드아웃',
    send: '발송',
  },
  /** What an address is, where it is no e-mail. */
  addresses: {
    email: {},
    sms: { invalid_address: '전화번호 오류', no_address: '전화번호 없음', duplicate_address: '같은 전화번호' },
    kakao: { invalid_address: '전화번호 오류', no_address: '전화번호 없음', duplicate_address: '같은 전화번호' },
    push: {
      invalid_address: '기기 오류',
      no_address: '앱 알림을 받을 기기 없음',
      duplicate_address: '같은 기기',
    },
  },
  personas: {
    ask: (p: N) => `페르소나 ${p.n}개를 확인해 주세요`,
    scope: '세그먼트마다 하나, 수치는 10명 이상의 집계만',
    one: (p: { key: string; name: string; summary: string }) => `*${p.key}: ${p.name}*\n${p.summary}`,
    claim: (p: { text: string; evidence: string }) => `• ${p.text} — _${p.evidence}_`,
    evidence: (p: { label: string; value: string; n: string }) => `${p.label} ${p.value}, ${p.n}명 기준`,
    unknown: '근거 수치를 찾지 못했어요',
    days: (p: N) => `${p.n}일`,
    labels: {
      name: (p: { key: string }) => `${p.key} 이름`,
      summary: (p: { key: string }) => `${p.key} 요약`,
      claims: (p: { key: string }) => `${p.key} 근거`,
    },
  },
  copy: {
    ask: (p: N) => `카피 ${p.n}개를 골라 주세요`,
    scope: (p: { way: string; each: string }) => `${p.way} · 세그먼트마다 ${p.each}안`,
    title: (p: { key: string; angle: string }) => `*${p.key}* ${p.angle}`,
    values: { first_name: '이름', last_name: '성', coupon: '쿠폰 코드' },
    measured: (p: { subject: string; preheader: string }) =>
      `제목 ${p.subject}자 · 미리보기 ${p.preheader}자 (가장 길 때)`,
    subject: (p: { text: string }) => `제목: ${p.text}`,
    bytes: (p: N) => `본문 ${p.n}KB`,
    human: '사람의 한 줄을 더해 보세요. 링크와 (광고) 표시, 보내는 사람, 수신거부는 코드가 붙여요.',
    labels: {
      subject: (p: { key: string }) => `${p.key} 제목`,
      preheader: (p: { key: string }) => `${p.key} 미리보기`,
      body: (p: { key: string }) => `${p.key} 본문`,
      button: (p: { key: string }) => `${p.key} 버튼`,
      link: (p: { key: string }) => `${p.key} 링크`,
    },
  },
  plan: {
    ask: (p: { all: string; send: string; what: string }) =>
      `${p.all}명 가운데 ${p.send}명에게 ${p.what} 보내도 될까요?`,
    askAll: (p: { send: string; what: string }) => `${p.send}명에게 ${p.what} 보내도 될까요?`,
    askEveryone: (p: { all: string; send: string; what: string }) =>
      `전체 고객 ${p.all}명 가운데 ${p.send}명에게 ${p.what} 보내도 될까요?`,
    what: { email: '이메일을', sms: '문자를', kakao: '카카오 메시지를', push: '앱 푸시를' },
    holdout: (p: { n: string; share: string }) => `${p.n}명은 비교를 위해 보내지 않습니다 (홀드아웃 ${p.share})`,
    /** 이 캠페인 하나로 무엇까지 알 수 있는지. */
    lift: {
      smallest: (p: { diff: string; baseline: string }) =>
        `이 규모로 알아볼 수 있는 가장 작은 차이는 전환 +${p.diff}예요 (보내지 않아도 창 안에 사는 사람 ${p.baseline}).`,
      nothing: '홀드아웃과 비교하기에는 사람이 적어요.',
      enough: (p: { rise: string }) => `평소 전환의 ${p.rise} 증가는 이 홀드아웃으로 열에 여덟 번 알아봐요.`,
      larger: (p: { percent: string; rise: string }) =>
        `평소 전환의 ${p.rise} 증가를 열에 여덟 번 알아보려면 홀드아웃 ${p.percent}를 권해요.`,
      never: (p: { rise: string }) => `평소 전환의 ${p.rise} 증가는 반씩 나눠도 이 캠페인 하나로는 말할 수 없어요.`,
      pooled: (p: { said: string }) => `${p.said}.`,
      notYet: '여러 캠페인을 함께 읽은 결과는 첫 주간 리뷰부터 여기에 나와요.',
      noPooled: '브랜드 설정에서 상시 홀드아웃을 정하면 여러 캠페인을 함께 읽어 말할 수 있어요.',
    },
    noHoldout: '홀드아웃이 없어 보내서 더 생긴 매출은 알 수 없어요',
    forecast: (p: { p10: string; p50: string; p90: string }) =>
      `*예상 매출* ${p.p10} – *${p.p50}* – ${p.p90} (P10–P50–P90)`,
    noForecast: (p: { people: string; orderDays: string }) =>
      `*예상 매출* 아직 몰라요. 최근 ${p.orderDays}일 동안 산 사람이 ${p.people}명보다 적어 객단가를 몰라요. 주문 데이터를 가져오면 보여 드려요`,
    chance: (p: { share: string }) => `목표에 닿을 가능성 ${p.share}`,
    chanceOver: (p: { share: string }) => `${p.share} 이상`,
    chanceUnder: (p: { share: string }) => `${p.share} 미만`,
    chanceOfRoi: (p: { share: string }) => `ROI 200% 이상일 가능성 ${p.share}`,
    roi: (p: { p10: string; p50: string; p90: string }) => `ROI ${p.p50}배 (${p.p10}–${p.p90})`,
    cost: (p: { value: string }) => `발송 비용 ${p.value}`,
    basis: { history: '지난 캠페인 기록으로 어림했어요', prior: '지난 기록이 없어 일반적인 값으로 어림했어요' },
    when: (p: { at: string; minutes: string; how: string; choice: string }) =>
      `승인하면 *${p.at}*부터 약 ${p.minutes}분 동안, ${p.how}${p.choice}`,
    whenNow: (p: { minutes: string; how: string; choice: string }) =>
      `승인하면 *바로* 약 ${p.minutes}분 동안, ${p.how}${p.choice}`,
    how: {
      once: (p: { variants: string }) => `${p.variants}개 안을 고르게 나눠 보냅니다.`,
      test: (p: { variants: string }) => `${p.variants}개 안을 두 번에 나눠 보냅니다.`,
    },
    noChoice: ' 오픈과 클릭은 승자를 정하는 데 쓰지 않습니다.',
    waves: {
      rule: (p: Test) =>
        `*시험 먼저* ${p.share}인 약 ${p.test}명에게 안을 고르게 나눠 보내고, ${p.hours}시간 뒤 ${p.metric} 기준으로 이긴 안을 나머지 약 ${p.rest}명에게 보냅니다. 차이를 말할 수 없으면 나머지도 고르게 나눠 보냅니다. 그 전에 승인자가 직접 고를 수도 있어요.`,
      person: (p: Test) =>
        `*시험 먼저* ${p.share}인 약 ${p.test}명에게 안을 고르게 나눠 보내고, ${p.hours}시간 뒤 ${p.metric} 기준으로 비교해 보여 드립니다. 나머지 약 ${p.rest}명에게 무엇을 보낼지는 승인자가 고릅니다. 고르기 전에는 보내지 않아요.`,
    },
    metrics: { conversion: '구매 전환', clicks: '클릭', revenue: '한 사람당 매출' },
    deciders: { rule: '규칙대로', person: '승인자가' },
    noWaves: '한 번에',
    wavesLine: (p: { share: string; hours: string; metric: string; who: string }) =>
      `${p.share} 먼저, ${p.hours}시간 뒤 ${p.metric} 기준으로 ${p.who} 정해요`,
    pastErrors: (p: { n: string; list: string }) => `지난 예측 ${p.n}번의 오차: ${p.list}`,
    reason: (p: { text: string }) => `*이렇게 짠 이유* ${p.text}`,
    formulas: {
      revenue: (p: { send: string; days: string }) =>
        `예상 매출 = 발송 ${p.send}명 × 도달 × (클릭 × 클릭 후 구매 + 보내지 않아도 살 비율) × 객단가. 받은 뒤 ${p.days}일 안의 귀속 매출이고 증분이 아니에요. 홀드아웃은 빼고 셌어요`,
      range: (p: { draws: string }) =>
        `P10–P50–P90 = 위 식을 ${p.draws}번 모의 계산해 작은 것부터 세운 10 %, 50 %, 90 % 자리의 값. 지난 캠페인끼리 달랐던 만큼 넓혀서, 열에 여덟은 P10과 P90 사이예요`,
      chanceOfRoi: (p: { draws: string }) =>
        `ROI 200% 이상일 가능성 = 모의 실험 ${p.draws}번 가운데 ROI가 2.0 이상인 비율`,
      chance: (p: { draws: string }) =>
        `목표에 닿을 가능성 = 예상 매출이 브리프의 목표 금액 이상인 모의 계산 ÷ 모의 계산 ${p.draws}번`,
      roi: 'ROI = (예상 매출 + 아낀 작업비) ÷ (AI 비용 + 작업비), 배수 (200 % = 2.0). 괄호는 P10과 P90, 발송비는 넣지 않아요',
      cost: (p: { send: string; price: string }) => `발송 비용 = 발송 ${p.send}명 × 한 통 ${p.price}`,
      sources: {
        history: (p: { campaigns: string; orderDays: string }) =>
          `어디서: 도달, 클릭, 구매는 확정된 최근 캠페인 ${p.campaigns}개까지의 기록, 보내지 않아도 살 비율은 그 홀드아웃(없으면 최근 7일 주문)에서 캠페인이 겹쳐 다른 데 귀속된 몫을 뺀 것, 객단가는 최근 ${p.orderDays}일 주문`,
        prior: (p: { campaigns: string; orderDays: string }) =>
          `어디서: 도달, 클릭, 구매는 일반적인 값, 객단가는 최근 ${p.orderDays}일 주문, 보내지 않아도 살 비율은 최근 7일 주문(없으면 일반적인 값). 캠페인이 확정되면 최근 ${p.campaigns}개까지의 기록으로 바꿔요`,
      },
      rates: {
        reach: '도달',
        ctr: '클릭',
        cvr: '클릭 후 구매',
        baseline: '보내지 않아도 7일 안에 구매',
      },
      belief: (p: { name: string; a: string; b: string; prior: string; now: string }) =>
        `${p.name} ${p.prior} → ${p.now} (사전 Beta(${p.a}, ${p.b}))`,
      beliefs: (p: { list: string }) => `가정(자료를 보기 전) → 지금 믿는 값의 평균: ${p.list}`,
      smallest: (p: { n: string; holdout: string; days: string }) =>
        `가장 작은 차이 = 발송과 홀드아웃을 더한 ${p.n}명 가운데 ${p.holdout}를 남겨 ${p.days}일 창의 전환율을 비교할 때, 양쪽 5 %, 검정력 80 %로 보이는 가장 작은 전환율 차이`,
      cap: (p: { cap: string }) =>
        `금액 상한 = ${p.cap}. 결과에서 한 사람의 금액을 이 값에서 잘라 한 번 더 읽어요. 계획을 세우기 전 90일 주문 금액의 상위 1 % 경계로, 지금 정해져요`,
      pastErrors: '예측 오차 = 실제 귀속 매출 ÷ 예측(P50) − 1, 새것부터. 중지한 발송은 세지 않아요',
    },
    leaves: '나가는 것과 멈추는 조건',
    labels: {
      send: '발송',
      rate: '속도',
      holdout: '홀드아웃',
      budget: '예산',
      stop: '멈추는 조건',
      waves: '시험 발송',
      sender: '보내는 사람',
      ad: '광고 표시',
      links: '링크',
      window: '주문을 세는 기간',
      price: '메시지 한 통',
      reason: '이유',
      account: '보내는 계정',
      content: '내용',
      form: '형식',
    },
    /** One form: how many variants leave as it, and the longest of them. */
    form: (p: { form: string; n: string; value: string; limit: string; unit: string }) =>
      `${p.form} ${p.n}개 안, 가장 길 때 ${p.value}${p.unit} (${p.limit}${p.unit}까지)`,
    tooLongForSms: (p: { limit: string }) => `단문에 드는 ${p.limit}B를 넘어 장문으로 나가요`,
    instead: '카카오로 안 되는 사람에게만',
    dearest: '나갈 수 있는 형식 가운데 가장 비싼 값',
    number: (p: { number: string }) => `발신번호 ${p.number}`,
    freeExit: (p: { number: string }) => `무료수신거부 ${p.number}`,
    appExit: (p: { where: string }) => `앱에서 끄는 곳: ${p.where}`,
    kakaoChannel: (p: { channel: string }) => `카카오 채널 ${p.channel}`,
    missing: '없음',
    isAd: '(광고) 표시를 붙이고, 동의한 사람에게만 보내요',
    notAd: '광고가 아니라고 사람이 정했어요. (광고) 표시를 붙이지 않아요',
    rate: (p: N) => `초당 ${p.n}통`,
    stop: (p: { bounce: string; complaint: string; failure: string }) =>
      `반송 ${p.bounce}, 신고 ${p.complaint}, 실패 ${p.failure}를 넘으면 스스로 멈춰요`,
    now: '승인하면 바로',
    templates: (p: { n: string; changed: string }) => `${p.n}개 안 (${p.changed})`,
    blocked: '검사를 통과하지 못해 발송 버튼이 없어요. 고친 뒤 [다시 검사]를 눌러 주세요.',
    noCount: '대상을 다시 세지 못했어요',
  },
  sending: {
    freezing: '*보낼 사람을 확정하고 있어요*',
    going: (p: { done: string; all: string }) => `*발송 중 ${p.done} / ${p.all}*`,
    waits: (p: { done: string; rest: string; hours: string; at: string }) =>
      `*시험 발송 끝 · ${p.hours}시간 뒤에 정해요* (${p.at}) · 보냄 ${p.done} · 나머지 ${p.rest}명은 기다려요`,
    waitsAsked: (p: { done: string; rest: string }) =>
      `*시험 발송 끝 · 승인자가 고르기를 기다려요* · 보냄 ${p.done} · 나머지 ${p.rest}명에게는 고른 뒤에 보내요`,
    paused: (p: { done: string; all: string }) => `*일시정지 ${p.done} / ${p.all}*`,
    done: (p: { done: string; all: string }) => `*발송 완료 ${p.done} / ${p.all}*`,
    stopped: (p: { done: string; all: string; cancelled: string }) =>
      `*중지했어요 ${p.done} / ${p.all}* · 보내지 않고 취소한 메시지 ${p.cancelled}`,
    failed: (p: { n: string; list: string }) => `실패 ${p.n}${p.list ? ` (${p.list})` : ''}`,
    notSent: (p: { n: string; list: string }) => `보내지 않음 ${p.n}${p.list ? ` (${p.list})` : ''}`,
    unknown: (p: N) => `결과를 모르는 메시지 ${p.n}`,
    holdout: (p: N) => `비교를 위해 보내지 않은 사람 ${p.n}명`,
    excluded: (p: { n: string; list: string }) => `보내지 못한 ${p.n}명: ${p.list}`,
    asked: (p: N) =>
      `*${p.n}통의 결과를 알 수 없어요.* 서버가 받았는지 확인되지 않았습니다. 다시 보내면 두 번 받을 수 있어요.`,
    askedStopped: (p: N) =>
      `*${p.n}통의 결과를 알 수 없어요.* 서버가 받았는지 확인되지 않았습니다. 발송을 중지했으니 다시 보내지 않아요.`,
    fields: { sent: '보냄', waiting: '남음', failed: '실패', unknown: '결과 모름' },
    pausedBy: {
      person: '사람이 멈췄어요. 다시 시작할 때까지 더 보내지 않아요.',
      bounce: (p: { percent: string; limit: string }) =>
        `반송이 ${p.percent}예요. 정한 선 ${p.limit}를 넘어 스스로 멈췄어요.`,
      complaint: (p: { percent: string; limit: string }) =>
        `스팸 신고가 ${p.percent}예요. 정한 선 ${p.limit}를 넘어 스스로 멈췄어요.`,
      failure: (p: { percent: string; limit: string }) =>
        `실패가 ${p.percent}예요. 정한 선 ${p.limit}를 넘어 스스로 멈췄어요.`,
      budget: (p: { spent: string; limit: string }) =>
        `${p.spent}을 써서 예산 ${p.limit}에 닿아 스스로 멈췄어요. 더 보내려면 중지하고 예산을 늘린 계획을 새로 승인받아 주세요.`,
      night: '광고를 보내면 안 되는 밤이라 스스로 멈췄어요. 아침 8시가 지나면 다시 시작해 주세요.',
      provider:
        '보내는 업체가 오래 답하지 않아 스스로 멈췄어요. 남은 것은 그대로 있어요. 업체가 돌아오면 다시 시작해 주세요.',
      other: '멈춰 있어요. 다시 시작할 때까지 더 보내지 않아요.',
    },
    cannotRecall: '보낸 메시지는 되돌릴 수 없어요',
  },
  waves: {
    waits: {
      rule: (p: { rest: string; at: string }) =>
        `*시험 발송을 마쳤어요.* 나머지 ${p.rest}명에게 보낼 안은 ${p.at}에 규칙대로 정해요. 그 전에 승인자가 고를 수도 있어요.`,
      person: (p: { rest: string; at: string }) =>
        `*시험 발송을 마쳤어요.* ${p.at}에 비교한 숫자를 보여 드려요. 나머지 ${p.rest}명에게는 승인자가 고른 뒤에 보내요.`,
    },
    choose: (p: { rest: string }) => `*나머지 ${p.rest}명에게 보낼 안을 골라 주세요.* 고르기 전에는 보내지 않아요.`,
    decided: (p: { rest: string }) => `*나머지 ${p.rest}명에게 보낼 안을 정했어요.*`,
    stopped: (p: { rest: string }) => `*발송을 중지했어요.* 나머지 ${p.rest}명에게는 보내지 않았어요.`,
    segment: (p: { name: string; rest: string }) => `세그먼트 ${p.name} · 나머지 ${p.rest}명`,
    early: '아직 이른 숫자예요. 구간과 앞선 안은 정하는 때에 보여 드려요.',
    nobodyTested: (p: { variant: string }) => `*${p.variant}* · 시험에 든 사람이 없어요`,
    rate: {
      clicks: (p: { variant: string; n: string; hits: string; rate: string; range: string }) =>
        `*${p.variant}* · ${p.n}명 가운데 클릭 ${p.hits}명, ${p.rate}${p.range}`,
      conversion: (p: { variant: string; n: string; hits: string; rate: string; range: string }) =>
        `*${p.variant}* · ${p.n}명 가운데 구매 ${p.hits}명, ${p.rate}${p.range}`,
    },
    interval: (p: { lo: string; hi: string }) => ` (95 % ${p.lo}–${p.hi})`,
    revenue: (p: { variant: string; n: string; hits: string; each: string; sum: string }) =>
      `*${p.variant}* · ${p.n}명 가운데 구매 ${p.hits}명, 매출 ${p.sum}, 한 사람당 ${p.each}`,
    ahead: (p: { best: string; runnerUp: string; diff: string; ci: string }) =>
      `앞선 안은 ${p.best}, 다음 ${p.runnerUp}: 차이 ${p.diff} (95 % 구간 ${p.ci}).`,
    wins: '구간에 0이 없어 이긴 안이에요.',
    holdsZero: '구간이 0을 품어 이겼다고 말할 수 없어요.',
    holm: '따로 보면 0이 없지만, 함께 비교한 수를 셈하면(Holm) 이겼다고 말할 수 없어요.',
    cannotTell: '차이를 말할 수 없어요.',
    broken: '안의 배정 비율이 깨져 비교를 보류해요.',
    only: '안이 하나라 비교할 것이 없어요.',
    to: (p: { variant: string }) => `→ 나머지에게 *${p.variant}*`,
    toAll: '→ 나머지에게 고르게 나눠',
    why: {
      won: '(이긴 안)',
      even: '(차이를 말할 수 없어서)',
      broken: '(비교를 보류해서)',
      only: '(안이 하나)',
    },
    byPerson: (p: { who: string }) => `(${p.who} 님이 고름)`,
    soon: '· 곧 보내요',
    send: (p: { variant: string }) => `${p.variant}로 보내기`,
    split: '나누어 보내기',
    confirm: {
      title: '나머지에게 보낼까요?',
      send: (p: { rest: string; variant: string }) =>
        `나머지 ${p.rest}명에게 ${p.variant} 안을 보내요. 보낸 것은 되돌릴 수 없어요.`,
      split: (p: { rest: string }) => `나머지 ${p.rest}명에게 안을 고르게 나눠 보내요. 보낸 것은 되돌릴 수 없어요.`,
      yes: '보내기',
    },
    who: (p: { who: string }) => `고를 수 있는 사람: ${p.who}`,
    nobody: '고를 수 있는 승인자가 없어요. 관리자가 `/baton approvers @이름`으로 정하면 이어집니다',
    basis: {
      clicks: '시험에 배정된 사람 기준, 사람이 누른 클릭만 · 비율의 구간은 Wilson, 차이의 구간은 Newcombe 95 %',
      conversion:
        '시험에 배정된 사람 기준, 시험 시작부터 들어온 주문 · 비율의 구간은 Wilson, 차이의 구간은 Newcombe 95 %',
      revenue: '시험에 배정된 사람 기준, 시험 시작부터 들어온 주문 · 차이의 구간은 Welch 95 %',
    },
  },
  problem: {
    line: (p: { words: string }) => `*멈췄어요.* ${p.words}`,
    again: (p: { at: string }) => `${p.at}에 다시 해 볼게요.`,
    other: (p: { code: string }) => `일이 끝나지 않았어요 (${p.code}). 캠페인은 그대로 있고, 아무것도 보내지 않았어요.`,
  },
  ping: {
    asked: (p: { key: string; title: string; what: string }) => `*${p.key} ${p.title}* — ${p.what} 승인을 기다려요`,
    remind: (p: { key: string; title: string; what: string }) => `*${p.key} ${p.title}* — ${p.what} 승인이 아직이에요`,
    overdue: (p: { key: string; title: string; what: string }) =>
      `*${p.key} ${p.title}* — ${p.what} 승인 기한이 거의 다 됐어요`,
    scope: (p: { all: string; send: string; requester: string }) =>
      `${p.all}명 가운데 ${p.send}명에게 발송 · 요청 ${p.requester}`,
    scopeStep: (p: { requester: string }) => `요청 ${p.requester}`,
    expires: (p: { at: string }) => `${p.at}까지 답이 없으면 보내지 않습니다`,
    where: (p: { channel: string }) => `${p.channel} 의 스레드에 있어요`,
    settled: {
      approved: (p: { key: string; what: string }) => `✓ ${p.key} ${p.what}: 승인됐어요`,
      changes: (p: { key: string; what: string }) => `${p.key} ${p.what}: 의견을 받아 다시 쓰고 있어요`,
      rejected: (p: { key: string; what: string }) => `${p.key} ${p.what}: 반려됐어요`,
      expired: (p: { key: string; what: string }) => `${p.key} ${p.what}: 기한이 지나 보내지 않았어요`,
      superseded: (p: { key: string; what: string }) => `${p.key} ${p.what}: 새 버전으로 바뀌었어요`,
      cancelled: (p: { key: string; what: string }) => `${p.key} ${p.what}: 캠페인이 취소되었어요`,
    },
  },
  updated: (p: { at: string }) => `업데이트 ${p.at}`,
};
export type CardStrings = typeof cardsKo;
