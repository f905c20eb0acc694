import type { AlimtalkTemplate } from './alimtalk.ts';
import { type SolapiSettings, solapiClient } from './solapi-client.ts';
import { errorCodeOf } from './solapi-codes.ts';

type Stored = {
  templateId?: string;
  name?: string;
  content?: string | null;
  status?: string;
  buttons?: { buttonType?: string; buttonName?: string; linkMo?: string }[] | null;
};

const STATUS: Readonly<Record<string, AlimtalkTemplate['status']>> = { APPROVED: 'approved', REJECTED: 'rejected' };
const PAGE = 100;
const MOST_PAGES = 20;

/** All templates of the account. @throws when Solapi does not answer */
export const solapiTemplates = async (settings: SolapiSettings): Promise<AlimtalkTemplate[]> => {
  const client = solapiClient(settings);
  const found: AlimtalkTemplate[] = [];
  let startKey: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.get('/kakao/v2/templates', { limit: `${PAGE}`, ...(startKey && { startKey }) });
    if (answer.got === 'nothing') throw new Error(`Solapi: ${answer.why}`);
    if (answer.status !== 200) throw new Error(`Solapi: ${answer.status} ${errorCodeOf(answer.body)}`);
    const body = answer.body as { templateList?: Stored[]; nextKey?: string | null } | null;
    found.push(...(body?.templateList ?? []).flatMap(templateOf));
    if (!body?.nextKey) return found;
    startKey = body.nextKey;
  }
  throw new Error('Solapi: too many templates');
};

const templateOf = ({ templateId, name, content, status, buttons }: Stored): AlimtalkTemplate[] =>
  templateId && typeof content === 'string'
    ? [
        {
          id: templateId,
          name: name ?? templateId,
          text: content,
          buttons: (buttons ?? []).map(({ buttonType = '', buttonName = '', linkMo = '' }) => ({
            type: buttonType,
            name: buttonName,
            url: linkMo,
          })),
          status: STATUS[status ?? ''] ?? 'pending',
        },
      ]
    : [];
