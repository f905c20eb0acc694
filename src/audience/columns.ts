/**
 * The columns of each kind of file: what they are called, hold and are called elsewhere. The importer, the proposal in
 * Slack and docs/import.md all read this. What a column means is said in i18n `imports.columns`.
 */
export const IMPORT_KINDS = ['contacts', 'consents', 'orders', 'events'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export const isImportKind = (text: string): text is ImportKind => (IMPORT_KINDS as readonly string[]).includes(text);

/** How a cell is written; said in i18n `imports.forms`. */
export type Form =
  | 'id'
  | 'text'
  | 'email'
  | 'phone'
  | 'zone'
  | 'when'
  | 'channel'
  | 'purpose'
  | 'state'
  | 'amount'
  | 'currency'
  | 'count'
  | 'order_status'
  | 'order_source';

export type Column = {
  name: string;
  needed?: true;
  form: Form;
  /** Other names, as `nameKey` writes them. */
  also: readonly string[];
  /** Names nobody could list, by what they must say: `마케팅 동의(이메일)`. Asked last. */
  like?: RegExp;
};

const CUSTOMER =
  '고객번호 고객id 고객아이디 고객코드 회원번호 회원id 회원아이디 아이디 customerid customerno customernumber userid memberid externalid'.split(
    ' ',
  );
const WHEN = '일시 날짜 date datetime timestamp'.split(' ');
/** Agreed to a channel, in one order or the other; not when, not at night, and not a refusal. */
const agreesTo = (channel: string): RegExp =>
  new RegExp(
    `^(?!.*(?:일시|일자|날짜|시각|date|야간|night|거부|철회|opt.?out|unsub))(?=.*(?:동의|수신|consent|opt.?in|subscri|agree))(?=.*(?:${channel}))`,
    'i',
  );
const also = (names: string): readonly string[] => names.split(' ');

export const COLUMNS: Readonly<Record<ImportKind, readonly Column[]>> = {
  contacts: [
    { name: 'external_id', needed: true, form: 'id', also: [...CUSTOMER, 'contactid', 'id'] },
    { name: 'email', form: 'email', also: also('이메일 이메일주소 메일 메일주소 전자우편 emailaddress mail') },
    {
      name: 'phone',
      form: 'phone',
      also: also(
        '전화번호 전화 휴대폰 휴대폰번호 휴대전화 휴대전화번호 핸드폰 핸드폰번호 연락처 phonenumber mobile mobilephone mobilenumber cellphone tel telephone',
      ),
    },
    { name: 'push_token', form: 'text', also: also('푸시토큰 fcm토큰 fcmtoken devicetoken registrationtoken') },
    { name: 'first_name', form: 'text', also: also('이름 성명 성함 고객명 회원명 name fullname givenname') },
    { name: 'last_name', form: 'text', also: also('성 familyname surname') },
    { name: 'locale', form: 'text', also: also('언어 language lang') },
    { name: 'timezone', form: 'zone', also: also('시간대 tz') },
    { name: 'lifecycle', form: 'text', also: also('고객단계 lifecyclestage') },
    {
      name: 'created_at',
      form: 'when',
      also: also(
        '가입일 가입일시 가입일자 회원가입일 등록일 등록일시 signupdate signedupat joinedat registeredat createddate',
      ),
    },
    {
      name: 'consent.email',
      form: 'state',
      also: also('이메일수신동의 이메일수신여부 이메일동의 메일수신동의 메일수신여부 emailconsent emailoptin'),
      like: agreesTo('이메일|메일|e-?mail'),
    },
    {
      name: 'consent.sms',
      form: 'state',
      also: also('sms수신동의 sms수신여부 sms동의 문자수신동의 문자수신여부 문자동의 smsconsent smsoptin'),
      like: agreesTo('sms|문자|text message'),
    },
    {
      name: 'consent.kakao',
      form: 'state',
      also: also('카카오수신동의 카카오톡수신동의 카카오동의 알림톡수신동의'),
      like: agreesTo('카카오|카톡|알림톡|친구톡|kakao'),
    },
    {
      name: 'consent.push',
      form: 'state',
      also: also('푸시수신동의 앱푸시수신동의 푸시동의 pushconsent pushoptin'),
      like: agreesTo('푸시|push'),
    },
  ],
  consents: [
    { name: 'contact_id', needed: true, form: 'id', also: CUSTOMER },
    { name: 'channel', needed: true, form: 'channel', also: also('채널 수신채널') },
    { name: 'purpose', form: 'purpose', also: also('목적 동의목적') },
    { name: 'state', needed: true, form: 'state', also: also('동의여부 동의상태 수신동의 수신동의여부 consent') },
    {
      name: 'at',
      needed: true,
      form: 'when',
      also: [...WHEN, ...also('동의일 동의일시 동의일자 처리일시 변경일시 consentedat')],
    },
    { name: 'source', needed: true, form: 'text', also: also('출처 경로 동의경로 수집경로') },
    { name: 'text_version', form: 'text', also: also('약관버전 문구버전 동의문버전') },
  ],
  orders: [
    { name: 'order_id', needed: true, form: 'id', also: also('주문번호 주문id 주문코드 orderno ordernumber') },
    { name: 'contact_id', needed: true, form: 'id', also: CUSTOMER },
    {
      name: 'at',
      needed: true,
      form: 'when',
      also: [
        ...also(
          '주문일 주문일시 주문일자 주문시각 결제일 결제일시 결제일자 구매일 구매일시 구매일자 orderdate orderedat purchasedat purchasedate paidat',
        ),
        ...WHEN,
      ],
    },
    {
      name: 'amount',
      needed: true,
      form: 'amount',
      also: also(
        '금액 결제금액 주문금액 구매금액 총금액 총결제금액 실결제금액 total totalprice totalamount ordertotal',
      ),
    },
    { name: 'currency', form: 'currency', also: also('통화 통화코드 currencycode') },
    { name: 'quantity', form: 'count', also: also('수량 주문수량 구매수량 qty') },
    { name: 'category', form: 'text', also: also('카테고리 분류 상품분류 productcategory') },
    { name: 'product', form: 'text', also: also('상품 상품명 제품 제품명 productname item itemname') },
    {
      name: 'coupon',
      form: 'text',
      also: also('쿠폰 쿠폰코드 쿠폰번호 사용쿠폰 할인코드 couponcode couponcodes promocode discountcode vouchercode'),
    },
    { name: 'status', form: 'order_status', also: also('상태 주문상태 결제상태 orderstatus') },
    // Never `source`: in a shop's file that is where the visitor came from.
    { name: 'order_source', form: 'order_source', also: also('주문출처 매출출처') },
  ],
  events: [
    { name: 'event_id', needed: true, form: 'id', also: also('이벤트번호 이벤트id 행동번호') },
    { name: 'contact_id', needed: true, form: 'id', also: CUSTOMER },
    { name: 'name', needed: true, form: 'text', also: also('이벤트 이벤트명 이벤트이름 행동 event eventname') },
    { name: 'at', needed: true, form: 'when', also: [...WHEN, ...also('발생일시 이벤트일시 occurredat eventtime')] },
  ],
};

/** What a column that is none of these becomes; null: it is left out. */
export const OTHERS: Readonly<Record<ImportKind, 'attribute' | 'property' | null>> = {
  contacts: 'attribute',
  consents: null,
  orders: null,
  events: 'property',
};

/** Spellings of one name: `휴대폰 번호`, `휴대폰번호`; `E-mail`, `email`; `금액(원)`. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s_\-/]+/g, '');

/**
 * Which column of ours each of theirs looks like, by its name alone; ours named outright comes first, and none is
 * proposed twice.
 */
export const propose = (kind: ImportKind, headers: readonly string[]): Map<string, string> => {
  const proposed = new Map<string, string>();
  const taken = new Set<string>();
  const take = (header: string, column: Column | undefined): void => {
    if (!column || taken.has(column.name) || proposed.has(header)) return;
    proposed.set(header, column.name);
    taken.add(column.name);
  };
  const columns = COLUMNS[kind];
  for (const header of headers)
    take(
      header,
      columns.find(({ name }) => name === header),
    );
  for (const header of headers)
    take(
      header,
      columns.find(({ name }) => nameKey(name) === nameKey(header)),
    );
  // In the order of the other names: `주문일` is meant before `날짜` is.
  for (const column of columns)
    for (const name of column.also) for (const header of headers) if (nameKey(header) === name) take(header, column);
  for (const column of columns) for (const header of headers) if (column.like?.test(header)) take(header, column);
  return proposed;
};

/** The kind of file whose columns these look like most; null when no kind has all it needs. */
export const guessKind = (headers: readonly string[]): ImportKind | null => {
  const found = IMPORT_KINDS.map((kind) => {
    const ours = new Set(propose(kind, headers).values());
    const needed = COLUMNS[kind].filter(({ needed }) => needed);
    return { kind, fits: needed.every(({ name }) => ours.has(name)), needed: needed.length, ours: ours.size };
  }).filter(({ fits }) => fits);
  // What needs more is said more surely: every order file would pass for a contacts file.
  found.sort((a, b) => b.needed - a.needed || b.ours - a.ours);
  return found[0]?.kind ?? null;
};
