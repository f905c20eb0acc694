import { describe, expect, it } from 'vitest';
import { askedWay, asksForFallback } from '../../src/steps/brief/channel-words.ts';

const wayIn = (words: string): string | null => askedWay(words).way?.join('+') ?? null;

describe('the channel that some words ask for', () => {
  it.each([
    ['60일 안 산 단골에게 문자로 이번 달 매출 1천만원', 'sms'],
    ['SMS 캠페인', 'sms'],
    ['장문 LMS로 단골에게', 'sms'],
    ['카톡으로 60일 넘게 안 산 단골', 'kakao'],
    ['알림톡으로, 안 되면 문자로', 'kakao+sms'],
    ['카톡 보내고 못 받으면 문자로', 'kakao+sms'],
    ['카톡이랑 문자로', 'kakao+sms'],
    ['앱 푸시로 단골에게 주문 300건', 'push'],
    ['앱 알림으로', 'push'],
    ['이메일이나 문자로', 'email'],
    ['문자 말고 카톡으로', 'kakao'],
    ['카톡 대신 문자로 보내줘', 'sms'],
    ['by text message to regulars', 'sms'],
    ['Text the regulars who have not bought for 60 days', 'sms'],
    ['by Alimtalk, otherwise by text', 'kakao+sms'],
    ['through Kakao, text if that fails', 'kakao+sms'],
    ['not by text but by email', 'email'],
    ['send regulars a push notification', 'push'],
  ])('%s: %s', (words, way) => {
    expect(wayIn(words)).toBe(way);
  });

  it.each([
    '60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원',
    '문자 수신 동의한 고객에게 매출 1천만원',
    '지난 메일을 열지 않은 고객에게',
    'put the text in the brief',
    'bring back lapsed regulars',
  ])('nothing is asked for by words that only mention one: %s', (words) => {
    expect(wayIn(words)).toBeNull();
  });

  it('is told apart from those that are only spoken of beside it', () => {
    expect(wayIn('이메일 수신 동의한 단골에게 문자로')).toBe('sms');
    expect(wayIn('푸시를 켠 고객에게 이메일로')).toBe('email');
    expect(wayIn('people who opened our last email, by push')).toBe('push');
  });

  it('says what cannot be sent by, as it was said', () => {
    expect(askedWay('팩스로 단골에게 주문 300건')).toEqual({ way: null, alimtalk: false, strange: ['팩스'] });
    expect(askedWay('by fax').strange).toEqual(['fax']);
  });

  it('knows Alimtalk from any other message of Kakao, and a text message that only steps in', () => {
    expect(askedWay('알림톡으로').alimtalk).toBe(true);
    expect(askedWay('카톡으로').alimtalk).toBe(false);
    expect(askedWay('알림톡 말고 문자로').alimtalk).toBe(false);
    expect(asksForFallback('안 되면 문자로')).toBe(true);
    expect(asksForFallback('문자로')).toBe(false);
  });
});
