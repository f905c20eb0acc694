/** One message or view for every block that a bot may post, in the words of a real campaign. */
export type Block = Record<string, unknown>;

export const BOT = 'U0BATON';
export const MARKETER = 'U0MARKETER';
export const APPROVER = 'U0APPROVER1';

/** 2026-11-24 10:42 in Seoul. */
export const START = 1_795_484_520;

export const pt = (text: string) => ({ type: 'plain_text', text, emoji: false });
export const md = (text: string) => ({ type: 'mrkdwn', text });
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
export const option = (value: string, text: string, description?: string) => ({
  text: pt(text),
  value,
  ...(description ? { description: pt(description) } : {}),
});
const raw = (text: string) => ({ type: 'raw_text', text });
const num = (value: number) => ({ type: 'raw_number', value, text: value.toLocaleString('en-US') });

export const campaignCard: Block[] = [
  { type: 'header', block_id: 'c.h', text: pt('단골 재방문 · C-42') },
  {
    type: 'plan',
    block_id: 'c.p',
    title: '세그먼트 승인 대기 (2/6)',
    tasks: [
      {
        type: 'task_card',
        task_id: 'brief',
        title: '브리프 승인됨',
        status: 'complete',
        output: rich('v2 · 이승인 · 10:42'),
      },
      {
        type: 'task_card',
        task_id: 'segments',
        title: '세그먼트 승인 대기',
        status: 'in_progress',
        details: rich('2개 세그먼트, 5,842명'),
      },
      { type: 'task_card', task_id: 'personas', title: '페르소나', status: 'pending' },
      { type: 'task_card', task_id: 'copy', title: '카피', status: 'pending' },
      {
        type: 'task_card',
        task_id: 'sending',
        title: '발송',
        status: 'error',
        details: rich('메일 서버가 1분 동안 답하지 않았어요'),
      },
      {
        type: 'task_card',
        task_id: 'results',
        title: '성과',
        status: 'pending',
        sources: [{ type: 'url', url: 'https://example.test/kpi', text: 'KPI 정의' }],
      },
    ],
  },
  {
    type: 'context',
    block_id: 'c.c',
    elements: [
      md(`담당 <@${MARKETER}> · 승인 <@${APPROVER}> 외 1명 · 바뀐 때 <!date^${START}^{date_short} {time}|오늘>`),
    ],
  },
];

export const stepCard: Block[] = [
  { type: 'section', block_id: 's.t', text: md('*5,842명에게 보낼 세그먼트 2개를 확인해 주세요* · v1') },
  {
    type: 'section',
    block_id: 's.f',
    fields: [
      md('*A. 60–120일 쉰 단골* 3,911명\n3회 이상 구매했고 마지막 구매가 60일 이상 120일 미만'),
      md('*B. 120일 넘게 쉰 단골* 1,931명\n3회 이상 구매했고 마지막 구매가 120일 이상'),
    ],
  },
  {
    type: 'container',
    block_id: 's.diff',
    title: pt('바뀐 점'),
    is_collapsible: true,
    default_collapsed: false,
    child_blocks: [
      {
        type: 'section',
        block_id: 's.diff.t',
        text: md('마지막 구매 ~60일~ → *90일*\n대상 ~15,020명~ → *12,480명* (-2,540)'),
      },
    ],
  },
  {
    type: 'container',
    block_id: 's.why',
    title: pt('조건과 근거'),
    subtitle: pt('조건마다 남은 사람'),
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: [
      {
        type: 'table',
        block_id: 's.why.t',
        rows: [
          [raw('조건'), raw('대상 (명)')],
          [raw('구매 3회 이상'), num(8210)],
          [raw('마지막 구매 60일 넘음'), num(5842)],
        ],
        column_settings: [{ is_wrapped: true }, { align: 'right' }],
      },
    ],
  },
  {
    type: 'actions',
    block_id: 's.a',
    elements: [
      { type: 'button', action_id: 'step.approve', text: pt('세그먼트 승인'), style: 'primary', value: 'req_1' },
      {
        type: 'button',
        action_id: 'step.edit',
        text: pt('수정'),
        value: 'req_1',
        accessibility_label: '세그먼트 v1 수정',
      },
      { type: 'button', action_id: 'step.regenerate', text: pt('의견 주고 다시 만들기'), value: 'req_1' },
      {
        type: 'overflow',
        action_id: 'step.more',
        options: [option('step.reject', '반려'), option('history', '이전 버전 보기')],
      },
    ],
  },
  {
    type: 'context',
    block_id: 's.c',
    elements: [md(`승인할 수 있는 사람: 요청자, <@${APPROVER}> 중 1명 · 내일 18:00까지 답이 없으면 보내지 않습니다`)],
  },
];

