/**
 * An Alimtalk template as Kakao approved it. Only its variables may differ from reader to reader; everything else goes
 * byte for byte, or the message is refused.
 */
export type AlimtalkTemplate = {
  id: string;
  name: string;
  /** With `#{name}` where a value goes. */
  text: string;
  buttons: readonly { type: string; name: string; url: string }[];
  status: 'approved' | 'pending' | 'rejected';
};

const VARIABLE = /#\{([^{}]*)\}/g;

/** Names in the order they first appear, each once. */
export const variablesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name)),
];

/** @returns null when a value is missing: a message with a hole is not sent */
export const fillTemplate = (text: string, values: Readonly<Record<string, string>>): string | null =>
  variablesOf(text).every((name) => Object.hasOwn(values, name))
    ? text.replace(VARIABLE, (_, name: string) => values[name] ?? '')
    : null;

/**
 * Whether a text is the template with something in each variable. Compared by code unit: another normal form, a line break
 * of another kind or a space at the end is another text. Each fixed part is taken where it first fits, which leaves the
 * most for the rest, so that one pass decides. Where the values are known, `fillTemplate` says more.
 */
export const matchesTemplate = (template: string, rendered: string): boolean => {
  const parts = template.split(VARIABLE).filter((_, i) => i % 2 === 0);
  const [head = '', ...rest] = parts;
  const tail = rest.pop();
  if (tail === undefined) return rendered === head;
  if (!rendered.startsWith(head)) return false;
  let from = head.length;
  for (const part of rest) {
    const at = rendered.indexOf(part, from + 1);
    // Past the end an empty part is found at the end, where no character is left for its variable.
    if (at <= from) return false;
    from = at + part.length;
  }
  return rendered.length - tail.length > from && rendered.endsWith(tail);
};
