/** Files that come in: by the command line and dropped into a direct message. */
export const importsKo = {
  errors: {
    not_found: (p: { file: string }) => `${p.file}: 파일을 찾지 못했어요. 아무것도 가져오지 않았어요.`,
    no_rows: (p: { file: string }) => `${p.file}: 머리글 행이 없어요. 아무것도 가져오지 않았어요.`,
    missing_columns: (p: { file: string; missing: string; found: string }) =>
      `${p.file}: 필요한 열이 없어요: ${p.missing}. 파일에 있는 열: ${p.found}. --map 파일열=우리열로 이어 줄 수 있어요. 아무것도 가져오지 않았어요.`,
    unknown_map: (p: { file: string; name: string; found: string }) =>
      `${p.file}: --map의 '${p.name}' 열이 파일에 없어요. 파일에 있는 열: ${p.found}. 아무것도 가져오지 않았어요.`,
    bad_type: (p: { file: string; name: string }) =>
      `${p.file}: '${p.name}'에는 종류를 정할 수 없어요. 우리 열이 아닌 열에만 :text, :number, :boolean, :date를 붙여 주세요. 아무것도 가져오지 않았어요.`,
    twice: (p: { file: string; name: string; found: string }) =>
      `${p.file}: 여러 열이 '${p.name}' 하나로 이어졌어요: ${p.found}. --map 파일열=-로 하나만 남겨 주세요. 아무것도 가져오지 않았어요.`,
    settled: (p: { file: string; name: string; type: string; before: string }) =>
      `${p.file}: '${p.name}'은(는) 이미 ${p.before}(으)로 쓰고 있어서 ${p.type}(으)로 바꿀 수 없어요. 글자로만 바꿀 수 있어요(--map …=${p.name}:text). 아무것도 가져오지 않았어요.`,
    broken: (p: { file: string; row: string; detail: string }) =>
      `${p.file}: ${p.row}행에서 CSV를 더 읽지 못했어요 (${p.detail}). 그 앞의 행은 가져왔을 수 있어요. 파일을 고친 뒤 다시 가져오면 이미 들어온 행은 그대로 두어요.`,
    encoding: (p: { file: string; row: string }) =>
      `${p.file}: ${p.row}행 근처의 글자를 읽을 수 없어요. UTF-8이나 CP949(EUC-KR)로 저장한 CSV를 주세요. 그 앞의 행은 가져왔을 수 있어요.`,
    workbook: (p: { file: string }) =>
      `${p.file}: CSV가 아니라 엑셀 파일이에요. 엑셀에서 'CSV UTF-8(쉼표로 분리)'로 저장해 다시 주세요. 아무것도 가져오지 않았어요.`,
  },
  why: {
    scientific:
      '엑셀이 전화번호를 숫자로 바꾸면서 뒷자리를 지웠어요. 원래 시스템에서 다시 내려받거나, 열 서식을 텍스트로 바꾼 뒤 저장해 주세요.',
    ragged: '이 행의 칸 수가 머리글과 달라요. 쉼표가 든 값을 큰따옴표로 감싸 주세요.',
    taken: '이 번호는 이미 다른 고객의 것으로 들어와 있어요.',
    settled: '이 열은 이미 다른 종류의 값으로 정해져 있어요. --map 열=열:text로 글자로 바꿀 수 있어요.',
    money: '다른 통화의 금액은 더하지 않아요. 계정의 통화로 바꾼 뒤 가져와 주세요.',
    purchase: '구매는 금액이 있어야 해서 이벤트가 아니라 주문(orders)으로 가져와요.',
    consent_source: '동의 열은 무엇에 근거하는지 적어 주어야 가져와요 (--consent-source).',
  },
  types: { text: '글자', number: '숫자', boolean: '예/아니요', date: '날짜' },
  said: {
    connected: (p: { theirs: string; ours: string }) => `열 이름으로 이었어요: ${p.theirs} → ${p.ours}`,
    decoded: (p: { encoding: string }) => `UTF-8이 아니어서 ${p.encoding}로 읽었어요.`,
    totals: (p: { read: string; inserted: string; updated: string; unchanged: string; rejected: string }) =>
      `읽음 ${p.read}, 새로 들어옴 ${p.inserted}, 바뀜 ${p.updated}, 그대로 ${p.unchanged}, 거절 ${p.rejected}`,
    dry: '시험 실행이라 아무것도 저장하지 않았어요.',
    stopped: '도중에 멈췄어요. 다시 실행하면 이어서 가져와요.',
  },
};
