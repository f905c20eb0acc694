import { toward } from './particle.ts';

/** Modals, commands and the App Home. Titles and buttons of modals hold 24 characters at most. */
export const modalsKo = {
  close: '닫기',
  cancel: '취소',
  required: '적어 주세요.',
  tooLong: (p: { max: string }) => `${p.max}자까지 적을 수 있어요.`,
  edit: {
    title: '초안 수정',
    submit: '새 버전으로 저장',
    intro: '저장하면 새 버전이 되고 다시 승인을 받아요. 고친 사람은 발송을 승인할 수 없어요.',
  },
  /** Rules to put in the place of a segment's own. */
  ready: {
    intro: '목록에서 고르면 그 규칙이 들어오고, 아래에서 숫자를 고칠 수 있어요.',
    choose: '규칙 고르기',
    shops: '준비된 규칙',
    saved: '저장한 세그먼트',
    own: '원래 규칙으로',
  },
  contact: {
    title: '고객 지우기',
    submit: '영영 지우기',
    final: '되돌릴 수 없어요.',
    what: (p: { id: string }) =>
      `고객 \`${p.id}\`의 이름과 연락처, 동의, 행동 기록을 지웁니다. 주문 금액과 보낸 수는 누구인지 알 수 없는 숫자로 남아 성과가 바뀌지 않아요. 옛 파일로는 다시 들어오지 않고, 지운 뒤에 새로 동의해야 들어올 수 있어요.`,
    type: '지우려면 고객 ID를 그대로 적어 주세요',
    differs: (p: { id: string }) => `${p.id}와 달라서 지우지 않았어요. 그대로 적어 주세요.`,
    recorded: '누가 언제 지웠는지 기록에 남아요.',
  },
  saveSegment: {
    title: '세그먼트 저장',
    submit: '저장',
    segment: '어느 세그먼트를 저장할까요?',
    name: '이름',
    hint: '비워 두면 세그먼트 이름 그대로 저장해요. 같은 이름이 있으면 그 세그먼트의 새 버전이 됩니다.',
    same: (p: { key: string; name: string; version: string }) =>
      `*${p.key}* ${p.name}: 버전 ${p.version}과 규칙이 같아 새로 저장하지 않았어요.`,
    where: '`/baton segment`에서 저장한 세그먼트와 쓰이는 곳을 볼 수 있어요.',
  },
  regenerate: {
    title: '의견 주고 다시 쓰기',
    submit: '다시 쓰기',
    feedback: '무엇을 어떻게 바꿀까요?',
    hint: '적은 그대로 다음 초안의 조건이 되고, 이후 단계에서도 지켜요.',
  },
  reject: {
    title: '반려',
    submit: '반려하기',
    intro: '반려하면 이 버전은 닫히고, 이유를 반영해 다시 씁니다. 아무것도 보내지 않아요.',
    reason: '이유',
    feedback: '설명 (선택)',
    hint: '적은 그대로 다음 초안의 조건이 됩니다.',
    reasons: {
      audience: '대상이 맞지 않음',
      legal: '법·표시 의무 문제',
      tone: '브랜드 톤이 아님',
      offer: '혜택·가격이 틀림',
      other: '기타',
    },
  },
  launch: {
    title: '발송 승인',
    submit: (p: { n: string }) => `${p.n}명에게 발송`,
    lead: (p: { all: string; send: string; holdout: string; what: string }) =>
      `*${p.all}명 가운데 ${p.send}명에게 ${p.what} 보냅니다.* ${p.holdout}명은 비교를 위해 보내지 않아요.`,
    leadEveryone: (p: { all: string; send: string; holdout: string; what: string }) =>
      `*전체 고객 ${p.all}명 가운데 ${p.send}명에게 ${p.what} 보냅니다.* ${p.holdout}명은 비교를 위해 보내지 않아요.`,
    irreversible: '승인하면 정한 시각에 나가고, 보낸 메시지는 되돌릴 수 없어요.',
    subjects: '나가는 제목',
    count: '보낼 대상의 수를 그대로 적어 주세요',
    second: '승인자 2명이 필요해요. 다른 한 분도 승인해야 나가요.',
  },
  reschedule: {
    title: '발송 시각 바꾸기',
    submit: '시각 바꾸기',
    intro: '시각을 바꾸면 지금의 승인은 무효가 되고, 새 발송 계획을 다시 승인받아요.',
    at: '새 발송 시각',
    past: '지금보다 뒤의 시각을 골라 주세요.',
  },
  preview: { title: '카피 전체 보기' },
  settings: {
    title: 'Baton 설정',
    submit: '저장',
    approvers: '승인자',
    approversHint: '발송을 승인할 수 있는 사람. 요청자와 마지막 수정자는 자기 발송을 승인할 수 없어요.',
    admins: '관리자',
    adminsHint: '설정, 가져오기, 키를 다루는 사람. 비우면 워크스페이스 관리자가 맡아요.',
    fixed: (p: { name: string; who: string }) => `*${p.name}* ${p.who} (환경 설정이라 여기에서 바꿀 수 없어요)`,
    groups: (p: { list: string }) => `그룹으로 정한 것은 그대로 둡니다: ${p.list}`,
    none: '아직 없음',
    pressureMessages: '한 사람에게 보내는 메시지는 많아야 (건)',
    pressureDays: '이 기간에 (일)',
    pressureHint: '모든 캠페인과 채널을 더해서 세요. 넘는 사람에게는 보내지 않고, 그렇게 기록해요.',
    pressureSet: (p: { who: string; at: string }) =>
      `발송 빈도는 ${p.who}님이 ${p.at}에 정했어요. 바꾸면 지금 나가는 발송에도 바로 적용돼요.`,
    pressureDefault: '발송 빈도는 기본값이에요. 바꾸면 지금 나가는 발송에도 바로 적용돼요.',
    pressureWrong: (p: { most: string }) => `1부터 ${p.most}까지의 정수를 적어 주세요.`,
  },
  brand: {
    title: '브랜드 정보',
    submit: '새 버전으로 저장',
    intro: (p: { version: string; who: string }) =>
      `v${p.version} (${p.who}). 모델은 여기에서 고르기만 하고 고칠 수 없어요.`,
    readOnly: '관리자만 바꿀 수 있어요.',
    form: (p: { version: string }) => `v${p.version}. 저장하면 새 버전이 되고, 이전 버전은 남아요.`,
    saved: (p: { version: string }) => `v${toward(p.version)} 저장했어요. 앞으로 쓰는 초안부터 써요.`,
    edit: '고치기',
    see: '모두 보기',
    back: '목록으로',
    none: '아직 없음',
    more: (p: { n: string }) => `외 ${p.n}개`,
    byCommand: '명령줄에서 저장',
    minutes: (p: { n: string }) => `${p.n}분`,
    part: (p: { part: string; parts: string }) => `${p.part}/${p.parts}`,
    rows: (p: { row: string }) => `한 줄에 하나씩: ${p.row}`,
    line: (p: { n: string; what: string; why: string }) => `${p.n}번째 줄${p.what && ` ${p.what}`}: ${p.why}`,
    number: '0 이상의 숫자를 적어 주세요.',
    elsewhere: (p: { field: string; why: string }) =>
      `저장하지 않았어요. 다른 항목이 맞지 않아요 (${p.field}: ${p.why})`,
    stale: (p: { newer: string; who: string }) =>
      `저장하지 않았어요. 고치는 동안 v${toward(p.newer)} 바뀌었어요 (${p.who}). 적으신 내용은 아래에 그대로 있어요. 지금의 내용과 견줘 보고 다시 저장하면 적으신 대로 새 버전이 돼요.`,
    now: (p: { version: string }) => `지금의 v${p.version}`,
    sections: {
      basics: '이름과 말투',
      messages: '고정 문구',
      facts: '제품 사실',
      banned: '쓰지 않는 말',
      links: '링크 허용 목록',
      sender: '보내는 사람',
      coupons: '쿠폰',
      money: '목표와 비용',
    },
    fields: {
      name: '브랜드 이름',
      voice_ko: '말투 (한국어)',
      voice_en: '말투 (영어)',
      messages: '고정 문구',
      facts: '제품 사실과 근거',
      banned_words: '쓰지 않는 말',
      links: '링크',
      sender_name: '이름',
      sender_email: '이메일',
      sender_address: '주소',
      sender_phone: '전화',
      opt_out_number: '수신거부 번호 (080)',
      sender_numbers: '사전등록한 발신번호',
      app_settings: '앱에서 알림을 끄는 곳',
      dealer_until: '문자 사업자 전송자격인증 만료일 (예: 2027-12-31)',
      coupons: '쿠폰',
      month_target: '이달 매출 목표',
      price_email: '이메일 한 통의 비용',
      price_sms: '단문(SMS) 한 통의 비용',
      price_lms: '장문(LMS) 한 통의 비용',
      price_mms: '사진 문자(MMS) 한 통의 비용',
      price_alimtalk: '알림톡 한 통의 비용',
      price_brand: '브랜드 메시지 한 통의 비용',
      price_push: '앱 푸시 한 통의 비용',
      labour_rate: '한 시간의 인건비',
      minutes_saved: '캠페인 하나가 아껴 주는 시간 (분)',
      minutes_spent: '캠페인 하나에 쓰는 시간 (분)',
      global_holdout: '어느 광고도 받지 않는 상시 홀드아웃 (%, 0에서 20)',
    },
    columns: { id: '이름표', ko: '한국어', en: '영어', text: '내용', evidence: '근거', url: '주소', code: '코드' },
  },
  goal: {
    title: '새 캠페인',
    submit: '시작하기',
    words: '목표',
    hint: '누구에게 무엇을, 얼마나, 언제까지. 예: 60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원',
    channel: '진행할 채널',
  },
  refused: { title: '그대로 두었어요' },
};

