/** The few emoji names that cards and people use; any other stays as written, `:so:`. */
const EMOJI = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  no_entry: '⛔',
  hourglass_flowing_sand: '⏳',
  hourglass: '⌛',
  clock9: '🕘',
  calendar: '📅',
  mega: '📣',
  email: '📧',
  iphone: '📱',
  chart_with_upwards_trend: '📈',
  bar_chart: '📊',
  moneybag: '💰',
  bulb: '💡',
  memo: '📝',
  mag: '🔍',
  lock: '🔒',
  bell: '🔔',
  eyes: '👀',
  tada: '🎉',
  wave: '👋',
  pray: '🙏',
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  smile: '😄',
  slightly_smiling_face: '🙂',
  heart: '❤️',
  star: '⭐',
  fire: '🔥',
  rocket: '🚀',
  robot_face: '🤖',
  question: '❓',
  exclamation: '❗',
  arrow_right: '➡️',
  large_green_circle: '🟢',
  red_circle: '🔴',
};

/** @param {string} name @returns {string | null} */
export const emojiOf = (name) => (Object.hasOwn(EMOJI, name) ? EMOJI[/** @type {keyof typeof EMOJI} */ (name)] : null);

/** @param {string} text */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emojiOf(name) ?? whole);
