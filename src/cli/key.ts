import { createKey, isScope, listKeys, revokeKey, SCOPES } from '../http/keys.ts';
import { randomId } from '../kit/id.ts';
import { type Command, DATABASE, Refused, textOption, UsageError, withDatabase } from './command.ts';

export const key: Command = {
  name: 'key',
  usage: [
    `key create --name TEXT [--scopes ${SCOPES.join(',')}]   a bearer key, shown this once`,
    'key list                                  keys, what they may write, when they were last used',
    'key revoke ID                             the key stops working at once',
  ],
  options: { name: { type: 'string' }, scopes: { type: 'string' } },
  settings: DATABASE,
  async run(call) {
    const [what, id = ''] = call.args;
    if (what === 'create') {
      const name = textOption(call, 'name');
      const scopes = (textOption(call, 'scopes') ?? SCOPES.join(',')).split(',').map((scope) => scope.trim());
      const unknown = scopes.filter((scope) => !isScope(scope));
      if (!name) throw new UsageError(key.usage.join('\n'));
      if (unknown.length > 0) throw new UsageError(`--scopes ${unknown.join(',')}: allowed are ${SCOPES.join(', ')}`);
      return withDatabase(call.config, async ({ db, clock }) => {
        const made = await createKey(db, { name, scopes: scopes.filter(isScope) }, { newId: randomId, clock });
        return { json: made, text: `${made.key}\n(${made.id}; kept only as a hash, so note it now)` };
      });
    }
    if (what === 'list')
      return withDatabase(call.config, async ({ db }) => {
        const keys = await listKeys(db);
        const line = (k: (typeof keys)[number]) =>
          `${k.id}  ${k.name}  ${k.scopes.join(',')}  last used ${k.lastUsedAt?.toISOString() ?? 'never'}${k.revokedAt ? '  revoked' : ''}`;
        return { json: keys, text: keys.map(line).join('\n') || 'no keys yet' };
      });
    if (what !== 'revoke' || !id) throw new UsageError(key.usage.join('\n'));
    return withDatabase(call.config, async ({ db, clock }) => {
      if (!(await revokeKey(db, id, { clock }))) throw new Refused(`no living key ${id}`);
      return { json: { id, revoked: true }, text: `${id} revoked` };
    });
  },
};
