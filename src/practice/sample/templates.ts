import type { AlimtalkTemplate } from '../../channels/alimtalk.ts';

/** What Kakao would have approved for the sample shop: information about something the customer did, never an offer. */
export const sampleTemplates: readonly AlimtalkTemplate[] = [
  {
    id: 'KA01TP_PRACTICE_ORDER',
    name: '주문 접수 안내',
    text: '#{이름}님, 주문이 접수됐어요.\n\n주문번호: #{주문번호}\n\n보낼 준비가 되면 다시 알려 드릴게요.',
    buttons: [{ type: 'WL', name: '주문 보기', url: 'https://shop.example/orders' }],
    status: 'approved',
  },
  {
    id: 'KA01TP_PRACTICE_CONSENT',
    name: '수신 동의 처리 결과',
    text: '#{이름}님, 광고성 정보 수신 #{처리결과}이(가) 처리됐어요.\n\n보내는 곳: #{보내는곳}\n처리한 날: #{처리일}',
    buttons: [],
    status: 'approved',
  },
  {
    id: 'KA01TP_PRACTICE_PAUSE',
    name: '배송 휴무 안내',
    text: '#{이름}님, 주문하신 상품의 배송 일정을 알려 드려요.\n\n쉬는 날: #{쉬는날}\n다시 보내는 날: #{다시보내는날}\n\n기다려 주셔서 고마워요.',
    buttons: [{ type: 'WL', name: '주문 보기', url: 'https://shop.example/orders' }],
    status: 'approved',
  },
];
