export const ko = {
  common: { practice: '연습' },
};
export type Strings = typeof ko;
