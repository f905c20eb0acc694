/** Names a person may write after `@` or `#`, with what Slack makes of them. */
export type Names = { people: Readonly<Record<string, string>>; channels: Readonly<Record<string, string>> };

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const URL_IN_TEXT = /https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"\]]/g;
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const longestFirst = (a: string, b: string): number => b.length - a.length;

/** After a name in Latin letters no further letter may follow; Korean particles may: `@baton에게`. */
const named = (mark: string, names: string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${mark}(${names.sort(longestFirst).map(literal).join('|')})(?![A-Za-z0-9_-])`, 'giu');

/**
 * What a person typed, as Slack stores it and tells the app: `& < >` escaped, `@name`, `#channel`, `@channel` and
 * addresses in angle brackets. Someone who types `<!channel>` calls nobody.
 */
export const slackText = (typed: string, names: Names): string => {
  const people = Object.fromEntries(Object.entries(names.people).map(([name, id]) => [name.toLowerCase(), id]));
  const person = named('@', [...Object.keys(people), 'channel', 'here', 'everyone']);
  const channel = named('#', Object.keys(names.channels));
  const plain = (text: string): string =>
    escaped(text)
      .replace(person, (_all, name: string) => {
        const id = people[name.toLowerCase()];
        return id ? `<@${id}>` : `<!${name.toLowerCase()}>`;
      })
      .replace(channel, (_all, name: string) => `<#${names.channels[name.toLowerCase()]}|${name.toLowerCase()}>`);
  let text = '';
  let from = 0;
  for (const found of typed.matchAll(URL_IN_TEXT)) {
    text += `${plain(typed.slice(from, found.index))}<${escaped(found[0])}>`;
    from = found.index + found[0].length;
  }
  return text + plain(typed.slice(from));
};

/** The rich text Slack sends beside it, as its own message box makes it. */
export const richText = (text: string, blockId: string): unknown[] => {
  const elements = text
    .split(/(<[^>]+>)/)
    .filter((part) => part !== '')
    .map((part) => {
      const [, mark, body = ''] = /^<([@#!]?)([^>]*)>$/.exec(part) ?? [];
      if (mark === undefined) return { type: 'text', text: unescaped(part) };
      if (mark === '@') return { type: 'user', user_id: body };
      if (mark === '#') return { type: 'channel', channel_id: body.split('|')[0] };
      if (mark === '!') return { type: 'broadcast', range: body };
      return { type: 'link', url: unescaped(body) };
    });
  return [{ type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] }];
};