export const copyCards: Block[] = [
  { type: 'section', block_id: 'k.t', text: md('*카피 3개를 골라 주세요* · 이메일') },
  {
    type: 'carousel',
    block_id: 'k.c',
    elements: ['새로움', '기억', '짧게'].map((angle, n) => ({
      type: 'card',
      block_id: `k.c.${n}`,
      title: md(`*A-${n + 1}* · ${angle}`),
      subtitle: md(`제목 ${20 + n * 7}자 · 본문 ${180 + n * 40}자`),
      body: md('(광고) 두 달 사이 나온 음반을 골라 두었어요. 다시 들을 음악이 있습니다.'),
      actions: [
        { type: 'button', action_id: 'copy.edit', text: pt('고치기'), value: `v${n}` },
        { type: 'button', action_id: 'copy.test', text: pt('나에게 테스트 발송'), value: `v${n}` },
      ],
    })),
  },
  { type: 'card', block_id: 'k.one', title: md('*카드 하나*'), body: md('회전목마 밖의 카드예요.') },
];

const days = Array.from({ length: 7 }, (_, n) =>
  `11/${24 + n}`.replace(/11\/(3[1-9])/, (_all, d) => `12/${Number(d) - 30}`),
);
const line = (name: string, values: number[]) => ({
  name,
  data: days.map((label, n) => ({ label, value: values[n] ?? 0 })),
});

export const resultCard: Block[] = [
  {
    type: 'section',
    block_id: 'r.t',
    text: md('*KPI(귀속 매출) 641만원, 목표 1,000만원의 64 %. 증분 매출 +388만원 (95 % +96 ~ +680).*'),
  },
  {
    type: 'data_visualization',
    block_id: 'r.line',
    title: '일별 1인당 매출 (원)',
    chart: {
      type: 'line',
      series: [
        line('발송군', [0, 820, 1240, 1510, 1690, 1725, 1754]),
        line('홀드아웃', [0, 210, 390, 480, 590, 640, 702]),
      ],
      axis_config: { categories: days, x_label: '날짜', y_label: '원' },
    },
  },
  {
    type: 'data_visualization',
    block_id: 'r.bar',
    title: '변형별 증분 매출 (만원)',
    chart: {
      type: 'bar',
      series: [
        {
          name: '증분',
          data: [
            { label: 'A-1', value: 212 },
            { label: 'A-2', value: -38 },
            { label: 'B-1', value: 96 },
          ],
        },
      ],
      axis_config: { categories: ['A-1', 'A-2', 'B-1'] },
    },
  },
  {
    type: 'data_visualization',
    block_id: 'r.area',
    title: '누적 매출 (만원)',
    chart: {
      type: 'area',
      series: [line('누적', [12, 80, 210, 340, 455, 560, 641])],
      axis_config: { categories: days },
    },
  },
  {
    type: 'data_visualization',
    block_id: 'r.pie',
    title: '못 보낸 까닭',
    chart: {
      type: 'pie',
      segments: [
        { label: '동의 없음', value: 1104 },
        { label: '수신거부', value: 121 },
        { label: '주소 오류', value: 31 },
      ],
    },
  },
  {
    type: 'data_table',
    block_id: 'r.table',
    caption: '변형별 성과, 매출 순',
    page_size: 3,
    row_header_column_index: 0,
    rows: [
      [raw('변형'), raw('보냄 (명)'), raw('매출 (원)')],
      ...['A-1', 'A-2', 'A-3', 'B-1', 'B-2'].map((name, n) => [raw(name), num(914 - n), num(2_300_000 - n * 310_000)]),
    ],
  },
  {
    type: 'context_actions',
    block_id: 'r.fb',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'result.feedback',
        positive_button: { text: pt('도움 됨'), value: 'up' },
        negative_button: { text: pt('아쉬움'), value: 'down' },
      },
      { type: 'icon_button', action_id: 'result.drop', icon: 'trash', text: pt('버리기'), value: 'x' },
    ],
  },
];

export const mailHtml = (
  server: string,
) => `<html><head><style>.b{background:#14665a;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none}</style></head>
<body style="margin:0;background:#f4f2ec;font-family:sans-serif"><script>parent.document.title='stolen'</script>
<table width="100%"><tr><td align="center" style="padding:24px"><table width="520" style="background:#fff;border-radius:10px"><tr><td style="padding:28px">
<h1 style="font-size:20px">두 달 사이 나온 음반을 골라 두었어요</h1><p>김하늘님, 다시 들을 음악이 있습니다.</p>
<p><a class="b" href="http://localhost:3000/c/token">골라 둔 음반 보기</a></p>
<p style="color:#777;font-size:12px">소리가게 · 서울시 중구 · 02-000-0000 · <a href="http://localhost:3000/u/token">수신거부 (Unsubscribe)</a></p>
</td></tr></table></td></tr></table><img src="${server}o/token.gif" width="1" height="1"></body></html>`;

export const GOAL_KO = '@baton 60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원';
