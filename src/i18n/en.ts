import type { Strings } from './ko.ts';
export const en: Strings = {
  common: { practice: 'practice' },
};
