import type { AlimtalkTemplate } from './alimtalk.ts';
import { type NhnSettings, nhnClient } from './nhn-client.ts';
import { headerOf } from './nhn-codes.ts';

type Stored = {
  templateCode?: string;
  templateName?: string;
  templateContent?: string;
  status?: string;
  buttons?: { type?: string; name?: string; linkMo?: string }[] | null;
};

const STATUS: Readonly<Record<string, AlimtalkTemplate['status']>> = { TSC03: 'approved', TSC04: 'rejected' };
const PAGE = 1_000;

/** All templates of the sender. @throws when NHN Cloud does not answer */
export const nhnTemplates = async (settings: NhnSettings): Promise<AlimtalkTemplate[]> => {
  const path = `/alimtalk/v2.3/appkeys/${settings.appKey}/senders/${settings.senderKey}/templates?pageSize=${PAGE}`;
  const answer = await nhnClient(settings).call('GET', path);
  if (answer.got === 'nothing') throw new Error(`NHN Cloud: ${answer.why}`);
  const { isSuccessful, resultCode } = headerOf(answer);
  if (!isSuccessful) throw new Error(`NHN Cloud: ${answer.status} ${resultCode ?? ''}`.trim());
  const body = answer.body as { templateListResponse?: { templates?: Stored[] } };
  return (body.templateListResponse?.templates ?? []).flatMap(({ templateCode, templateName, ...more }) =>
    templateCode && typeof more.templateContent === 'string'
      ? [
          {
            id: templateCode,
            name: templateName ?? templateCode,
            text: more.templateContent,
            buttons: (more.buttons ?? []).map(({ type = '', name = '', linkMo = '' }) => ({ type, name, url: linkMo })),
            status: STATUS[more.status ?? ''] ?? 'pending',
          },
        ]
      : [],
  );
};
