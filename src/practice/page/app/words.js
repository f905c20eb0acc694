import { en } from './words/en.js';
import { ko } from './words/ko.js';

/**
 * What the page itself says. What the bot says comes from the bot.
 *
 * @typedef {typeof ko} Words
 */

/** @type {Record<'ko'|'en', Words>} */
export const WORDS = { ko, en };
