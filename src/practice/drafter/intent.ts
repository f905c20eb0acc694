import { STEPS, type StepName } from '../../campaign/lifecycle.ts';
import type { Intent } from '../../llm/intent.ts';
import { hear, namesSomeone } from './heard/hear.ts';
import { json, type Request } from './inputs.ts';

const RESULTS =
  /결과|성과|얼마나\s?(?:벌|팔|샀|열)|매출\s?(?:은|이)?\s?(?:얼마|어때|어떻게|나왔)|오픈율|클릭률|전환율\s?(?:은|이)?\s?(?:얼마|어때)|증분|리포트|보고서|\bresults?\b|how did (?:it|we)|how (?:much|many) (?:did|were|revenue)|open rate|click rate|\blift\b|\breport\b/i;
const STATUS =
  /어디까지|어느\s?단계|진행\s?(?:상황|중|상태)|상태|지금\s?뭐|뭐\s?하(?:고|는)|언제\s?(?:보내|나가|발송|시작)|남은\s?(?:일|단계)|다음\s?(?:은|단계)\s?뭐|\bstatus\b|where (?:are we|is it)|what'?s next|how far|when (?:will|does) it/i;
const PAUSE =
  /일시\s?정지|잠깐\s?멈|멈춰|멈춤|보류|스톱|중단(?!하고\s?끝)|\bpause\b|\bhold\b|\bstop (?:it|sending|the send)|\bstop\b[.!]?$/i;
const CANCEL =
  /취소|그만\s?(?:두|할|하자)|없던\s?일|접자|폐기|\bcancel\b|call it off|scrap (?:it|this)|abandon (?:it|this)/i;
const NEW_GOAL =
  /(?:새|새로운|다른|또\s?다른|별도)\s?(?:캠페인|목표)|캠페인\s?(?:하나\s?더|새로)|new (?:campaign|goal)|another campaign/i;
const SMALL_TALK =
  /^(?:[ㅋㅎㅠㅜ~!?.\s]+|(?:정말\s?|너무\s?)?(?:고마워|고맙|감사|땡큐|수고|안녕|하이|굿|좋아|좋네|좋습|멋지|최고|대박|오케이|오키|네|넵|예|응|ㅇㅋ|ㅇㅇ|승인|확인했|알겠)[가-힣]*[\s~!.ㅎㅋ^]*|(?:thanks?(?: you)?|thx|great|nice|cool|good(?: job)?|ok(?:ay)?|yes|yep|hi|hello|lgtm|approved?|looks good)[\s!.a-z]{0,20})$/i;
const WISH =
  /해\s?줘|해\s?주|바꿔|바꾸|고쳐|고치|수정|빼|넣|줄여|늘려|낮추|높이|올려|말고|대신|으로\s?하자|로\s?하자|하자|다시|더\s|덜\s|않게|좋겠|싶|원해|같아|너무|짧게|길게|change|make|remove|drop|add|use|don'?t|shorter|longer|warmer|instead|rather|should|too |more |less |lower|raise|only|without|no /i;

const ABOUT: readonly [StepName, RegExp][] = [
  [
    'copy',
    /카피|제목|본문|문구|문장|말투|톤|버튼|프리헤더|미리보기|짧게|길게|따뜻|이모지|단어|[A-D]-[1-9]|\bcopy\b|subject|body|tone|wording|button|shorter|longer|warmer|headline|variant/i,
  ],
  [
    'plan',
    /발송\s?(?:시각|시간|일|계획|속도)|몇\s?시|\d+\s?시|오전|오후|홀드아웃|초당|스케줄|예약|계획|\bplan\b|send time|schedule|holdout|rate\b|per second|\bo'?clock\b|\d\s?(?:am|pm)\b/i,
  ],
  ['personas', /페르소나|고객\s?상|인물|persona/i],
  [
    'segments',
    /세그먼트|대상|타깃|타겟|누구|고객만|제외|빼고\s?보|그룹|나눠|합쳐|segment|audience|target(?:ing)? (?:group|people)|who we|split|merge/i,
  ],
  [
    'brief',
    /브리프|목표|매출|예산|쿠폰|할인|혜택|기한|까지|핵심\s?메시지|\bbrief\b|goal|target|budget|coupon|discount|deadline|key message|\bkpi\b/i,
  ],
];

