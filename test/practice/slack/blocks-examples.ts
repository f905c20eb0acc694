export const plain = (text: string) => ({ type: 'plain_text', text });
export const md = (text: string) => ({ type: 'mrkdwn', text });
export const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
export const raw = (text: string) => ({ type: 'raw_text', text });
export const button = (id: string, text = '승인') => ({ type: 'button', action_id: id, text: plain(text), value: 'v' });
export const a = (n: number) => 'a'.repeat(n);
export const times = <T>(n: number, make: (index: number) => T): T[] =>
  Array.from({ length: n }, (_, index) => make(index));
export const option = (value: string, text = '대상') => ({ text: plain(text), value });
export const input = (element: object, rest: object = {}) => ({
  type: 'input',
  label: plain('사유'),
  element,
  ...rest,
});
export const chart = (points: number, series = 1) => ({
  type: 'data_visualization',
  title: '일별 매출',
  chart: {
    type: 'line',
    series: times(series, (n) => ({ name: `s${n}`, data: times(points, (i) => ({ label: `d${i}`, value: i })) })),
    axis_config: { categories: times(points, (i) => `d${i}`) },
  },
});
export const task = (id: string) => ({
  type: 'task_card',
  task_id: id,
  title: '브리프',
  status: 'pending',
  output: rich('v1'),
});

/** One good block of every type that may be posted. */
export const GOOD: Record<string, object> = {
  actions: { type: 'actions', elements: [button('a'), { type: 'overflow', action_id: 'm', options: [option('x')] }] },
  alert: { type: 'alert', text: md('주의'), level: 'info' },
  card: { type: 'card', title: md('*A안*'), subtitle: md('24자'), body: md('본문'), actions: [button('b')] },
  carousel: { type: 'carousel', elements: [{ type: 'card', title: md('A') }] },
  container: {
    type: 'container',
    title: plain('근거'),
    is_collapsible: true,
    child_blocks: [{ type: 'section', text: md('x') }],
  },
  context: {
    type: 'context',
    elements: [md('C-42'), { type: 'image', alt_text: 'x', image_url: 'https://a.test/x.png' }],
  },
  context_actions: {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'fb',
        positive_button: { text: plain('도움 됨'), value: 'up' },
        negative_button: { text: plain('아쉬움'), value: 'down' },
      },
    ],
  },
  data_table: {
    type: 'data_table',
    caption: '변형별',
    page_size: 5,
    rows: [[raw('변형')], [{ type: 'raw_number', value: 1, text: '1' }]],
  },
  data_visualization: chart(3, 2),
  divider: { type: 'divider' },
  header: { type: 'header', text: plain('제목') },
  image: { type: 'image', alt_text: 'x', image_url: 'https://a.test/x.png' },
  input: input({ type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 1000 }),
  markdown: { type: 'markdown', text: '**굵게**' },
  plan: { type: 'plan', title: '승인 대기 중 (2/6)', tasks: [task('brief'), task('copy')] },
  rich_text: rich('x'),
  section: { type: 'section', text: md('x'), accessory: button('c') },
  table: {
    type: 'table',
    rows: [[raw('조건'), raw('대상')]],
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
  },
  task_card: task('one'),
  video: {
    type: 'video',
    video_url: 'https://a.test/v',
    thumbnail_url: 'https://a.test/t.png',
    alt_text: 'x',
    title: plain('x'),
  },
};
