/**
 * Things marketers ask for that need data of their own. `words` is how they are said, `names` what a field or event that
 * holds them is called. Without such a name in the catalogue the words are reported as missing, never approximated.
 */
export type ConceptName =
  | 'viewed'
  | 'wishlist'
  | 'cart'
  | 'birthday'
  | 'region'
  | 'gender'
  | 'age'
  | 'grade'
  | 'joined'
  | 'visited'
  | 'opened'
  | 'category'
  | 'review'
  | 'app'
  | 'weather';

export type Concept = {
  name: ConceptName;
  words: RegExp;
  names: RegExp;
  of: 'field' | 'event' | 'either';
};

export const CONCEPTS: readonly Concept[] = [
  {
    name: 'viewed',
    words:
      /(?:최근\s?)?본\s?(?:상품|제품|페이지)|조회한\s?(?:상품|제품)|열람한|상품\s?조회|recently viewed(?: \w+)?|viewed (?:products?|items?)|brows(?:ed|ing)(?: history)?/i,
    names: /view|browse|조회/i,
    of: 'event',
  },
  {
    name: 'wishlist',
    words: /찜(?:한|해|목록)?|위시\s?리스트|관심\s?상품|wish\s?-?list(?:ed)?|favou?rites/i,
    names: /wish|찜|favou?rite/i,
    of: 'either',
  },
  {
    name: 'cart',
    words: /장바구니|카트에|abandoned (?:carts?|baskets?)|\bcarts?\b|\bbaskets?\b/i,
    names: /cart|basket|장바구니/i,
    of: 'event',
  },
  { name: 'birthday', words: /생일|생신|birthdays?/i, names: /birth|생일/i, of: 'field' },
  {
    name: 'region',
    words:
      /서울|부산|대구|인천|광주|대전|울산|제주|수도권|경기도|지역별?|사는\s?곳|\bregions?\b|\bcity\b|liv(?:e|ing) in|based in/i,
    names: /region|city|area|province|지역|시도|도시/i,
    of: 'field',
  },
  {
    name: 'gender',
    words: /여성|남성|여자|남자|성별|\bwomen\b|\bmen\b|\bfemales?\b|\bmales?\b/i,
    names: /gender|sex|성별/i,
    of: 'field',
  },
  {
    name: 'age',
    words: /[1-9]0대|연령(?:대)?|나이|\bin their \d0s\b|\baged? \d+/i,
    names: /^age|_age|birth_?year|연령|나이/i,
    of: 'field',
  },
  {
    name: 'grade',
    words: /등급|골드|실버|플래티넘|멤버십|\bgold\b|\bsilver\b|\bplatinum\b|\btiers?\b|membership level/i,
    names: /grade|tier|level|membership|lifecycle|등급/i,
    of: 'field',
  },
  {
    name: 'visited',
    words: /방문(?:한|하지|이|만|했|을)|둘러보|사이트에\s?온|visit(?:ed|s|ors?)\b|come to the site/i,
    names: /visit|session|page_?view|방문/i,
    of: 'event',
  },
  {
    name: 'opened',
    words: /(?:메일|이메일|뉴스레터|캠페인)[을를]?\s?(?:열|오픈|클릭)|오픈한|클릭한|\bopened\b|\bclicked\b/i,
    names: /^(?:email_)?(?:open|click)/i,
    of: 'event',
  },
  {
    name: 'category',
    words: /카테고리|장르|\bcategor(?:y|ies)\b|\bgenres?\b/i,
    names: /categor|genre|장르/i,
    of: 'field',
  },
  { name: 'review', words: /리뷰|후기|\breviews?\b/i, names: /review|리뷰|후기/i, of: 'either' },
  {
    name: 'app',
    words: /앱(?:을)?\s?(?:설치|깔|이용|사용|접속)|\bapp (?:install|user)\w*/i,
    names: /app/i,
    of: 'either',
  },
  { name: 'weather', words: /날씨|비\s?오는\s?날|\bweather\b/i, names: /weather|날씨/i, of: 'either' },
];

/** Where a sign-up is kept. Not asked for by name: `가입` is read by who.ts. */
export const JOINED: Concept = {
  name: 'joined',
  words: /가입/,
  names: /sign_?(?:ed_)?up|join|regist|가입|^created_at$/i,
  of: 'field',
};

/** Concepts the words ask for, with the words themselves. */
export const conceptsIn = (text: string): { concept: Concept; said: string }[] =>
  CONCEPTS.flatMap((concept) => {
    const said = concept.words.exec(text)?.[0]?.trim();
    return said ? [{ concept, said }] : [];
  });
