/** The windows and the home tab of a bot, in the words of a real campaign. */
import { type Block, MARKETER, md, option, pt, START } from './page-fixtures.ts';

export const rejectModal: Block = {
  type: 'modal',
  callback_id: 'step.reject',
  private_metadata: '{}',
  title: pt('반려 사유'),
  submit: pt('반려하기'),
  close: pt('취소'),
  blocks: [
    {
      type: 'alert',
      block_id: 'al',
      level: 'info',
      text: md('반려하면 요청자에게 사유가 전달되고 이 버전은 닫힙니다.'),
    },
    {
      type: 'input',
      block_id: 'reason',
      label: pt('사유'),
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        options: [
          option('audience', '대상이 맞지 않음'),
          option('legal', '법·표시 의무 문제'),
          option('tone', '브랜드 톤'),
          option('other', '기타'),
        ],
      },
    },
    {
      type: 'input',
      block_id: 'feedback',
      optional: true,
      label: pt('설명'),
      hint: pt('다시 만들 때 그대로 전달됩니다'),
      element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 1000 },
    },
  ],
};

export const editModal: Block = {
  type: 'modal',
  callback_id: 'step.edit',
  title: pt('세그먼트 수정'),
  submit: pt('v2로 저장'),
  close: pt('취소'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: pt('이름'),
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        initial_value: '60–120일 쉰 단골',
        min_length: 2,
        max_length: 40,
      },
    },
    {
      type: 'input',
      block_id: 'count',
      label: pt('대상 수'),
      hint: pt('5,842'),
      element: { type: 'number_input', action_id: 'value', is_decimal_allowed: false, min_value: '1' },
    },
    {
      type: 'input',
      block_id: 'mail',
      optional: true,
      label: pt('메일'),
      element: { type: 'email_text_input', action_id: 'value' },
    },
    {
      type: 'input',
      block_id: 'link',
      optional: true,
      label: pt('링크'),
      element: { type: 'url_text_input', action_id: 'value' },
    },
    {
      type: 'input',
      block_id: 'period',
      label: pt('기간'),
      element: {
        type: 'static_select',
        action_id: 'value',
        initial_option: option('7', '7일'),
        options: [option('7', '7일'), option('14', '14일')],
      },
    },
    {
      type: 'input',
      block_id: 'when',
      optional: true,
      label: pt('보낼 때'),
      element: { type: 'datetimepicker', action_id: 'value', initial_date_time: START },
    },
    {
      type: 'input',
      block_id: 'keep',
      optional: true,
      label: pt('고정할 것'),
      element: { type: 'checkboxes', action_id: 'value', options: [option('a', 'A안'), option('b', '대상')] },
    },
    {
      type: 'input',
      block_id: 'channels',
      optional: true,
      label: pt('채널'),
      element: {
        type: 'multi_static_select',
        action_id: 'value',
        options: [option('email', '이메일'), option('sms', '문자')],
      },
    },
  ],
};

export const homeView: Block = {
  type: 'home',
  blocks: [
    { type: 'header', block_id: 'h.1', text: pt('내 승인 대기 1건') },
    {
      type: 'card',
      block_id: 'h.2',
      title: md('*C-42 세그먼트 v1*'),
      subtitle: md(`<@${MARKETER}> 요청 · 오늘 18:00 만료`),
      body: md('5,842명'),
      actions: [{ type: 'button', action_id: 'home.open', text: pt('검토하기'), style: 'primary', value: 'req_1' }],
    },
    { type: 'header', block_id: 'h.3', text: pt('진행 중인 캠페인') },
  ],
};
