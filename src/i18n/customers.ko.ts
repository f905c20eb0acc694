/** What is simulated in practice, said wherever it shows. */
export const customersKo = {
  /** Under every result made in practice. */
  result:
    '연습: 고객은 시뮬레이션이에요. 메시지를 받은 쪽이 홀드아웃보다 약 2.5배 자주 사도록 만들어졌으니, 이 결과를 실제 성과로 읽지 마세요.',
  digest: '연습: 고객의 행동은 시뮬레이션이에요. 메시지를 받은 쪽이 약 2.5배 자주 사도록 만들어졌어요.',
};
