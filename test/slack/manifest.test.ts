import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS as WORDS } from '../../src/slack/handlers/commands.ts';
import { COMMANDS, EVENTS, SHORTCUTS } from '../../src/slack/routes.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const manifest = JSON.parse(readFileSync(at('manifest.json'), 'utf8')) as {
  features: {
    slash_commands: { command: string; usage_hint: string; description: string }[];
    shortcuts: { callback_id: string; type: string; name: string; description: string }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] } };
};
const sources = readdirSync(at('src/slack'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(at(`src/slack/${name}`), 'utf8'))
  .join('\n');

/** What Slack wants for each method we call, as its reference says; none for those that need no scope. */
const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.getPermalink': [],
  // `include_all_metadata`: a card posted just before a crash is found again by what it carries.
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'metadata.message:read'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'metadata.message:read'],
  'conversations.open': ['im:write'],
  'conversations.list': ['channels:read', 'groups:read'],
  // The e-mail is where a test message goes.
  'users.info': ['users:read', 'users:read.email'],
  'usergroups.users.list': ['usergroups:read'],
  'files.info': ['files:read'],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
};
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  app_home_opened: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  member_joined_channel: ['channels:read', 'groups:read'],
  user_change: ['users:read'],
};

const called = [
  ...[...sources.matchAll(/\bcall\('([a-zA-Z.]+)'/g)].map(([, name]) => name ?? ''),
  ...[...sources.matchAll(/\bclient\s*\.((?:[a-z]+\s*\.\s*)+[a-zA-Z]+)\(/g)]
    .map(([, name]) => name?.replace(/\s/g, '') ?? '')
    .filter((name) => name.includes('.')),
];

describe('the manifest', () => {
  it('subscribes to exactly the events that are handled', () => {
    const names = manifest.settings.event_subscriptions.bot_events.map((name) =>
      name.replace(/^message\..*/, 'message'),
    );
    expect([...new Set(names)].sort()).toEqual(Object.keys(EVENTS).sort());
  });

  it('names exactly the commands that are handled, and no word of theirs that is not', () => {
    const { slash_commands: commands } = manifest.features;
    expect(commands.map(({ command }) => command)).toEqual(Object.keys(COMMANDS));
    for (const { usage_hint: hint, description } of commands) {
      for (const form of hint.split(' | ')) expect(Object.keys(WORDS)).toContain(form.split(' ')[0]);
      for (const word of Object.keys(WORDS)) expect(description).toContain(word);
    }
  });

  it('has exactly the shortcuts that are handled, in the lengths Slack takes', () => {
    const { shortcuts } = manifest.features;
    expect(shortcuts.map(({ callback_id: id }) => id).sort()).toEqual(Object.keys(SHORTCUTS).sort());
    for (const { name, description } of shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
    }
  });

  it('asks for every scope that is needed, and for none that is not', () => {
    expect([...new Set(called)].sort()).toEqual(Object.keys(METHOD_SCOPES).sort());
    const { bot_events: events } = manifest.settings.event_subscriptions;
    const needed = [
      ...called.flatMap((method) => METHOD_SCOPES[method] ?? []),
      ...events.flatMap((event) => EVENT_SCOPES[event] ?? [`unknown event ${event}`]),
      'commands',
    ];
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...new Set(needed)].sort());
  });
});
