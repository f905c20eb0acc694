import type { BrandKit } from '../../brand/kit.ts';

/**
 * The sample company's brand kit: a record shop that does not exist, on pages nobody can reach (`.test` is reserved). Its
 * facts are facts of the sample data, so that a claim in a practice mail can be checked like any other.
 */
export const sampleKit: BrandKit = {
  name: '소리상점',
  messages: [
    { id: 'again', ko: '다시 들을 음악이 있습니다', en: 'There is music to come back to' },
    { id: 'one-record', ko: '한 장이면 하루가 달라져요', en: 'One record changes a day' },
    { id: 'we-listen', ko: '우리가 먼저 듣고 권합니다', en: 'We listen first, then recommend' },
    { id: 'no-hurry', ko: '서두르지 않아도 좋은 음악은 기다립니다', en: 'Good music waits, no need to hurry' },
    { id: 'first-record', ko: '당신의 첫 음반을 함께 고를게요', en: 'Let us choose your first record together' },
  ],
  voice: {
    ko: '다정한 해요체. 짧게 쓰고 재촉하지 않습니다. 느낌표와 과장은 쓰지 않습니다.',
    en: 'Warm and short. Never hurries the reader, no exclamation marks, no superlatives.',
  },
  facts: [
    {
      id: 'range',
      text: '록, 팝, 재즈, 클래식, 힙합, 월드뮤직 여섯 장르의 음반을 팝니다',
      evidence: '취급 장르 목록 (연습용 설정)',
    },
    {
      id: 'shipping',
      text: '평일 오후 3시까지 주문하면 그날 보냅니다',
      evidence: '배송 안내 https://shop.example.test/shipping (연습용 설정)',
    },
    {
      id: 'returns',
      text: '뜯지 않은 음반은 14일 안에 돌려보낼 수 있습니다',
      evidence: '교환·반품 안내 https://shop.example.test/returns (연습용 설정)',
    },
    {
      id: 'orders',
      text: '지난 18개월 동안 69,659건의 주문을 보냈습니다',
      evidence: '주문 데이터: CDNOW 공개 자료를 옮긴 것 (data/README.md)',
    },
  ],
  bannedWords: ['최고', '최초', '유일', '1위', '100%', '무조건', '마감 임박', '대박', '공짜', '평생', '역대급'],
  links: [
    { id: 'home', url: 'https://shop.example.test/' },
    { id: 'new', url: 'https://shop.example.test/new' },
    { id: 'picks', url: 'https://shop.example.test/picks' },
    { id: 'cart', url: 'https://shop.example.test/cart' },
    { id: 'first', url: 'https://shop.example.test/first-record' },
  ],
  sender: {
    name: '소리상점',
    email: 'hello@shop.example.test',
    address: '서울특별시 마포구 소리길 12, 2층',
    phone: '02-0000-1234',
    optOutNumber: '080-000-1234',
    numbers: ['02-0000-1234'],
    appSettings: '내 정보 > 알림',
    // Of a dealer that does not exist: practice sends no text message to anybody.
    dealerUntil: '2099-12-31',
  },
  // Examples of the order of real ones; no vendor's price list.
  prices: { email: 10, sms: 18, lms: 45, mms: 110, alimtalk: 8, brand: 25, push: 1 },
  labourRatePerHour: 40_000,
  minutesSaved: 1_440,
  minutesSpent: 960,
  monthTarget: 10_000_000,
  globalHoldoutPercent: 0,
  coupons: [{ code: 'LISTEN10', text: '음반 10% 할인, 1회' }],
};
