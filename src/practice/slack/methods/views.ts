import type { Arguments } from '../arguments.ts';
import { personOf } from '../cast.ts';
import { Refusal } from '../refusal.ts';
import { addModal, checkedView, findView, publishHome, redrawView } from '../views.ts';
import { type Workspace, write } from '../workspace.ts';
import type { Methods } from './method.ts';

const viewOf = (ws: Workspace, args: Arguments, kind: 'modal' | 'home') =>
  checkedView(ws, args.json('view', 'invalid_arguments'), kind);

const add = async (ws: Workspace, args: Arguments, how: 'open' | 'push') => {
  // Checked first: a view Slack cannot take does not use up the trigger.
  const view = viewOf(ws, args, 'modal');
  const user = ws.triggers.spend(args.need('trigger_id'));
  return { view: await write(ws, (c) => addModal(c, ws, user, view, how)) };
};

export const viewMethods: Methods = {
  'views.open': (ws, args) => add(ws, args, 'open'),
  'views.push': (ws, args) => add(ws, args, 'push'),
  'views.update': async (ws, args) => {
    const view = await write(ws, async (c) => {
      const row = await findView(c.tx, { id: args.text('view_id'), externalId: args.text('external_id') });
      return redrawView(c, ws, row, viewOf(ws, args, row.kind), args.text('hash'));
    });
    return { view };
  },
  'views.publish': async (ws, args) => {
    const user = args.need('user_id');
    const person = personOf(user);
    if (!person || person.deleted) throw new Refusal('user_not_found');
    const given = viewOf(ws, args, 'home');
    return { view: await write(ws, (c) => publishHome(c, ws, user, given, args.text('hash'))) };
  },
};