export const commandsKo = {
  started: (p: { key: string }) => `${p.key}를 시작했어요. 카드는 이 채널에 올라와요.`,
  asked: (p: { key: string }) => `${p.key}: 목표를 더 알려 주세요. 이 채널에 질문을 올렸어요.`,
  list: {
    head: '*진행 중인 캠페인*',
    line: (p: { key: string; title: string; status: string; who: string }) =>
      `• *${p.key}* ${p.title} — ${p.status} · ${p.who}`,
    none: '진행 중인 캠페인이 없어요. `/baton new 목표`로 시작할 수 있어요.',
    more: (p: { n: string }) => `외 ${p.n}개`,
  },
  which: '어느 캠페인인지 적어 주세요. 예: `/baton cancel C-7`',
  cancelled: (p: { key: string }) => `${p.key}를 취소했어요. 아무것도 더 진행되지 않아요.`,
  unknown: (p: { word: string }) => `“${p.word}”은(는) 모르는 명령이에요. 바뀐 것은 없습니다.`,
  people: {
    approvers: (p: { who: string }) => `*승인자* ${p.who}`,
    admins: (p: { who: string }) => `*관리자* ${p.who}`,
    none: '아직 없음',
    workspace: '정하기 전에는 워크스페이스 관리자',
    how: '바꾸려면 `/baton approvers @이름 @이름` 처럼 적어 주세요.',
    saved: (p: { who: string }) => `저장했어요: ${p.who}`,
    cleared: '비웠어요.',
    unread: '사람을 알아보지 못했어요. `@이름`을 골라 적어 주세요. 바뀐 것은 없습니다.',
  },
  segment: {
    head: '*저장한 세그먼트*',
    line: (p: { key: string; name: string; version: string; who: string; sentence: string }) =>
      `• *${p.key}* ${p.name} (버전 ${p.version}, ${p.who}) — ${p.sentence}`,
    none: '저장한 세그먼트가 아직 없어요. 세그먼트 카드의 ⋯ 메뉴에서 “세그먼트 저장”을 누르거나, 승인한 뒤 `/baton segment save C-7 A 이름`이라고 적어 주세요.',
    unknown: (p: { key: string }) => `“${p.key}”: 그런 저장한 세그먼트가 없어요. \`/baton segment\`로 확인해 주세요.`,
    uses: (p: { list: string }) => `쓰이는 곳: ${p.list}`,
    unused: '쓰이는 곳: 아직 없음',
    inUse: (p: { list: string }) => ` · 쓰이는 곳 ${p.list}`,
    versions: '버전',
    version: (p: { version: string; who: string; at: string; sentence: string }) =>
      `• v${p.version} · ${p.at} · ${p.who} — ${p.sentence}`,
    how: '캠페인, 세그먼트, 이름을 적어 주세요. 예: `/baton segment save C-7 A 쉬는 단골`. 저장한 것은 없습니다.',
    tooLong: (p: { max: string }) => `이름이 너무 길어요. ${p.max}자까지 쓸 수 있어요. 저장한 것은 없습니다.`,
    notApproved: (p: { key: string }) =>
      `${p.key}에 승인된 그 세그먼트가 없어요. 승인한 뒤 다시 적어 주세요. 저장한 것은 없습니다.`,
    saved: (p: { key: string; name: string; version: string }) =>
      `*${p.key}* ${p.name}: 버전 ${toward(p.version)} 저장했어요. 다음 목표에 “세그먼트 '${p.name}'”처럼 적으면 그대로 써요.`,
  },
  contact: {
    head: (p: { id: string }) => `*고객 \`${p.id}\`에 대해 가진 모든 것* (나에게만 보여요)`,
    cut: (p: { n: string; id: string }) =>
      `메시지 하나에 다 들어가지 않아 오래된 ${p.n}건을 뺐어요. 전체: \`npm run -s baton -- contact export ${p.id} --json\``,
    recorded: '누가 언제 내보냈는지 기록에 남아요.',
    how: '`/baton contact export 고객ID`는 가진 모든 것을 보여 드리고, `/baton contact erase 고객ID`는 그 고객을 지워요. 아무것도 하지 않았어요.',
    adminsOnly: (p: { who: string }) =>
      `고객 한 사람의 기록은 ${p.who}만 내보내거나 지울 수 있어요. 아무것도 하지 않았어요.`,
    adminsOnlyNobody:
      '고객 한 사람의 기록은 Slack 워크스페이스 관리자만 내보내거나 지울 수 있어요. 아무것도 하지 않았어요.',
  },
  opened: '창을 열었어요.',
  busy: '지금은 처리하지 못했어요. 바뀐 것은 없습니다. 잠시 뒤 다시 해 주세요.',
};

export const homeKo = {
  approvals: (p: { n: string }) => `내 승인 대기 ${p.n}건`,
  noApprovals: '기다리는 승인이 없어요.',
  approval: (p: { requester: string; at: string }) => `${p.requester} 요청 · ${p.at} 만료`,
  running: '진행 중인 캠페인',
  noRunning:
    '아직 없어요. 채널에서 `@baton 목표`라고 적어 시작해 보세요. 예: `@baton 60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원`',
  ready: '많이 찾는 대상으로 시작하기',
  begin: '시작하기',
  moreReady: '다른 대상 (생일, 환불, RFM 11단계)',
  choose: '대상 고르기',
  readyGoal: (p: { who: string }) => `${p.who}에게 메일을 보내서 이번 달 매출 ○○만원`,
  settings: '설정',
  brand: '브랜드 정보',
  start: '새 캠페인',
  open: '검토하기',
};
export type ModalStrings = typeof modalsKo;
export type CommandStrings = typeof commandsKo;
export type HomeStrings = typeof homeKo;
