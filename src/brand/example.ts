import type { BrandKit } from './kit.ts';

/** A kit with every field, to begin one's own from: `baton brand template`. No shop of this name exists. */
export const exampleKit: BrandKit = {
  name: '예시상점 / Example Shop',
  messages: [
    { id: 'welcome', ko: '반갑습니다, 천천히 둘러보세요', en: 'Welcome, take your time' },
    { id: 'come-back', ko: '다시 오시기를 기다렸습니다', en: 'We kept your place' },
  ],
  voice: { ko: '다정한 해요체. 짧게 쓰고 재촉하지 않습니다.', en: 'Warm and short. Never hurries the reader.' },
  facts: [
    {
      id: 'shipping',
      text: '평일 오후 3시까지 주문하면 그날 보냅니다',
      evidence: '배송 안내 https://shop.example.com/shipping',
    },
  ],
  bannedWords: ['최고', '무조건', 'guaranteed'],
  links: [
    { id: 'home', url: 'https://shop.example.com/' },
    { id: 'new', url: 'https://shop.example.com/new' },
  ],
  sender: {
    name: '예시상점',
    email: 'hello@shop.example.com',
    address: '서울특별시 중구 예시로 1',
    phone: '02-0000-0000',
    optOutNumber: '080-000-0000',
    numbers: ['02-0000-0000'],
    appSettings: '내 정보 > 알림',
    dealerUntil: '2030-12-31',
  },
  // Examples: what your contract says goes here.
  prices: { email: 10, sms: 18, lms: 45, mms: 110, alimtalk: 8, brand: 25, push: 1 },
  labourRatePerHour: 40_000,
  minutesSaved: 240,
  minutesSpent: 60,
  monthTarget: 10_000_000,
  globalHoldoutPercent: 0,
  coupons: [{ code: 'HELLO10', text: '첫 주문 10% 할인, 1회' }],
};
