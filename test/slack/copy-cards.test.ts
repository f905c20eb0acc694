import { describe, expect, it } from 'vitest';
import { voice } from '../../src/i18n/voice.ts';
import { checkMessage } from '../../src/practice/slack/blocks-check.ts';
import type { Meta } from '../../src/slack/handlers/door.ts';
import { previewModal } from '../../src/slack/modals.ts';
import { stepCard } from '../../src/slack/step-card.ts';
import type { Measured, Variant } from '../../src/steps/copy/schema.ts';
import { copy, draft, stepState } from '../support/cards.ts';
import { expectGolden } from '../support/golden.ts';

const meta: Meta = { id: 'req_copy', where: { channel: 'C0MARKETING', threadTs: '1.1', messageTs: '1.2' } };
const account = { timezone: 'Asia/Seoul', currency: 'KRW' };
const bytes = (value: number, limit: number) => ({ value, limit, unit: 'eucKrBytes' as const });
const EXIT = '무료수신거부 080-000-1234';

type Case = { variant: Partial<Variant>; measured: Measured };
const NOTHING = { preheader: '', buttonLabel: '', alimtalk: null, fallback: null };

const CASES: Record<string, Case> = {
  sms: {
    variant: {
      ...NOTHING,
      channel: 'sms',
      subject: '',
      link: '',
      paragraphs: ['두 달 사이 나온 음반, 골라 두었어요.'],
    },
    measured: {
      form: 'sms',
      length: bytes(82, 90),
      preview: { subject: '', text: `(광고)[소리상점] 두 달 사이 나온 음반, 골라 두었어요.\n${EXIT}` },
    },
  },
  lms: {
    variant: { ...NOTHING, channel: 'sms', subject: '새 음반이 기다려요', paragraphs: ['지민님, 오랜만이에요.'] },
    measured: {
      form: 'lms',
      length: bytes(214, 2_000),
      preview: {
        subject: '새 음반이 기다려요',
        text: `(광고)[소리상점] 다시 들을 음악이 있습니다\n\n지민님, 오랜만이에요.\n\nhttps://b.example/c/x\n${EXIT}`,
      },
    },
  },
  brand: {
    variant: {
      ...NOTHING,
      channel: 'kakao',
      buttonLabel: '새 음반 보기',
      paragraphs: ['지민님, 오랜만이에요. 그동안 들어온 음반을 골라 두었어요.'],
      fallback: '그동안 들어온 음반을 골라 두었어요. 천천히 살펴봐 주세요.',
    },
    measured: {
      form: 'brand',
      length: { value: 68, limit: 1_300, unit: 'utf16' },
      preview: {
        subject: '',
        text: '다시 들을 음악이 있습니다\n\n지민님, 오랜만이에요. 그동안 들어온 음반을 골라 두었어요.',
      },
      fallback: {
        form: 'lms',
        length: bytes(196, 2_000),
        preview: { subject: '새 음반', text: `(광고)[소리상점] 그동안 들어온 음반을 골라 두었어요.\n\n${EXIT}` },
      },
    },
  },
  alimtalk: {
    variant: {
      ...NOTHING,
      channel: 'kakao',
      subject: '배송 휴무 안내',
      link: '',
      paragraphs: [],
      alimtalk: {
        template: 'KA01TP_PRACTICE_PAUSE',
        values: [
          { name: '이름', value: '{{ first_name | default: "고객" }}' },
          { name: '쉬는날', value: '11월 28일' },
          { name: '다시보내는날', value: '11월 30일' },
        ],
      },
    },
    measured: {
      form: 'alimtalk',
      length: { value: 79, limit: 1_000, unit: 'chars' },
      preview: {
        subject: '',
        text: '지민님, 배송 일정을 알려 드려요.\n\n쉬는 날: 11월 28일\n다시 보내는 날: 11월 30일',
      },
    },
  },
  push: {
    variant: {
      ...NOTHING,
      channel: 'push',
      subject: '새 음반 소식이에요',
      paragraphs: ['먼저 살펴보실 수 있게 정리했어요.'],
    },
    measured: {
      form: 'push',
      length: { value: 412, limit: 4_096, unit: 'utf8Bytes' },
      preview: {
        subject: '(광고) 소리상점 새 음반 소식이에요',
        text: '먼저 살펴보실 수 있게 정리했어요.\n수신거부: 내 정보 > 알림',
      },
    },
  },
};

const draftOf = ({ variant, measured }: Case) => {
  const variants = copy.variants.map((each) => ({ ...each, ...variant }));
  return draft('copy', {
    content: { variants },
    evidence: { measured: Object.fromEntries(variants.map(({ key }) => [key, measured])) },
  });
};

describe('copy of each channel', () => {
  for (const [name, one] of Object.entries(CASES))
    for (const language of ['ko', 'en'] as const)
      it(`${name} in ${language}: the card and what the phone shows read as approved, and Slack would take them`, () => {
        const v = voice(language, account);
        const of = draftOf(one);
        const card = stepCard(stepState('copy', { draft: of }), v);
        expect(checkMessage(card)).toBeNull();
        expectGolden(`copy.${name}.${language}`, card);
        expectGolden(`modal.preview-${name}.${language}`, previewModal(meta, of, 'A-1', v));
      });
});
