import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';
import { SECRETS, type TestWorkspace, testWorkspace } from '../support/slack.ts';
import { elementOf, type Workspace, workspace } from '../support/workspace.ts';

/** Behind a firewall: no address that Slack could reach, only a socket that the bot opens. The loop up to the first mail. */
describe('over Socket Mode', () => {
  let slack: TestWorkspace;
  let journey: Journey;
  let people: Workspace;
  beforeAll(async () => {
    slack = await testWorkspace();
    people = workspace(slack.url);
    journey = await startJourney({
      practice: 'llm,channels,clock',
      people: 60,
      env: {
        SLACK_BOT_TOKEN: SECRETS.botToken,
        SLACK_APP_TOKEN: SECRETS.appToken,
        SLACK_API_URL: `${slack.url}/api/`,
        APPROVERS: 'S0APPROVERS',
        ADMINS: 'U0APPROVER1',
        DIGEST_CHANNEL: 'C0DIGEST',
      },
    });
  });
  afterAll(async () => {
    await journey?.stop();
    await slack?.close();
  });

  it('a goal becomes mails, with clicks, modals and commands, and HTTP has no door', async () => {
    // Until the socket stands nobody hears a mention: Slack itself would say so to a command.
    await people.until('the socket', async () => (await people.command('U0MARKETER', 'help')).ok);
    await people.say(
      'U0MARKETER',
      '@baton 60일 넘게 안 산 단골(3회 이상 구매)을 다시 오게 해서 이번 달 매출 1천만원, 지금 바로',
    );
    for (const step of ['brief', 'segments', 'personas', 'copy']) await people.approve('U0MARKETER', step);
    const plan = await people.card('plan', { when: (m) => elementOf(m.blocks, 'launch.approve') !== null });
    await people.click('U0MARKETER', plan, 'launch.approve');
    const refusal = await people.until('the refusal', async () =>
      (await people.ephemerals('U0MARKETER')).find(({ threadTs }) => threadTs !== null),
    );
    expect(refusal).toMatchObject({ threadTs: plan.threadTs, text: expect.stringMatching(/직접 요청한 발송/) });
    expect(await people.launch('U0APPROVER2')).toMatchObject({ ok: true });
    await people.until('mails', async () => (await journey.ws.mailbox('?bodies=0')).length > 20);
    const response = await fetch(`http://127.0.0.1:${journey.app.port}/slack/events`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
  });
});
