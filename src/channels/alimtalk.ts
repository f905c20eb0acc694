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

/** Most variables Kakao takes in one template, each counted as often as it stands there. */
export const MOST_VARIABLES = 40;
const VARIABLE = /#\{([^{}]*)\}/g;

/** Names in the order they first appear, each once. */
export const variablesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name)),
];

/** Nothing is left to read once the variables are taken out. */
export const isOnlyVariables = (text: string): boolean => text.replace(VARIABLE, '').trim() === '';

/** Why Kakao would not have approved a template, and the part of it that says so. */
export type TemplateProblem = { why: 'dotted' | 'onlyVariables' | 'tooMany' | 'buttonName' | 'address'; what: string };

export const templateProblems = ({ text, buttons }: Pick<AlimtalkTemplate, 'text' | 'buttons'>): TemplateProblem[] => {
  const count = [...text.matchAll(VARIABLE)].length;
  const named = [text, ...buttons.map(({ url }) => url)].flatMap(variablesOf);
  return [
    ...[...new Set(named)]
      .filter((name) => name.includes('.'))
      .map((name): TemplateProblem => ({ why: 'dotted', what: `#{${name}}` })),
    ...(isOnlyVariables(text) ? [{ why: 'onlyVariables' as const, what: text.trim() }] : []),
    ...(count > MOST_VARIABLES ? [{ why: 'tooMany' as const, what: `${count}` }] : []),
    ...buttons.flatMap(({ type, name, url }): TemplateProblem[] => [
      ...(variablesOf(name).length > 0 ? [{ why: 'buttonName' as const, what: name }] : []),
      ...(leads(type, url) ? [] : [{ why: 'address' as const, what: url || name }]),
    ]),
  ];
};

/** An app's own scheme: none by which a telephone runs a script, opens a file or fetches one. */
const APP_ADDRESS = /^(?!(?:javascript|vbscript|data|file|ftps?|blob):)[a-z][a-z\d+.-]*:\/\/[^\s/]\S*$/i;

/** Kakao's own buttons (add the channel, follow a parcel) lead nowhere of ours; one to an app has an address of the app's. */
const leads = (type: string, url: string): boolean => {
  if (url === '') return type !== 'WL';
  return (type === 'AL' ? APP_ADDRESS : /^https?:\/\/[^\s/]\S*$/i).test(url);
};

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
