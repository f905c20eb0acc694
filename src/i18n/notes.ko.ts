/** Short words in a thread or to one person. Parameters come ready to show: people as mentions, numbers as written. */
export const notesKo = {
  goal_empty: () =>
    '무엇을 하고 싶은지 적어 주세요. 예: `@baton 60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원` 초안은 쓰지 않았고, 아무것도 보내지 않아요.',
  goal_no_number: () =>
    '*얼마나, 언제까지인지 알려 주세요.* 숫자가 있어야 나중에 이뤘는지 말할 수 있어요. 예: “이번 달 매출 1천만원”, “12월까지 재구매 300건”. 이 스레드에 답해 주시면 바로 초안을 쓸게요. 초안은 쓰지 않았고, 아무것도 보내지 않아요.',
  goal_not_a_goal: () =>
    '*캠페인 목표로는 읽지 못했어요.* 누구에게 무엇을 바라는지, 숫자와 기한을 함께 적어 주세요. 예: “60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원”. 이 스레드에 답해 주시면 바로 초안을 쓸게요. 초안은 쓰지 않았고, 아무것도 보내지 않아요.',
  goal_target: (p: { text: string }) =>
    `*목표는 0보다 커야 해요.* 말씀하신 “${p.text}” 목표로는 시작할 수 없어요. 얼마나 늘리고 싶은지 적어 주세요. 예: “이번 달 매출 500만원”, “12월까지 주문 50건”. 이 스레드에 답해 주시면 그 목표로 이어서 쓸게요. 초안은 쓰지 않았고, 아무것도 보내지 않아요.`,
  goal_past: (p: { text: string }) =>
    `*기한이 이미 지났어요.* “${p.text}”는 오늘보다 앞이라 그때까지 이룰 수 없어요. 오늘이나 그 뒤의 기한을 적어 주세요. 예: “이번 달까지”, “12월 31일까지”. 이 스레드에 답해 주시면 그 기한으로 이어서 쓸게요. 초안은 쓰지 않았고, 아무것도 보내지 않아요.`,
  unclear: (p: { words: string }) =>
    `*목표를 이렇게 읽다가 멈췄어요.* ${p.words} 이 스레드에 답해 주시면 이어서 쓸게요. 초안은 쓰지 않았고, 아무것도 보내지 않아요.`,
  help: () =>
    [
      '*목표를 한 문장으로 적어 주시면 브리프, 세그먼트, 페르소나, 카피, 발송 계획을 차례로 씁니다. 단계마다 사람이 승인해야 다음으로 가고, 승인 없이는 아무것도 보내지 않아요.*',
      '• 시작: `@baton 60일 넘게 안 산 단골을 다시 오게 해서 이번 달 매출 1천만원` 또는 `/baton new 목표`',
      '• 고치기: 스레드에 “쿠폰은 빼 줘”처럼 적거나, 카드의 [수정]·[의견 주고 다시 쓰기]',
      '• 보기: `/baton list`, `/baton status C-7` · 그만두기: `/baton cancel C-7`',
      '• 저장한 세그먼트: `/baton segment`, `/baton segment S-3`, `/baton segment save C-7 A 이름`',
      '• 데이터: 고객·동의·주문·이벤트 CSV를 저와의 개인 메시지에 올려 주세요 (관리자)',
      '• 관리자: `/baton settings`, `/baton approvers`, `/baton admins`, `/baton brand`, `/baton contact export 고객ID`, `/baton contact erase 고객ID`',
    ].join('\n'),
  sample_loading: (p: { done: string; of: string }) =>
    `연습용 회사를 불러오고 있어요 (${p.done} / ${p.of}). 먼저 목표를 적어 두셔도 돼요. 다 불러오면 초안을 씁니다.`,
  sample_ready: (p: { contacts: string; orders: string; days: string }) =>
    `*연습용 회사가 준비됐어요.* 고객 ${p.contacts}명, 주문 ${p.orders}건. 음반 가게 CDNOW의 실제 구매 기록을 ${p.days}일 뒤로 옮기고 1달러를 1,300원으로 바꾼 것이에요. 이름과 주소는 지어낸 것이라 실제 사람에게는 아무것도 가지 않아요.`,
  request_expired: (p: { step: string; requester: string }) =>
    `${p.requester} *${p.step} 승인 기한이 지났어요.* 아무것도 보내지 않았고, 반려된 것도 아니에요. 카드의 [다시 요청]을 눌러 주세요.`,
  no_approver: () =>
    '*발송을 승인할 수 있는 사람이 없어요.* 그래서 막혀 있고, 아무것도 보내지 않아요. 관리자가 `/baton approvers @이름`으로 정하면 이어집니다.',
  send_interrupted: () =>
    '*발송이 중간에 끊겼다가 다시 이어지고 있어요.* 보내던 프로그램이 멈췄어요. 아직 나가지 않은 것은 이어서 보내고, 이미 나간 것은 다시 보내지 않아요. 나갔는지 알 수 없는 것이 있으면 발송 카드에 몇 통인지 보여 드릴게요.',
  wave_choose: (p: { who: string; rest: string }) =>
    `${p.who} *시험 결과가 나왔어요.* 나머지 ${p.rest}명에게 보낼 안을 시험 발송 카드에서 골라 주세요. 고르기 전에는 보내지 않아요.`,
  wave_late: (p: { who: string; rest: string }) =>
    `${p.who} *정할 때가 30분 넘게 지났어요.* 프로그램이 멈춰 있었어요. 규칙대로 정하지 않고 여쭤봐요: 나머지 ${p.rest}명에게 보낼 안을 시험 발송 카드에서 골라 주세요. 고르기 전에는 보내지 않아요.`,
  wave_nobody: (p: { rest: string }) =>
    `*나머지 ${p.rest}명에게 보낼 안을 고를 승인자가 없어요.* 그래서 보내지 않고 기다려요. 관리자가 \`/baton approvers @이름\`으로 정하면 이어집니다.`,
  wave_won: (p: { segment: string; variant: string; rest: string }) =>
    `*세그먼트 ${p.segment}의 이긴 안은 ${p.variant}예요.* 나머지 ${p.rest}명에게 보내요. 숫자는 시험 발송 카드에 있어요.`,
  wave_even: (p: { segment: string; rest: string }) =>
    `*세그먼트 ${p.segment}에서는 안 사이의 차이를 말할 수 없어요.* 그래서 나머지 ${p.rest}명에게 고르게 나눠 보내요. 숫자는 시험 발송 카드에 있어요.`,
  wave_broken: (p: { segment: string; rest: string }) =>
    `*세그먼트 ${p.segment}의 시험은 안의 배정 비율이 깨져 비교를 보류해요.* 나머지 ${p.rest}명에게는 고르게 나눠 보내요.`,
  wave_only: (p: { segment: string; variant: string; rest: string }) =>
    `*세그먼트 ${p.segment}는 안이 ${p.variant} 하나예요.* 나머지 ${p.rest}명에게 그대로 보내요.`,
  wave_person: (p: { segment: string; variant: string; rest: string; by: string }) =>
    `${p.by} 님이 세그먼트 ${p.segment}의 나머지 ${p.rest}명에게 *${p.variant}* 안을 보내기로 했어요.`,
  wave_person_even: (p: { segment: string; rest: string; by: string }) =>
    `${p.by} 님이 세그먼트 ${p.segment}의 나머지 ${p.rest}명에게 *고르게 나눠* 보내기로 했어요.`,
  wave_night: (p: { at: string }) =>
    `지금은 광고를 보내면 안 되는 밤이에요. 나머지는 ${p.at}부터 보내요. 그 전에 발송 카드에서 중지할 수 있어요.`,
  paused_bounce: (p: { percent: string; limit: string; left: string }) =>
    `*발송을 스스로 멈췄어요.* 반송이 ${p.percent}%로, 정한 선 ${p.limit}%를 넘었어요. 남은 ${p.left}통은 보내지 않고 그대로 두었어요. 발송 카드에서 다시 시작하거나 중지해 주세요.`,
  paused_complaint: (p: { percent: string; limit: string; left: string }) =>
    `*발송을 스스로 멈췄어요.* 스팸 신고가 ${p.percent}%로, 정한 선 ${p.limit}%를 넘었어요. 남은 ${p.left}통은 보내지 않고 그대로 두었어요. 발송 카드에서 다시 시작하거나 중지해 주세요.`,
  paused_failure: (p: { percent: string; limit: string; left: string }) =>
    `*발송을 스스로 멈췄어요.* 실패가 ${p.percent}%로, 정한 선 ${p.limit}%를 넘었어요. 남은 ${p.left}통은 보내지 않고 그대로 두었어요. 발송 카드에서 다시 시작하거나 중지해 주세요.`,
  paused_budget: (p: { spent: string; budget: string; left: string }) =>
    `*발송을 스스로 멈췄어요.* ${p.spent}을 써서 예산 ${p.budget}에 닿았어요. 남은 ${p.left}통은 보내지 않았어요. 더 보내려면 중지하고 예산을 늘린 계획을 새로 승인받아 주세요.`,
  paused_night: (p: { left: string }) =>
    `*발송을 스스로 멈췄어요.* 밤에는 광고를 보내면 안 돼요. 남은 ${p.left}통은 보내지 않고 그대로 두었어요. 아침 8시가 지나면 발송 카드에서 다시 시작해 주세요.`,
  paused_provider: (p: { failures: string; left: string }) =>
    `*발송을 스스로 멈췄어요.* 보내는 업체가 ${p.failures}번 이어서 받지 않았어요. 남은 ${p.left}통은 그대로 있고 두 번 보내지 않아요. 업체가 돌아오면 발송 카드에서 다시 시작해 주세요.`,
  paused_content_changed: (p: { left: string }) =>
    `*발송을 스스로 멈췄어요.* 저장된 내용이 승인된 내용과 달라요. 남은 ${p.left}통은 보내지 않았어요. 관리자에게 알려 주세요.`,
  paused_channel_missing: (p: { left: string }) =>
    `*발송을 스스로 멈췄어요.* 보내는 채널의 설정이 없어요. 남은 ${p.left}통은 그대로 있어요. 설정을 되돌린 뒤 발송 카드에서 다시 시작해 주세요.`,
  paused_account_changed: (p: { left: string }) =>
    `*발송을 스스로 멈췄어요.* 보내는 계정이 승인 때와 달라요. 남은 ${p.left}통은 그대로 있어요. 계정을 되돌리거나, 중지하고 새로 승인받아 주세요.`,
  paused_coupons_short: (p: { pool: string }) =>
    `*발송을 시작하지 못하고 멈췄어요.* ‘${p.pool}’ 쿠폰의 코드가 그사이 다른 곳에서 쓰여 받는 사람보다 적어요. 나간 메시지는 없어요. \`baton coupon import\`로 코드를 더 넣고 발송 카드에서 다시 시작하거나, 중지해 주세요.`,
  notice_told: (p: { n: string; all: string }) =>
    `*법정 알림을 ${p.all}명 가운데 ${p.n}명에게 보냈어요.* 누구에게 무엇을 언제 알렸는지는 남아 있어요. 알리지 못한 고객은 다른 방법이 있으면 다음 날 아침에 다시 여쭤볼게요.`,
  send_late: (p: { minutes: string }) =>
    `*정한 시각을 ${p.minutes}분 넘겨 보내지 않았어요.* 그동안 제가 멈춰 있었어요. 발송 계획을 다시 확인하고 승인해 주세요.`,
  send_blocked: (p: { rules: string }) =>
    `*발송을 시작하지 않았어요.* 승인한 뒤에 사정이 바뀌어 검사를 통과하지 못해요 (${p.rules}). 나간 메시지는 없습니다. 카드에서 고친 뒤 다시 승인받아 주세요.`,
  send_drifted: (p: { approved: string; now: string }) =>
    `*대상이 ${p.approved}명에서 ${p.now}명으로 달라져 보내지 않았어요.* 승인은 그 숫자까지였어요. 발송 계획을 다시 확인하고 승인해 주세요.`,
  send_segment_changed: (p: { segments: string }) =>
    `*세그먼트 ${p.segments}가 쓰는 저장한 세그먼트의 규칙이 승인 뒤에 바뀌어 보내지 않았어요.* 나간 메시지는 없습니다. 지금 규칙으로 만든 발송 계획을 확인하고 승인해 주세요.`,
  cannot_post: (p: { key: string; channel: string; why: string }) =>
    `*${p.key} 카드를 ${p.channel}에 올리지 못했어요.* ${p.why} 캠페인은 그대로 있고, 아무것도 보내지 않았어요.`,
  cannot_post_digest: (p: { channel: string; why: string }) =>
    `*일간 요약을 ${p.channel}에 올리지 못했어요.* ${p.why} 요약은 \`baton digest\`로도 볼 수 있어요.`,
  why_channel_not_found: () =>
    '채널을 찾지 못했거나 제가 들어갈 수 없는 채널이에요. 채널에서 `/invite @baton`으로 초대해 주시면 이어서 올릴게요.',
  why_not_in_channel: () =>
    '제가 그 채널에 초대되어 있지 않아요. 채널에서 `/invite @baton`이라고 적어 주시면 이어서 올릴게요.',
  why_is_archived: () => '보관된 채널이에요. 보관을 풀고 `/invite @baton`으로 다시 불러 주시면 이어서 올릴게요.',
  why_restricted_action: () =>
    '그 채널에는 글을 올릴 권한이 없어요. 채널 설정을 바꾸고 `/invite @baton`으로 다시 불러 주시면 이어서 올릴게요.',
  test_on_its_way: (p: { variant: string; to: string }) =>
    `${p.variant}을 ${p.to}로 테스트 발송할게요. 고객에게는 보내지 않아요.`,
  test_on_its_way_push: (p: { variant: string }) =>
    `${p.variant}을 본인의 기기에 앱 푸시로 테스트 발송할게요. 고객에게는 보내지 않아요.`,
  test_accepted: (p: { variant: string; to: string }) =>
    `${p.variant} 테스트 메시지가 ${p.to}로 나갔어요. 받은 것을 확인해 주세요. 고객에게는 보내지 않았어요.`,
  test_accepted_push: (p: { variant: string }) =>
    `${p.variant} 테스트 푸시가 나갔어요. 본인의 기기를 봐 주세요. 고객에게는 보내지 않았어요.`,
  test_failed: (p: { variant: string; reason: string }) =>
    `*${p.variant} 테스트 메시지를 보내지 못했어요 (${p.reason}).* 나간 것은 없고, 고객에게도 보내지 않았어요. 카피 카드에서 [나에게 테스트 발송]을 다시 눌러 주세요. 계속 안 되면 관리자에게 \`baton doctor\`를 부탁해 주세요.`,
  test_unknown: (p: { variant: string; reason: string }) =>
    `*${p.variant} 테스트 메시지가 나갔는지 알 수 없어요 (${p.reason}).* 고객에게는 보내지 않았어요. 받는 곳을 보고, 없으면 카피 카드에서 [나에게 테스트 발송]을 다시 눌러 주세요.`,
  intent_revise: (p: { step: string; words: string }) =>
    `*${p.step} 초안을 다시 쓸까요?* 의견: “${p.words}” 이 의견은 이후 초안에서도 지킵니다.`,
  intent_revise_earlier: (p: { step: string; words: string }) =>
    `*${p.step} 단계로 돌아가 다시 쓸까요?* 의견: “${p.words}” 그 뒤의 초안과 승인은 무효가 되고, 아직 아무것도 보내지 않아요.`,
  intent_pause: () => '*발송을 일시정지할까요?* 이미 보낸 메시지는 되돌릴 수 없어요.',
  intent_cancel: () => '*캠페인을 취소할까요?* 초안은 남지만 더 진행되지 않고, 되돌릴 수 없어요.',
  intent_stop: () =>
    '*발송을 중지할까요?* 아직 보내지 않은 메시지는 취소되고 다시 시작할 수 없어요. 이미 보낸 메시지는 되돌릴 수 없어요.',
  intent_done: (p: { by: string; step: string }) => `✓ ${p.by} 님의 말씀대로 ${p.step} 초안을 다시 쓰고 있어요.`,
  intent_did: (p: { by: string }) => `✓ ${p.by} 님이 확인했어요.`,
  intent_dropped: (p: { by: string }) => `${p.by} 님이 그대로 두기로 했어요. 바뀐 것은 없습니다.`,
  intent_not_now: (p: { status: string }) => `지금은 할 수 없는 일이에요 (${p.status}). 바뀐 것은 없습니다.`,
  intent_new_goal: () =>
    '새 목표처럼 들려요. 이 캠페인은 그대로 둘게요. 채널에 새 메시지로 `@baton 목표`라고 적어 주시면 새로 시작해요.',
  intent_small_talk: () => '네, 듣고 있어요. 초안에 반영할 의견이 있으면 적어 주세요.',
  intent_model_down: () =>
    '지금 AI 서비스가 답하지 않아 말씀을 읽지 못했어요. 바뀐 것은 없습니다. 카드의 [수정]이나 [의견 주고 다시 쓰기]를 써 주세요.',
  status: (p: { name: string; line: string; now: string }) => `*${p.name}* — ${p.line}. 지금 할 일: ${p.now}`,
  results_none: (p: { line: string }) => `아직 결과가 없어요 (${p.line}). 보낸 뒤 하루째에 처음 알려 드릴게요.`,
  results_wait: (p: { until: string }) =>
    `아직 말하기 일러요. ${p.until}에 결과를 확정해요. 위의 결과 카드를 봐 주세요.`,
  results_there: () => '확정된 결과가 이 스레드의 결과 카드에 있어요.',
  import_not_csv: (p: { names: string }) =>
    `${p.names}: 읽을 수 있는 파일이 아니라 열지 않았어요. 아무것도 가져오지 않았어요. 고객 데이터는 CSV(.csv, .tsv, .csv.gz)로 올려 주세요.`,
  import_admins_only: (p: { who: string }) =>
    `고객 데이터 파일은 관리자(${p.who})만 가져올 수 있어요. 파일은 가져오지 않았어요. 관리자에게 이 파일을 올려 달라고 해 주세요.`,
  import_admins_only_nobody: () =>
    '고객 데이터 파일은 Slack 워크스페이스 관리자만 가져올 수 있어요. 파일은 가져오지 않았어요. 관리자에게 이 파일을 올려 달라고 해 주세요.',
};
export type NoteStrings = typeof notesKo;
