/** Every way of writing, every control, and what a page must survive: unknown and broken blocks. */
import { APPROVER, type Block, md, option, pt, START } from './page-fixtures.ts';

export const allText: Block[] = [
  {
    type: 'section',
    block_id: 't.1',
    text: md(
      '*굵게* _기울임_ ~지움~ `코드` *굵게*은 그대로 &lt;b&gt; &amp; :tada: <https://example.test/a?b=1&amp;c=2|연결된 글> <#C0DIGEST> <!channel>',
    ),
  },
  {
    type: 'section',
    block_id: 't.2',
    text: md('&gt; 인용한 줄\n&gt; 두 번째 줄\n그 뒤의 글\n```const n = 1 < 2;\n둘째 줄```'),
  },
  {
    type: 'rich_text',
    block_id: 't.3',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: '서식 ' },
          { type: 'text', text: '굵게', style: { bold: true } },
          { type: 'text', text: ' 지움', style: { strike: true } },
          { type: 'text', text: ' ' },
          { type: 'user', user_id: APPROVER },
          { type: 'text', text: ' ' },
          { type: 'channel', channel_id: 'C0DIGEST' },
          { type: 'text', text: ' ' },
          { type: 'emoji', name: 'wave', unicode: '1f44b' },
          { type: 'text', text: ' ' },
          { type: 'date', timestamp: START, format: '{date_num} {time}', fallback: '어제' },
          { type: 'text', text: ' ' },
          { type: 'link', url: 'https://example.test/', text: '링크' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '첫째' }] }],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        indent: 1,
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '안의 하나' }] }],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: '인용문' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'SELECT 1' }] },
    ],
  },
  { type: 'divider', block_id: 't.4' },
  {
    type: 'markdown',
    block_id: 't.5',
    text: '## 배운 것\n- **쉰 지 120일**이 넘은 단골은 `A/B` 차이가 없었다\n  - 안쪽 항목\n- [x] 기억하기\n\n| 변형 | 매출 |\n|---|--:|\n| A | 230만 |\n\n> 인용\n\n1. 하나\n2. 둘',
  },
  {
    type: 'image',
    block_id: 't.6',
    alt_text: '빈 그림',
    title: pt('그림 제목'),
    image_url: 'data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==',
  },
  {
    type: 'context',
    block_id: 't.7',
    elements: [
      {
        type: 'image',
        alt_text: '표시',
        image_url: 'data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==',
      },
      md('AI 초안 (연습용 규칙 기반) · 0원'),
    ],
  },
  { type: 'file', block_id: 't.8', source: 'remote', external_id: 'F-1' },
  {
    type: 'video',
    block_id: 't.9',
    video_url: 'https://example.test/v',
    thumbnail_url: 'https://example.test/t.png',
    alt_text: '영상',
    title: pt('시작하는 법'),
  },
  { type: 'hologram', block_id: 't.10', text: pt('없는 블록') },
  { type: 'table', block_id: 't.11', rows: 'broken' },
];

export const controls: Block[] = [
  {
    type: 'actions',
    block_id: 'a.1',
    elements: [
      {
        type: 'button',
        action_id: 'send.stop',
        text: pt('발송 중지'),
        style: 'danger',
        value: 'req_9',
        confirm: {
          title: pt('멈출까요?'),
          text: md('이미 나간 *2,140통*은 되돌릴 수 없어요.'),
          confirm: pt('중지'),
          deny: pt('계속 보내기'),
          style: 'danger',
        },
      },
      {
        type: 'static_select',
        action_id: 'pick',
        placeholder: pt('기간'),
        options: [option('7', '7일', '창이 닫힐 때까지'), option('14', '14일')],
      },
      { type: 'users_select', action_id: 'who', placeholder: pt('담당자') },
      {
        type: 'multi_static_select',
        action_id: 'many',
        placeholder: pt('채널들'),
        options: [option('email', '이메일'), option('sms', '문자')],
      },
      { type: 'datepicker', action_id: 'day', initial_date: '2026-11-24' },
      { type: 'timepicker', action_id: 'time', initial_time: '14:00' },
      { type: 'radio_buttons', action_id: 'one', options: [option('a', '하나'), option('b', '둘')] },
      {
        type: 'checkboxes',
        action_id: 'some',
        options: [option('x', '고정 문구 지키기'), option('y', '대상 지키기', '다음 초안에서도')],
      },
      {
        type: 'button',
        action_id: 'see',
        text: pt('카드 보기'),
        url: `http://practice.local/archives/C0MARKETING/p${START}000100`,
      },
      { type: 'mystery_box', action_id: 'm' },
    ],
  },
  {
    type: 'section',
    block_id: 'a.2',
    text: md('오른쪽에 고르개가 있는 글'),
    accessory: { type: 'static_select', action_id: 'side', options: [option('on', '켜기'), option('off', '끄기')] },
  },
];