const stepOf = (status: string): StepName | null => STEPS.find((step) => status.startsWith(`${step}.`)) ?? null;

/** The step the words are about: the one they name, an audience or a figure they state, else the one on the table. */
const aboutStep = (message: string, status: string, drafted: readonly string[]): StepName | null => {
  const open = stepOf(status);
  const may = (step: StepName) => drafted.length === 0 || drafted.includes(step) || step === open;
  const heard = hear(message, { today: '2000-01-01', currency: 'KRW' });
  const named = ABOUT.find(([step, words]) => words.test(message) && may(step))?.[0];
  if (open === 'plan' && (heard.sendAt || heard.sendWhen || heard.holdoutPercent || heard.ratePerSecond || heard.waves))
    return 'plan';
  if (named) return named;
  if (heard.figure || heard.offer || heard.budget || heard.deadline) return 'brief';
  return namesSomeone(heard) && may('segments') ? 'segments' : open;
};

const stepsIn = (text: string | undefined): string[] => {
  const list = json(text);
  if (!Array.isArray(list)) return [...(text ?? '').matchAll(/[a-z]+/g)].map(([word]) => word);
  return list.map((item) =>
    typeof item === 'string'
      ? item
      : String((item as { step?: unknown; name?: unknown })?.step ?? (item as { name?: unknown })?.name ?? ''),
  );
};

const GREETING = /^(?:안녕하세요|안녕|저기요|음+|아+|네|고마워요?|감사합니다|thanks?|hi|hello|ok(?:ay)?)[\s,.!~]+/i;

export const readIntent = ({ fences }: Request): Intent => {
  const message = (fences.message ?? '').replaceAll(/<@[A-Z0-9]+(?:\|[^>]*)?>/g, ' ').trim();
  const status = (fences.status ?? '').trim();
  const plain = (intent: Intent['intent']): Intent => ({ intent, step: null, feedback: '' });
  if (message === '' || SMALL_TALK.test(message)) return plain('small_talk');
  const asks =
    /[?？]\s*$|(?:나요|까요|어때|인가요|됐어|얼마야|얼마예요|뭐야)\s*[?？]?$|^(?:what|how|when|where|did|is|are)\b/i.test(
      message,
    );
  const heard = hear(message, { today: '2000-01-01', currency: 'KRW' });
  if (NEW_GOAL.test(message)) return plain('new_goal');
  if (CANCEL.test(message) && !/쿠폰|할인|수신/.test(message)) return plain('cancel');
  if (PAUSE.test(message)) return plain('pause');
  if (RESULTS.test(message) && (asks || !WISH.test(message))) return plain('results');
  if (STATUS.test(message) && (asks || !WISH.test(message))) return plain('status');
  const stated =
    heard.figure ||
    heard.offer ||
    heard.budget ||
    heard.sendAt ||
    heard.sendWhen ||
    heard.deadline ||
    namesSomeone(heard);
  // A whole goal, said when this campaign takes no more changes, is another campaign.
  const ended = stepOf(status) === null && status !== '';
  if (ended && heard.figure && namesSomeone(heard)) return plain('new_goal');
  const named = ABOUT.some(([, words]) => words.test(message));
  if (!stated && !(WISH.test(message) && (named || !asks)) && !(named && !asks)) return plain('small_talk');
  return {
    intent: 'revise',
    step: aboutStep(message, status, stepsIn(fences.steps)),
    feedback: message.replace(GREETING, '').trim(),
  };
};
