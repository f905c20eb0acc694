import mjml2html from 'mjml';
import { escapeHtml, liquidParts } from './liquid.ts';

/** The parts of one message as templates: Liquid still inside, everything code adds already there. */
export type Page = {
  language: 'ko' | 'en';
  brand: string;
  headline: string;
  preheader: string;
  paragraphs: readonly string[];
  /** Null: there is nothing to press. */
  button: { label: string; href: string } | null;
  /** Lines about the sender, then ways out. */
  sender: readonly string[];
  exits: readonly { before: string; label: string; href: string }[];
  /** Null: nobody asks whether it was opened. */
  pixel: string | null;
};

const FONT = "'Apple SD Gothic Neo','Malgun Gothic','맑은 고딕',Helvetica,Arial,sans-serif";

/**
 * One message as HTML: MJML once per variant. Everything variable is taken out first and put back afterwards, so that
 * neither Liquid nor a person's words are ever parsed as markup; there is nothing to include and includes are refused.
 */
export const layOut = async (page: Page): Promise<string> => {
  const held: string[] = [];
  const hold = (text: string): string => `\uE000${held.push(text) - 1}\uE001`;
  const words = (text: string): string =>
    liquidParts(text.replace(/[\uE000\uE001]/g, ''))
      .map((part) => hold(part.liquid ? part.text : escapeHtml(part.text).replaceAll('\n', '<br>')))
      .join('');
  const source = mjml(page, words, hold);
  if (/<mj-include/i.test(source)) throw new Error('mj-include is refused');
  const { html, errors } = await mjml2html(source, {
    validationLevel: 'strict',
    ignoreIncludes: true,
    keepComments: false,
    fonts: {},
  });
  if (errors.length > 0) throw new Error(`mjml: ${errors[0]?.formattedMessage}`);
  // Indentation is a third of what MJML writes, and mail over 102 KB is cut off.
  const tight = html.replace(/^[ \t]+/gm, '').replace(/\n{2,}/g, '\n');
  return tight.replace(/\uE000(\d+)\uE001/g, (_, n: string) => held[Number(n)] ?? '');
};

type Say = (text: string) => string;

const mjml = (page: Page, words: Say, hold: Say): string => `<mjml lang="${page.language}">
<mj-head>
<mj-preview>${words(page.preheader)}</mj-preview>
<mj-attributes>
<mj-all font-family="${FONT}" />
<mj-text font-size="16px" line-height="1.7" color="#24262b" padding="8px 28px" />
</mj-attributes>
</mj-head>
<mj-body background-color="#f3f4f6" width="600px">
<mj-section padding="24px 0 8px"><mj-column><mj-text align="center" font-size="14px" color="#5b6068">${words(page.brand)}</mj-text></mj-column></mj-section>
<mj-section background-color="#ffffff" border-radius="12px" padding="28px 0 32px">
<mj-column>
<mj-text font-size="24px" line-height="1.4" font-weight="700" padding-bottom="12px">${words(page.headline)}</mj-text>
${page.paragraphs.map((text) => `<mj-text>${words(text)}</mj-text>`).join('\n')}
${page.button ? button(page.button, words, hold) : ''}
</mj-column>
</mj-section>
<mj-section padding="16px 0 32px">
<mj-column>
<mj-text font-size="12px" line-height="1.8" color="#5b6068">${page.sender.map(words).join('<br />')}</mj-text>
${page.exits.map((e) => `<mj-text font-size="12px" line-height="1.8" color="#5b6068">${words(e.before)} <a href="${hold(e.href)}" style="color:#5b6068;text-decoration:underline">${words(e.label)}</a></mj-text>`).join('\n')}
</mj-column>
</mj-section>
${page.pixel === null ? '' : `<mj-raw><img src="${hold(page.pixel)}" width="1" height="1" alt="" style="display:block;border:0" /></mj-raw>`}
</mj-body>
</mjml>`;

const button = ({ label, href }: NonNullable<Page['button']>, words: Say, hold: Say): string =>
  `<mj-button href="${hold(href)}" background-color="#1f6feb" color="#ffffff" border-radius="8px" font-size="16px" font-weight="600" inner-padding="14px 28px" padding="20px 28px 8px" align="left">${words(label)}</mj-button>`;

/** The same message for those who read no HTML, and for filters that compare both. */
export const writeText = (page: Page): string =>
  [
    page.brand,
    '',
    page.headline,
    '',
    ...page.paragraphs.flatMap((text) => [text, '']),
    ...(page.button ? [`${page.button.label}: ${page.button.href}`, ''] : []),
    '--',
    ...page.sender,
    ...page.exits.map((e) => `${e.before} ${e.label}: ${e.href}`),
    '',
  ].join('\n');
