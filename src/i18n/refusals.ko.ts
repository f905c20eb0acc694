import { topic, toward } from './particle.ts';

/**
 * Why a click did nothing: what happened, that nothing changed, what to do. `who` and times are Slack markup. One entry a
 * code of campaign/decide.ts, control.ts, revise.ts and of the handlers themselves.
 */
type Who = { who: string };

export const refusalsKo = {
  guest: () => '게스트는 이 일을 결정할 수 없어요. 바뀐 것은 없습니다. 워크스페이스 구성원에게 부탁해 주세요.',
  stranger: () =>
    '다른 조직의 구성원은 결정할 수 없어요. 바뀐 것은 없습니다. 이 워크스페이스의 구성원에게 부탁해 주세요.',
  bot: () => '봇은 결정할 수 없어요. 바뀐 것은 없습니다. 사람이 눌러 주세요.',
  not_eligible: (p: Who) => `이 요청은 ${p.who}만 결정할 수 있어요. 바뀐 것은 없습니다. 필요하면 직접 부탁해 주세요.`,
  not_eligible_nobody: () =>
    '지금은 결정할 수 있는 사람으로 정해져 있지 않으세요. 바뀐 것은 없습니다. 관리자가 `/baton approvers`로 승인자를 정할 수 있어요.',
  own_request: (p: Who) => `*직접 요청한 발송은 승인할 수 없어요.* 바뀐 것은 없습니다. ${p.who}에게 알려 드렸어요.`,
  own_request_nobody: () =>
    '*직접 요청한 발송은 승인할 수 없어요.* 바뀐 것은 없습니다. 아직 승인자가 없어요. 관리자가 `/baton approvers`로 정해 주세요.',
  own_edit: (p: Who) =>
    `*직접 고친 초안이 들어 있는 발송은 승인할 수 없어요.* 바뀐 것은 없습니다. ${p.who}에게 알려 드렸어요.`,
  own_edit_nobody: () =>
    '*직접 고친 초안이 들어 있는 발송은 승인할 수 없어요.* 바뀐 것은 없습니다. 다른 승인자가 없어요. 관리자가 `/baton approvers`로 정해 주세요.',
  no_policy: () =>
    '승인할 사람이 정해져 있지 않아 막혀 있어요. 바뀐 것은 없고, 아무것도 보내지 않았어요. 관리자가 `/baton approvers`로 승인자를 정해 주세요.',
  unknown_request: () => '이 요청을 찾지 못했어요. 바뀐 것은 없습니다. 스레드의 가장 새 카드를 써 주세요.',
  already_approved: (p: { who: string; at: string }) => `이미 ${p.who} 님이 ${p.at}에 승인했어요. 바뀐 것은 없습니다.`,
  already_changes: (p: { who: string; at: string }) =>
    `이미 ${p.who} 님이 ${p.at}에 의견을 주어 다시 쓰고 있어요. 바뀐 것은 없습니다. 새 초안을 기다려 주세요.`,
  already_rejected: (p: { who: string; at: string }) =>
    `이미 ${p.who} 님이 ${p.at}에 반려했어요. 바뀐 것은 없습니다. 새 초안을 기다려 주세요.`,
  already_chosen: (p: { who: string; at: string }) => `이미 ${p.who} 님이 ${p.at}에 골랐어요. 바뀐 것은 없습니다.`,
  already_done: () => '이미 끝난 요청이에요. 바뀐 것은 없습니다.',
  stale: (p: { version: string; newer: string }) =>
    `v${topic(p.version)} v${toward(p.newer)} 바뀌었어요. 바뀐 것은 없습니다. 새 카드를 보고 결정해 주세요.`,
  stale_gone: (p: { version: string }) =>
    `v${topic(p.version)} 더는 쓰이지 않아요. 바뀐 것은 없습니다. 새 초안을 기다려 주세요.`,
  expired: (p: { at: string }) =>
    `승인 기한(${p.at})이 지나 보내지 않았어요. 반려된 것은 아니에요. 계속하려면 다시 요청해 주세요.`,
  again: () => '이미 결정해 주셨어요. 다른 한 분의 승인을 기다리고 있어요. 바뀐 것은 없습니다.',
  failing_checks: (p: { n: string }) =>
    `통과하지 못한 검사가 ${p.n}개 있어 승인할 수 없어요. 바뀐 것은 없습니다. 카드 위쪽의 항목을 고쳐 주세요.`,
  wrong_count: (p: { expected: string }) =>
    `숫자가 달라요. ${p.expected} 그대로 적어 주세요. 아직 아무것도 보내지 않았어요.`,
  not_now: (p: { status: string }) => `지금은 할 수 없는 일이에요 (${p.status}). 바뀐 것은 없습니다.`,
  unknown_campaign: () => '그 캠페인을 찾지 못했어요. 바뀐 것은 없습니다. `/baton list`로 번호를 확인해 주세요.',
  not_suggested: () =>
    '결과가 정정돼서 지금은 이 제안을 하지 않아요. 시작한 것은 없습니다. 결과 카드의 새 제안을 보거나 `/baton new`로 목표를 적어 주세요.',
  nothing_to_retry: () => '다시 할 일이 없어요. 이미 이어서 하고 있어요.',
  no_email: () =>
    'Slack 프로필에서 이메일을 찾지 못해 테스트를 보내지 못했어요. 테스트는 본인의 Slack 이메일로만 보낼 수 있어요. 프로필을 확인하거나 관리자에게 users:read.email 권한을 부탁해 주세요.',
  no_phone: () =>
    'Slack 프로필에서 전화번호를 찾지 못해 테스트를 보내지 못했어요. 문자와 카카오 테스트는 본인의 Slack 프로필에 적힌 번호로만 보낼 수 있어요. 프로필에 휴대폰 번호를 적고 다시 눌러 주세요.',
  no_device: () =>
    '본인의 기기를 찾지 못해 테스트를 보내지 못했어요. 앱 푸시 테스트는 본인의 Slack 이메일과 같은 이메일을 쓰는 고객의 기기로만 보낼 수 있어요. 그 이메일로 앱에 로그인하고 알림을 켠 다음, 고객 데이터를 다시 가져와 주세요.',
  admins_only: (p: Who) => `설정은 ${p.who}만 바꿀 수 있어요. 바뀐 것은 없습니다.`,
  admins_only_nobody: () => '설정은 Slack 워크스페이스 관리자만 바꿀 수 있어요. 바뀐 것은 없습니다.',
  environment: (p: { name: string }) =>
    `${p.name} 환경 설정이 우선이라 여기에서는 바꿀 수 없어요. 바뀐 것은 없습니다. 서버 설정에서 바꿔 주세요.`,
  too_slow: () => 'Slack이 창을 열 시간을 넘겼어요. 바뀐 것은 없습니다. 한 번 더 눌러 주세요.',
  no_kit: () =>
    '브랜드 정보가 아직 없어요. 바뀐 것은 없습니다. 관리자가 `baton brand template`의 예시를 고쳐 `baton brand set`으로 넣어 주세요. 그다음부터는 `/baton brand`에서 고칠 수 있어요.',
  not_understood: () => '누르신 것을 알아보지 못했어요. 바뀐 것은 없습니다. 스레드의 가장 새 카드를 써 주세요.',
};
export type RefusalStrings = typeof refusalsKo;
