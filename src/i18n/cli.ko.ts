/** The command line and what `doctor` finds, for people; `--json` and exit codes stay as they are in any language. */
type N = { n: string };

export const cliKo = {
  usage: {
    brandShow: '지금 쓰는 브랜드 정보',
    brandSet: '브랜드 정보를 새 버전으로 저장. --over를 주면 그 버전이 최신일 때만',
    brandTemplate: '모든 항목이 든 예시 JSON. 고쳐서 brand set으로 넣어 주세요',
    imageAdd: '문자에 넣을 사진(JPG)을 등록해요. AI로 만든 사진은 --ai',
    imageList: '등록된 사진',
    imageRemove: '사진을 목록에서 빼요. 이미 승인된 캠페인에는 그대로 나가요',
    alimtalkSync: '승인된 알림톡 템플릿을 업체에서 가져와요',
    alimtalkList: '알림톡 템플릿과 그 변수',
    alimtalkSet: '알림톡 템플릿을 파일에서 넣어요 (업체에서 가져올 수 없을 때)',
    campaignList: '모든 캠페인, 새것부터',
    campaignShow: '캠페인 하나를 짧게. --json이면 초안, 승인, 발송 기록, 성과를 숫자마다 계산식과 함께',
    campaignExport: '발송 기록 CSV: 누가 무엇을 받았고 어떻게 됐는지',
    copyCheck: '글 하나를 채널의 법과 한도로 검사. 저희가 고칠 글도 보여 줘요',
    digest: '그날의 요약. 올린 그대로, 없으면 그날이 끝날 때 기준으로, 오늘이면 지금 쓴다면. 올리지는 않아요',
    experimentRead:
      '파일 하나로 실험을 읽어요: 차이, 구간, p, 판정. 한 행이 고객 한 명, conversion은 0이나 1. --shares가 없으면 같은 몫으로 배정했다고 봐요. 데이터베이스를 열지 않아요',
    experimentSize:
      '보고 싶은 변화에 필요한 인원, 또는 이 인원으로 볼 수 있는 가장 작은 변화. P는 0.02나 2%, lift는 baseline 대비(0.2는 20 % 더), n은 제외한 사람까지 모두',
    ltv: '주문 파일로 예상 구매, 살아 있는 고객, 생애 가치. 금액에 margin을 곱하고(없으면 1: 매출) 할인은 없어요. 데이터베이스를 열지 않아요',
    doctor: '무엇이 설정됐고, 답하고, 빠졌는지',
    couponImport: '쿠폰 코드를 넣어요. 같은 파일을 다시 넣어도 늘지 않아요',
    couponList: '쿠폰마다 남은 코드와 쓴 코드 수. 코드는 보여 주지 않아요',
    noticeList: '처리 결과나 2년 수신 동의 확인을 알려야 할 고객 수와 기한',
    keyCreate: '키를 만들어 한 번만 보여 줘요',
    keyList: '키와 쓸 수 있는 자료, 마지막 사용',
    keyRevoke: '키를 바로 막아요',
    keyWeb: '쇼핑몰 서버가 방문자를 서명할 비밀을 보여 줘요 (docs/web-events.md)',
    contactExport: '한 고객에 대해 가진 모든 것을 JSON으로',
    contactErase: '한 고객을 지워요. 되돌릴 수 없고, 옛 파일로 다시 들어오지 않아요',
    retentionShow: '표마다 며칠 동안 두는지',
    retentionSet: '표를 두는 기간을 바꿔요',
    retentionRun: '기간이 지난 것을 지금 지워요 (밤마다 저절로 해요)',
    rebuild: '고객별 집계를 처음부터 다시 세요. 멈췄다면 그 자리부터',
    migrate: '데이터베이스를 최신으로',
    reportFunnel: '방문 → 장바구니 → 주문, 유입처와 캠페인별로, 단계마다 빠진 비율',
    reportCohorts: '첫 주문 달별로 다음 달들에 다시 산 고객의 비율',
    reportHoldout: '상시 홀드아웃과 견준 모든 캠페인의 증분 매출. 비율은 브랜드 설정의 globalHoldoutPercent',
    reportRfm: 'RFM 등급별 인원과 등급 사이를 옮겨 간 고객',
    segmentCount: '몇 명이 맞고, 채널마다 몇 명에게 보낼 수 있고, 나머지는 왜 빠지는지',
    segmentList: '고객 번호, 한 줄에 하나',
    segmentExplain: '한 고객에게 어느 조건이 맞고 어느 조건이 맞지 않는지',
    segmentReady: '바로 쓰는 규칙과 그 문장',
    segmentSave: '규칙을 이름으로 저장. 같은 이름이면 새 버전',
    segmentShow: '저장한 세그먼트와 쓰이는 곳',
    segmentVersions: '한 세그먼트의 모든 버전, 새것부터',
  },
  copy: {
    ok: (p: { n: string }) => `보낼 수 있어요. 규칙 ${p.n}개를 확인했어요.`,
    refused: '이대로는 보낼 수 없어요. 아래를 고쳐 주세요.',
    length: (p: { value: string; limit: string; unit: string }) =>
      `길이: ${p.value} / ${p.limit} ${p.unit} (가장 길 때)`,
    units: { eucKrBytes: '바이트 (KS X 1001)', chars: '자', utf16: '자 (UTF-16)', utf8Bytes: '바이트 (UTF-8)' },
    fix: (p: { fix: string }) => `저희가 고치면: ${p.fix}`,
    repaired: '저희가 고친 글:',
  },
  unknown: (p: { word: string }) => `"${p.word}" 명령은 없어요. 아무것도 하지 않았어요.`,
  unknownOption: (p: { option: string }) => `없는 옵션이에요: ${p.option}. 아무것도 하지 않았어요.`,
  optionValue: (p: { option: string }) =>
    `${p.option}에 값을 주었는지 확인해 주세요. 켜고 끄는 옵션에는 값이 없고, 나머지에는 하나가 있어야 해요. 아무것도 하지 않았어요.`,
  options: (p: { why: string }) => `옵션을 읽지 못해 아무것도 하지 않았어요: ${p.why}`,
  failed: (p: { why: string }) =>
    `끝내지 못했어요: ${p.why}\n어디까지 됐는지는 \`baton doctor\`와 해당 show·list로 확인하고 다시 해 주세요.`,
  brand: {
    unreadable: (p: { file: string; why: string }) => `${p.file}: JSON으로 읽지 못해 저장하지 않았어요 (${p.why}).`,
    none: '브랜드 정보가 아직 없어요. `baton brand template > kit.json`으로 예시를 받아 고친 뒤 `baton brand set kit.json`으로 넣어 주세요.',
    saved: (p: { version: string }) => `브랜드 정보를 버전 ${p.version}(으)로 저장했어요.`,
    notSaved:
      '저장하지 않았어요. 이전 버전이 그대로 쓰여요. 위 항목을 고쳐 다시 넣어 주세요 (모든 항목의 예: baton brand template).',
    over: (p: { over: string }) => `--over ${p.over}: 버전 번호를 적어 주세요.`,
    stale: (p: { over: string; newest: string }) =>
      `저장하지 않았어요. 버전 ${p.over} 뒤에 버전 ${p.newest}이(가) 저장됐어요. \`baton brand show\`로 확인하고 옮겨 적은 뒤 --over ${p.newest}(으)로 다시 넣어 주세요.`,
  },
  image: {
    none: '등록된 사진이 없어요. `baton image add 사진.jpg --name 이름`으로 넣어 주세요.',
    added: (p: { name: string; size: string }) =>
      `사진 ${p.name}을(를) 등록했어요 (${p.size}). 문안을 고칠 때 고를 수 있어요.`,
    removed: (p: { name: string }) => `사진 ${p.name}을(를) 목록에서 뺐어요. 이미 승인된 캠페인에는 그대로 나가요.`,
    unknown: (p: { name: string }) =>
      `사진 ${p.name}이(가) 없어 아무것도 빼지 않았어요. \`baton image list\`로 확인해 주세요.`,
    badName: '이름은 글자·숫자로 시작하고 글자·숫자·-·_만 40자까지 쓸 수 있어요. 등록하지 않았어요.',
    notJpeg: 'JPG 사진이 아니라서 등록하지 않았어요. 통신사는 JPG만 받아요. JPG로 저장해 다시 넣어 주세요.',
    tooBig: (p: { kb: string; most: string }) =>
      `사진이 ${p.kb} KB라서 등록하지 않았어요. 통신사는 ${p.most} KB까지 받아요. 줄여서 다시 넣어 주세요.`,
    tooWide: (p: { width: string; height: string; most: { width: string; height: string } }) =>
      `사진이 ${p.width}×${p.height}라서 등록하지 않았어요. ${p.most.width}×${p.most.height}까지 받아요. 줄여서 다시 넣어 주세요.`,
    unreadable: (p: { file: string; why: string }) => `${p.file}: 읽지 못해 등록하지 않았어요 (${p.why}).`,
  },
  alimtalk: {
    none: '알림톡 템플릿이 아직 없어요. `baton alimtalk sync`로 업체에서 가져와 주세요.',
    noVendor:
      '카카오를 보낼 업체가 설정되지 않아 아무것도 가져오지 않았어요. SOLAPI_PFID나 NHN_KAKAO_APP_KEY를 넣거나, `baton alimtalk set FILE.json`으로 넣어 주세요.',
    away: (p: { why: string }) => `업체가 답하지 않아 템플릿은 그대로예요: ${p.why}. 잠시 뒤에 다시 해 주세요.`,
    kept: (p: { n: string; approved: string }) => `템플릿 ${p.n}개를 넣었어요. 그중 ${p.approved}개가 승인된 것이에요.`,
    unreadable: (p: { file: string; why: string }) => `${p.file}: JSON으로 읽지 못해 넣지 않았어요 (${p.why}).`,
    notSaved:
      '아무것도 넣지 않았어요. [{"id","name","text","buttons":[{"type","name","url"}],"status":"approved|pending|rejected"}] 형식으로 고쳐 주세요.',
    unchanged:
      '아무것도 넣지 않았어요. 카카오가 승인하지 않는 형식이에요. 승인받은 템플릿 그대로 고쳐서 다시 넣어 주세요.',
    refused: {
      dotted: (p: { what: string }) => `변수 이름에 점을 쓸 수 없어요: ${p.what}`,
      onlyVariables: (p: { what: string }) => `글이 변수로만 되어 있어요: ${p.what}`,
      tooMany: (p: { what: string }) => `변수가 40개를 넘어요: ${p.what}개`,
      buttonName: (p: { what: string }) => `버튼 이름에 변수를 쓸 수 없어요: ${p.what}`,
      address: (p: { what: string }) => `버튼 주소는 http:// 또는 https://로 시작해야 해요: ${p.what}`,
    },
    states: { approved: '승인', pending: '검수 중', rejected: '반려' },
  },
  campaign: {
    none: '아직 캠페인이 없어요.',
    unknown: (p: { id: string }) =>
      `캠페인 ${p.id}을(를) 찾지 못했어요. \`baton campaign list\`로 번호를 확인해 주세요.`,
    next: '다음',
    noResult: '아직 읽은 결과가 없어요.',
    whole: (p: { id: string }) => `초안, 승인, 발송 기록까지 모두: \`baton campaign show ${p.id} --json\``,
  },
  report: {
    all: '전체',
    none: '아직 안 산 고객',
    funnel: ['유입처 / 캠페인', '방문', '장바구니', '이탈', '주문', '이탈', '장바구니 없이 주문', '매출'],
    cohorts: ['첫 주문 달', '고객'],
    noCohorts: (p: { months: string }) =>
      `최근 ${p.months}개월 안에 처음 주문한 고객이 없어요. 더 앞은 --months로 볼 수 있어요.`,
    classes: ['등급', '처음', '끝'],
    arms: ['', '고객', '산 고객', '매출', '1인당'],
    treated: '캠페인 대상',
    held: '상시 홀드아웃',
    nobodyHeld: (p: { percent: string }) =>
      `상시 홀드아웃(지금 ${p.percent}%)으로 빠진 고객이 아직 없어서 함께 읽을 수 없어요. 브랜드 설정의 globalHoldoutPercent를 정하면 다음 캠페인부터 쌓여요.`,
    /** 무엇을 무엇으로 나눴는지: JSON에도 그대로 들어가요. */
    formulas: {
      funnel:
        '기간 안에 방문한 고객, 그 뒤에 장바구니에 담은 고객, 그 뒤에 주문한 고객. 이탈 = 1 − 다음 단계 ÷ 앞 단계. 매출은 방문 뒤의 주문, 장바구니를 거치지 않은 것까지(환불 제외). 두 곳에서 온 고객은 두 줄에, 전체에는 한 번만. unverified = 브라우저가 알려 준 것만 있는 방문자',
      holdout:
        '캠페인 대상이 될 수 있었던 첫 캠페인부터 지금까지의 1인당 매출을, 어느 광고도 받지 않는 상시 홀드아웃과 비교. 그때 배정된 그대로, 환불 제외. 비율이 바뀌면 비율마다 따로 비교해 대상 인원으로 합치고, 도중에 군이 바뀐 고객은 빼요. 증분 = 1인당 차이 × 대상 인원, 구간은 언제 봐도 맞는 95 % 구간. 한 비율이라도 배정이 깨지면 모두 보류',
      cohorts: '비율 = 그 달에 주문한 고객 ÷ 첫 주문이 그 달(맨 왼쪽)인 고객, 환불 제외. 이번 달은 오늘까지',
      rfm: '등급은 저장된 RFM 세그먼트와 같은 규칙. 처음 = 기간의 첫날 0시, 끝 = 기간의 끝 (오늘이면 지금). 환불은 지금 아는 대로 빼요',
    },
    day: (p: { option: string; given: string }) => `--${p.option} ${p.given}: YYYY-MM-DD로 적어 주세요.`,
    months: (p: { given: string; most: string }) => `--months ${p.given}: 1부터 ${p.most} 사이의 정수로 적어 주세요.`,
    order: '--from이 --to보다 앞이어야 해요.',
  },
  digest: {
    date: (p: { date: string }) => `--date ${p.date}: YYYY-MM-DD로 적어 주세요.`,
    future: (p: { date: string; today: string }) =>
      `--date ${p.date}: 아직 오지 않은 날이라 읽을 것이 없어요. 오늘(${p.today})까지의 날로 적어 주세요.`,
  },
  key: {
    made: (p: { key: string; id: string }) => `${p.key}\n(${p.id}. 다시 볼 수 없으니 지금 적어 두세요)`,
    scopes: (p: { given: string; allowed: string }) => `--scopes ${p.given}: ${p.allowed} 가운데에서 골라 주세요.`,
    none: '아직 키가 없어요.',
    line: (p: { id: string; name: string; scopes: string; used: string }) =>
      `${p.id}  ${p.name}  ${p.scopes}  마지막 사용 ${p.used}`,
    never: '없음',
    revoked: '막음',
    gone: (p: { id: string }) => `살아 있는 키 ${p.id}이(가) 없어요. \`baton key list\`로 확인해 주세요.`,
    done: (p: { id: string }) => `${p.id}을(를) 막았어요. 이제 이 키로는 아무것도 받지 않아요.`,
  },

  segment: {
    noFile: '그런 파일이 없어요. 경로를 확인해 주세요.',
    folder: '폴더예요. 규칙이 든 JSON 파일을 적어 주세요.',
    matched: (p: N) => `조건에 맞음     ${p.n}`,
    reachable: (p: { list: string }) => `보낼 수 있음    ${p.list}`,
    excluded: (p: { list: string }) => `빠짐 (이메일)   ${p.list}`,
    ms: (p: N) => `${p.n} ms`,
    never: (p: { list: string }) => `이 규칙에 맞는 고객은 있을 수 없어요. 함께 맞을 수 없는 조건: ${p.list}`,
    idle: (p: { list: string }) => `있으나 없으나 같은 조건: ${p.list}`,
    matches: (p: { contact: string }) => `${p.contact}: 조건에 맞아요.`,
    differs: (p: { contact: string }) => `${p.contact}: 조건에 맞지 않아요.`,
    nobody: (p: { contact: string }) => `${p.contact}: 그런 고객이 없어요.`,
    exception: (p: { sentence: string }) => `제외: ${p.sentence}`,
    saved: (p: { key: string; name: string; version: string }) =>
      `${p.key} '${p.name}'을(를) 버전 ${p.version}(으)로 저장했어요.`,
    same: (p: { key: string; name: string; version: string }) =>
      `${p.key} '${p.name}' 버전 ${p.version}과(와) 같은 규칙이라 새 버전을 만들지 않았어요.`,
    none: '저장한 세그먼트가 아직 없어요. `baton segment save --rule FILE.json --name 이름`으로 저장해 주세요.',
    unknown: (p: { key: string }) =>
      `저장한 세그먼트 ${p.key}을(를) 찾지 못했어요. \`baton segment show\`로 번호를 확인해 주세요.`,
    version: (p: { version: string; by: string; at: string; sentence: string }) =>
      `버전 ${p.version}  ${p.by}  ${p.at}  ${p.sentence}`,
    uses: (p: { list: string }) => `쓰이는 곳: ${p.list}`,
    unused: '쓰이는 곳: 아직 없음',
    ready: (p: { name: string; known: string }) => `--ready ${p.name}: ${p.known} 가운데에서 골라 주세요.`,
    name: (p: { max: string }) => `--name: 1자에서 ${p.max}자까지 적어 주세요.`,
  },
  contact: {
    none: (p: { id: string }) => `고객 ${p.id}을(를) 찾지 못해 아무것도 하지 않았어요. external_id를 확인해 주세요.`,
    erased: (p: { id: string; orders: string; events: string; messages: string }) =>
      `고객 ${p.id}을(를) 지웠어요. 이벤트 ${p.events}건도 지웠고, 주문 ${p.orders}건과 발송 ${p.messages}건은 누구인지 알 수 없게 숫자만 남겼어요. 지운 뒤에 새로 동의해야 다시 들어올 수 있어요.`,
  },
  retention: {
    forever: '계속',
    kept: (p: N) => `${p.n}일`,
    gone: (p: { table: string; n: string }) => `${p.table}: ${p.n}건을 지웠어요.`,
    nothing: '기간이 지난 것이 없어요. 아무것도 지우지 않았어요.',
    table: (p: { given: string; allowed: string }) =>
      `"${p.given}"에는 기간을 정할 수 없어요. ${p.allowed} 가운데에서 골라 주세요.`,
    days: (p: { given: string; max: string }) => `"${p.given}": 1부터 ${p.max}까지의 날수나 forever로 적어 주세요.`,
  },
  rebuild: {
    going: (p: N) => `고객 ${p.n}명을 다시 셌어요`,
    done: (p: N) => `고객 ${p.n}명의 집계를 다시 셌어요.`,
    resumed: (p: N) => `멈췄던 자리부터 고객 ${p.n}명의 집계를 다시 셌어요.`,
  },
  migrate: '데이터베이스가 최신이에요.',
  doctor: {
    states: { ok: '정상', practice: '연습', missing: '없음', failing: '안 됨' },
    names: {
      database: '데이터베이스',
      slack: 'Slack',
      model: '모델',
      'e-mail': '이메일',
      carriers: '문자·카카오·푸시',
      reports: '결과 받는 주소',
      approvers: '승인자',
      'brand kit': '브랜드 정보',
      messages: 'Slack 메시지',
    },
    next: (p: { next: string }) => `→ ${p.next}`,
    embedded: (p: { dir: string }) => `내장, ${p.dir} (시험용, 작은 팀용)`,
    database: (p: { version: string; where: string }) => `PostgreSQL ${p.version}, ${p.where}`,
    holds: { practice: '연습 자료가 있음', real: '실제 자료가 있음' },
    databaseDown: (p: { why: string }) => `열 수 없어요: ${p.why}`,
    databaseNext:
      'DATABASE_URL의 주소와 암호, 서버가 켜져 있는지 확인해 주세요. 내장이라면 DATA_DIR에 쓸 수 있는지 봐 주세요.',
    slackPractice: '연습 워크스페이스',
    slackMissing: 'SLACK_BOT_TOKEN이 없어 실제 Slack에 연결하지 않아요.',
    slackMissingNext:
      'manifest.json으로 앱을 만들어 설치한 뒤 SLACK_BOT_TOKEN과 SLACK_SIGNING_SECRET(또는 SLACK_APP_TOKEN)을 넣어 주세요.',
    slackRefused: (p: { why: string }) => `Slack이 토큰을 받지 않아요: ${p.why}`,
    slackRefusedNext: '앱을 워크스페이스에 다시 설치하고 새 SLACK_BOT_TOKEN을 넣어 주세요.',
    slackDown: (p: { why: string }) => `Slack에 닿지 못했어요: ${p.why}`,
    slackDownNext: '이 컴퓨터에서 SLACK_API_URL(기본 slack.com)에 나갈 수 있는지 확인해 주세요.',
    modelPractice: '연습용 초안 작성기 (규칙으로 쓰고, 언어 모델이 아니에요)',
    modelMissing: 'OPENAI_API_KEY가 없어 초안을 쓸 수 없어요.',
    modelMissingNext: 'OPENAI_API_KEY를, 다른 서버라면 OPENAI_BASE_URL과 OPENAI_MODEL도 넣어 주세요.',
    model: (p: { model: string; host: string }) => `${p.model}, ${p.host}`,
    modelDown: (p: { why: string }) => `모델이 답하지 않아요: ${p.why}`,
    modelDownNext: 'OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL과 남은 한도를 확인해 주세요.',
    mailPractice: '연습 메일함',
    carriersPractice: '연습 전화기',
    carriersNone: '설정하지 않아 쓰지 않아요 (SOLAPI_API_KEY, NHN_…, FCM_SERVICE_ACCOUNT, GATEWAY_URL)',
    carrierDown: (p: { medium: string; why: string }) => `${p.medium}: ${p.why}`,
    carrierDownNext: '그 업체의 키와 발신번호 설정, 허용 IP를 확인해 주세요.',
    media: { email: '이메일', sms: '문자', kakao: '카카오', push: '푸시' },
    mailMissing: 'SMTP_URL이 없어 보낼 수 있는 채널이 없어요.',
    mailMissingNext: 'SMTP_URL을 smtps://사용자:암호@서버:포트로 넣어 주세요.',
    mailDown: (p: { why: string }) => `메일 서버가 받지 않아요: ${p.why}`,
    mailDownNext: 'SMTP_URL의 주소, 포트, 사용자와 암호를 확인해 주세요.',
    approvers: (p: N) => `${p.n}명(그룹)`,
    solo: 'APPROVAL_SOLO: 요청자가 스스로 승인할 수 있음',
    approversMissing: '발송을 승인할 수 있는 사람이 없어요.',
    approversNext: 'APPROVERS를 넣거나 Slack에서 `/baton approvers @누구`로 정해 주세요.',
    kit: (p: { name: string; version: string }) => `${p.name}, 버전 ${p.version}`,
    kitMissing: '브랜드 정보가 없어 초안을 쓸 수 없어요.',
    kitNext: '`baton brand template > kit.json`으로 예시를 받아 고친 뒤 `baton brand set kit.json`으로 넣어 주세요.',
    owed: (p: N) => `Slack에 그릴 것 ${p.n}건`,
    owedFailed: (p: { why: string }) => `Slack이 받지 않는 메시지가 있어요: ${p.why}`,
    owedNext: '그 채널에 봇을 초대했는지(`/invite @baton`) 봐 주세요. 초대하면 밀린 카드가 올라가요.',
  },
};
export type CliStrings = typeof cliKo;
