type N = { n: string };

/** Legal notices: the message itself, which no model writes, and what people are asked and told about it. */
export const noticesKo = {
  /** In the message. Nothing in it sells anything: that would make an advertisement of it. */
  message: {
    date: (p: { year: string; month: string; day: string }) => `${p.year}년 ${p.month}월 ${p.day}일`,
    channels: { email: '이메일', sms: '문자', kakao: '카카오톡', push: '앱 알림' },
    answer: (p: { channel: string; night: boolean; granted: boolean; date: string }) =>
      `${p.channel} ${p.night ? '야간(오후 9시~오전 8시) ' : ''}광고 수신 ${p.granted ? '동의' : '거부'}(${p.date})`,
    result: {
      subject: (p: { brand: string }) => `[${p.brand}] 수신 동의·거부 처리 결과 안내`,
      paragraphs: (p: { sender: string; answers: string; name: string }) => [
        `${p.name}님, ${p.sender}에 밝히신 광고성 정보 수신 의사를 다음과 같이 처리했습니다.`,
        `처리 결과: ${p.answers}`,
        '거부하신 광고는 보내지 않습니다. 동의하신 광고는 언제든지 거부하실 수 있습니다.',
      ],
    },
    confirmation: {
      subject: (p: { brand: string }) => `[${p.brand}] 광고성 정보 수신 동의 확인 안내`,
      paragraphs: (p: { sender: string; answers: string; name: string }) => [
        `${p.name}님께서 ${p.sender}의 광고성 정보를 받는 데 동의하신 사실을 2년마다 알려 드립니다.`,
        `동의하신 내용: ${p.answers}`,
        '동의를 유지하시려면 아무것도 하지 않으셔도 됩니다. 더 받지 않으시려면 언제든지 거부하실 수 있습니다.',
      ],
    },
    customer: '고객',
    wayOut: {
      email: '거부하시려면 아래의 수신거부를 눌러 주세요.',
      sms: (p: { number: string; phone: string }) => `수신거부: ${p.number} (무료) · 문의: ${p.phone}`,
      push: (p: { where: string }) => `수신거부: ${p.where}`,
    },
  },
  kinds: { result: '수신 동의·거부 처리 결과', confirmation: '2년마다 하는 수신 동의 확인' },
  title: {
    result: (p: { channel: string }) => `수신 동의·거부 처리 결과 알림 (${p.channel})`,
    confirmation: (p: { channel: string }) => `2년 수신 동의 확인 알림 (${p.channel})`,
  },
  ask: {
    result: (p: { n: string; channel: string }) =>
      `${p.n}명에게 수신 동의·거부를 처리한 결과를 ${p.channel} 알림으로 보내도 될까요?`,
    confirmation: (p: { n: string; channel: string }) =>
      `${p.n}명에게 2년마다 하는 수신 동의 확인을 ${p.channel} 알림으로 보내도 될까요?`,
  },
  by: (p: { day: string }) => `${p.day}까지 알려야 해요`,
  late: (p: { day: string }) => `*${p.day}까지였어요. 기한이 지났어요*`,
  why: {
    result:
      '*왜* 받겠다거나 받지 않겠다는 뜻을 밝힌 고객에게는 14일 안에 처리 결과를 알려야 해요 (정보통신망법 제50조 제7항, 시행령 제62조의2). 못 알린 고객에게는 14일이 지나면 그 채널의 광고를 보내지 않아요.',
    confirmation:
      '*왜* 수신 동의는 2년마다 확인해야 해요 (정보통신망법 제50조 제8항, 시행령 제62조의3). 답이 없으면 동의는 그대로 유지되고, 알림을 보낸 날부터 다시 2년이에요. 알리지 못하고 2년이 지나면 광고를 보내지 않아요.',
  },
  whom: {
    result: (p: { n: string; granted: string; withdrawn: string; until: string }) =>
      `*누구에게* ${p.n}명. 동의 ${p.granted}건, 거부·철회 ${p.withdrawn}건, ${p.until}까지 들어온 것. 수신거부한 고객에게도 결과는 알려요. 반송된 주소와 삭제된 고객에게는 보내지 않아요`,
    confirmation: (p: { n: string; granted: string }) =>
      `*누구에게* ${p.n}명. 60일 안에 2년이 되는 동의 ${p.granted}건. 반송된 주소와 삭제된 고객에게는 보내지 않아요`,
  },
  text: '*나가는 글* (정해진 글이에요. 광고가 아니에요)',
  when: {
    now: (p: { minutes: string }) => `*언제* 승인하면 바로, 약 ${p.minutes}분 동안`,
    day: (p: { minutes: string }) => `*언제* 승인하면 바로, 약 ${p.minutes}분 동안. 밤이면 다음 날 오전 9시부터 보내요`,
    at: (p: { at: string; minutes: string }) => `*언제* ${p.at}부터 약 ${p.minutes}분 동안`,
  },
  cost: (p: { value: string }) => `*비용* ${p.value}`,
  fixed: 'AI가 쓰지 않은 정해진 글',
  cancel: {
    title: '이번 알림을 보내지 않을까요?',
    text: '아무것도 보내지 않아요. 알릴 의무는 그대로라 다음 날 아침에 다시 여쭤봐요.',
    yes: '보내지 않기',
  },
  outline: { whom: '받는 사람', until: '여기까지 들어온 의사' },
  status: {
    waiting: '법정 알림: 발송 승인을 기다려요',
    writing: '법정 알림: 준비하고 있어요',
    scheduled: (p: { at: string }) => `법정 알림: ${p.at}에 보내요`,
    sending: '법정 알림: 보내고 있어요',
    paused: '법정 알림: 멈춰 있어요',
    done: '법정 알림: 알렸어요',
    cancelled: '법정 알림: 보내지 않았어요. 알릴 의무는 그대로라 다음 날 아침에 다시 여쭤봐요',
  },
  told: (p: N) => `${p.n}명에게 알렸어요`,
  next: {
    launch: (p: { who: string }) => `${p.who} 님이 아래 카드에서 발송을 승인해 주세요`,
    blocked: '발송을 승인할 수 있는 사람이 없어요. 관리자가 `/baton approvers @이름`으로 정해 주세요',
    wait: '지금은 할 일이 없어요',
    resume: '발송 카드에서 다시 시작하거나 중지해 주세요',
  },
  facts: { whom: '받는 사람', by: '기한', law: '근거' },
  law: {
    result: '정보통신망법 제50조 제7항 (14일 안에)',
    confirmation: '정보통신망법 제50조 제8항 (2년마다)',
  },
  home: {
    result: (p: { n: string; by: string }) => `처리 결과를 알려야 할 고객 ${p.n}명 · ${p.by}`,
    confirmation: (p: { n: string; by: string }) => `2년 수신 동의를 확인할 고객 ${p.n}명 · ${p.by}`,
    unreached: (p: N) => `알릴 방법이 없는 고객 ${p.n}명 (이메일이 없거나 반송돼요)`,
  },
  toldYesterday: (p: N) => `어제 법정 알림을 받은 고객 ${p.n}명`,
  list: {
    none: '알려야 할 동의·거부·확인이 없어요.',
    late: '기한 지남',
    by: (p: { day: string }) => `${p.day}까지`,
    people: (p: N) => `${p.n}명`,
    noChannel: '알릴 방법 없음',
  },
  edit: { hours: '법정 알림은 오전 9시부터 오후 8시 사이로 정해 주세요.' },
};
export type NoticeWords = typeof noticesKo;
