import type { App } from './app.ts';
import { ConfigError, parseConfig, readEnv } from './config.ts';
import { leanly } from './kit/leanly.ts';
import { messageOf } from './kit/log.ts';

/**
 * Start-up: one line with the address when all is well, one clear error when not, a clean stop on Ctrl-C. Its words are not
 * in i18n and in both languages at once: it speaks before anybody's language is known.
 */
const main = async (): Promise<void> => {
  const config = parseConfig(readEnv());
  // Only now: a mistake in the settings is told before everything else is loaded.
  const { createApp } = await leanly(() => import('./app.ts'));
  const app = await createApp(config);
  process.stdout.write(`${greeting(app)}\n`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      app.stop().then(() => process.exit(0));
    });
  await app.ready.catch(async (error) => {
    // What was cut off by our own end goes on at the next start.
    if (stopping) return;
    stopping = true;
    await app.stop();
    throw error;
  });
};

const greeting = ({ deps, port, practice }: App): string =>
  practice.gateway && practice.server
    ? [
        `연습 워크스페이스 / practice workspace: ${practice.server.url}`,
        // A real model costs money, also among stand-ins.
        ...(practice.llm ? [] : [`초안을 쓰는 모델 / drafts are written by: ${deps.llm.model} (OPENAI_API_KEY)`]),
      ].join('\n')
    : `Baton (${deps.config.role}) ${port ? deps.config.publicUrl : ''}`.trim();

/** What an operator can do about the usual reasons. */
const explain = (error: unknown): string => {
  if (error instanceof ConfigError) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `포트 ${port}을(를) 다른 프로그램이 쓰고 있어 시작하지 않았습니다. PORT 또는 PRACTICE_PORT를 바꿔 주세요.\nNot started: port ${port} is taken. Set PORT or PRACTICE_PORT to another.`;
  if (code === 'ECONNREFUSED')
    return `데이터베이스에 연결할 수 없어 시작하지 않았습니다. DATABASE_URL을 확인해 주세요.\nNot started: the database does not answer. Check DATABASE_URL.`;
  return `시작하지 못했습니다 / not started: ${messageOf(error)}`;
};

main().catch((error) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
