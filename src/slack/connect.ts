import type { App } from '@slack/bolt';
import { messageOf } from '../kit/log.ts';
import type { Click, Command, Door, Submission } from './handlers/door.ts';
import { readClick, readSubmission } from './handlers/payload.ts';
import { refuse } from './handlers/refuse.ts';
import type { Permalink } from './load.ts';
import { CLICKS, COMMANDS, EVENTS, SHORTCUTS, SUBMISSIONS } from './routes.ts';

type Ack = (response?: never) => Promise<void>;

/** Hangs the tables of routes.ts into Bolt: read, do, and only then acknowledge. */
export const connectRoutes = (app: App, door: Door & { permalink: Permalink }): void => {
  const ours = (what: string) => async (work: () => Promise<unknown>, ack: Ack) => {
    try {
      const reply = await work();
      await ack(reply as never);
    } catch (error) {
      door.deps.log.error(
        { what, error: messageOf(error), stack: error instanceof Error ? error.stack : undefined },
        'not acknowledged',
      );
      throw error;
    }
  };

  app.action(/.*/, async ({ body, ack }) => {
    const { user, ...raw } = readClick(body);
    await ours(raw.action)(
      async () => {
        const click: Click = { ...raw, person: await door.directory.person(user) };
        const handler = Object.hasOwn(CLICKS, click.action) ? CLICKS[click.action] : undefined;
        if (handler) await handler(door, click);
        // Inputs of modals and cards of other times also come here: silence for the first, a word for the second.
        else if (click.where.messageTs) await refuse(door.deps, click.person, click.where, { code: 'not_understood' });
      },
      ack as unknown as Ack,
    );
  });

  app.view(/.*/, async ({ body, ack }) => {
    const { user, ...raw } = readSubmission(body);
    await ours(raw.callback)(
      async () => {
        const submission: Submission = { ...raw, person: await door.directory.person(user) };
        return Object.hasOwn(SUBMISSIONS, submission.callback)
          ? SUBMISSIONS[submission.callback]?.(door, submission)
          : undefined;
      },
      ack as unknown as Ack,
    );
  });

  app.command(/.*/, async ({ command, ack }) => {
    await ours(command.command)(
      async () => {
        const [word = '', ...rest] = command.text.trim().split(/\s+/);
        const given: Command = {
          person: await door.directory.person(command.user_id),
          word: word.toLowerCase(),
          rest: command.text.trim().slice(word.length).trim() || rest.join(' '),
          channel: command.channel_id,
          triggerId: command.trigger_id,
        };
        const answered = await COMMANDS[command.command]?.(door, given);
        return answered && { response_type: 'ephemeral', ...answered };
      },
      ack as unknown as Ack,
    );
  });

  app.shortcut(/.*/, async ({ body, ack }) => {
    const { callback_id: callback, trigger_id: triggerId, user } = body;
    // A message shortcut brings the words of the message; a global one brings none.
    const { message, channel } = body as { message?: { text?: string }; channel?: { id?: string } };
    await ours(callback)(
      async () => {
        const click: Click = {
          person: await door.directory.person(user.id),
          action: callback,
          value: message?.text ?? '',
          blockId: '',
          where: { channel: channel?.id ?? null, threadTs: null, messageTs: null },
          triggerId,
          viewId: null,
        };
        await SHORTCUTS[callback]?.(door, click);
      },
      ack as unknown as Ack,
    );
  });

  for (const [name, handler] of Object.entries(EVENTS))
    app.event(name, async ({ event, body }) => {
      await ours(name)(
        () => handler(door, { id: body.event_id, event: event as unknown as Record<string, unknown> }),
        // Bolt has taken the acknowledgement already; it goes out when we are done.
        async () => undefined,
      );
    });
};
