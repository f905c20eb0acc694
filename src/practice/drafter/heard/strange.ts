import { hear } from './hear.ts';

const PEOPLE_KO = /(?:고객|회원|구독자|사람|소비자|손님|분)(?:님)?들?(?=에게|께|한테|[을를이가은는의만]|\s|$)/;
/** Where the words before a noun for people begin, when something else was said first. */
const LEAD_KO = /^(?:[을를은는이가로]|으로|까지|만큼|위해서?|벌게|만들게|우리|기존|모든|전체)(?=\s|$)\s*/;
const NOUN_EN = '(?:customers?|people|members?|subscribers?|buyers?|shoppers?)';
const BEFORE_EN = new RegExp(String.raw`\b(?:to|from|for|among|of)\s+((?:[\w'-]+\s+){1,4}?)${NOUN_EN}\b`, 'i');
const AFTER_EN = new RegExp(
  String.raw`\b${NOUN_EN}\s+(?:(?:who|that)(?:'s|'re| are| is)?\s+)?([^,.:;\n]+?)(?=\s*(?:[,.:;\n]|$)|\s+(?:for|to|this|by|and get|so that)\b|\s+[$₩€]?\d[\d,.]*\s?(?:k\b|m\b|million|thousand|won|krw|usd|orders?))`,
  'i',
);
const LEAD_EN = /^(?:(?:our|the|all|some|every|my|of|a|an)\s+)+/i;

/** The words that say which people are meant, where no rule could read them: `키가 180cm 넘는` of `키가 180cm 넘는 고객에게`. */
export const strangeIn = (text: string, at: { today: string; currency: string }): string | null => {
  const korean = PEOPLE_KO.exec(text);
  const said = korean ? koreanIn(text, korean.index, at) : englishIn(text);
  return said !== null && /[\p{L}]{2}/u.test(said) && said.length <= 60 ? said : null;
};

const koreanIn = (text: string, noun: number, at: { today: string; currency: string }): string => {
  const { figure, deadline } = hear(text, at);
  const day = deadline ? text.indexOf(deadline.text) + deadline.text.length : 0;
  const ends = [figure?.from.end ?? 0, day, text.slice(0, noun).search(/[,.:;\n][^,.:;\n]*$/) + 1];
  let said = text.slice(Math.max(...ends.filter((end) => end <= noun)), noun).trim();
  while (LEAD_KO.test(said)) said = said.replace(LEAD_KO, '');
  return said;
};

const englishIn = (text: string): string | null => {
  const before = BEFORE_EN.exec(text)?.[1]?.trim().replace(LEAD_EN, '');
  const plain = before && !/^(?:our|the|all|some|every|my|a|an)$/i.test(before) ? before : null;
  return plain ?? AFTER_EN.exec(text)?.[1]?.trim() ?? null;
};
