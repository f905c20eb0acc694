import { secretKeys } from '../db/open.ts';
import { createKey, isScope, listKeys, revokeKey, SCOPES } from '../http/keys.ts';
import { identifySecret } from '../http/visitor.ts';
import { strings } from '../i18n/language.ts';
import { randomId } from '../kit/id.ts';
import { type Command, DATABASE, Refused, textOption, UsageError, withDatabase } from './command.ts';

export const key: Command = {
  name: 'key',
  usage: [
    [`key create --name TEXT [--scopes ${SCOPES.join(',')}]`, 'keyCreate'],
    ['key list', 'keyList'],
    ['key revoke ID', 'keyRevoke'],
    ['key web', 'keyWeb'],
  ],
  options: { name: { type: 'string' }, scopes: { type: 'string' } },
  settings: [...DATABASE, 'LOCALE', 'SECRET_KEY'],
  async run(call) {
    const [what, id = '', ...more] = call.args;
    if (more.length > 0 || (id && what !== 'revoke')) throw new UsageError();
    const t = strings(call.config.locale).cli.key;
    if (what === 'create') {
      const name = textOption(call, 'name');
      const scopes = (textOption(call, 'scopes') ?? SCOPES.join(',')).split(',').map((scope) => scope.trim());
      const unknown = scopes.filter((scope) => !isScope(scope));
      if (!name) throw new UsageError();
      if (unknown.length > 0) throw new UsageError(t.scopes({ given: unknown.join(','), allowed: SCOPES.join(', ') }));
      return withDatabase(call.config, async ({ db, clock }) => {
        const made = await createKey(db, { name, scopes: scopes.filter(isScope) }, { newId: randomId, clock });
        return { json: made, text: t.made(made) };
      });
    }
    if (what === 'list')
      return withDatabase(call.config, async ({ db }) => {
        const keys = await listKeys(db);
        const line = (k: (typeof keys)[number]) =>
          `${t.line({ ...k, scopes: k.scopes.join(','), used: k.lastUsedAt?.toISOString() ?? t.never })}${k.revokedAt ? `  ${t.revoked}` : ''}`;
        return { json: keys, text: keys.map(line).join('\n') || t.none };
      });
    if (what === 'web') {
      const [newest = ''] = secretKeys(call.config);
      const secret = identifySecret(newest);
      return { json: { secret }, text: secret };
    }
    if (what !== 'revoke' || !id) throw new UsageError();
    return withDatabase(call.config, async ({ db, clock }) => {
      if (!(await revokeKey(db, id, { clock }))) throw new Refused(t.gone({ id }));
      return { json: { id, revoked: true }, text: t.done({ id }) };
    });
  },
};
