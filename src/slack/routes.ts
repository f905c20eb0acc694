import { openBrand, openBrandSection, submitBrandSection } from './handlers/brand.ts';
import { openGoal, runCommand, submitGoal } from './handlers/commands.ts';
import { submitErase } from './handlers/contact.ts';
import {
  controlled,
  learned,
  openReschedule,
  retry,
  submitReschedule,
  unknownSettled,
  waveChosen,
} from './handlers/control.ts';
import { preview, testSend } from './handlers/copy.ts';
import {
  approveStep,
  openEdit,
  openLaunch,
  openRegenerate,
  openReject,
  recheckPlan,
  renew,
  submitEdit,
  submitLaunch,
  submitRegenerate,
  submitReject,
} from './handlers/decide.ts';
import type { ClickHandler, CommandHandler, SubmitHandler } from './handlers/door.ts';
import { type EventHandler, onHomeOpened, onJoined, onMessage, onUserChange } from './handlers/events.ts';
import { openImport, submitImport } from './handlers/import.ts';
import { confirmIntent, dismissIntent } from './handlers/intent.ts';
import { openFormulas } from './handlers/result.ts';
import { openSave, putReady, submitSave } from './handlers/segment-card.ts';
import { openSettings, submitSettings } from './handlers/settings.ts';

/**
 * Every door from Slack on one page: id -> handler. Each commits before its acknowledgement; what it throws leaves the
 * click unacknowledged, so that the person sees Slack's own error and knows that nothing happened.
 */

/** Buttons and menus, by action id. */
export const CLICKS: Readonly<Record<string, ClickHandler>> = {
  'step.approve': approveStep,
  'step.edit': openEdit,
  'step.regenerate': openRegenerate,
  'step.reject': openReject,
  /** A menu: the chosen option says which of the above. */
  'step.more': async (door, click) => MORE[click.value]?.(door, click),
  'segment.ready': putReady,
  'launch.approve': openLaunch,
  'launch.recheck': recheckPlan,
  'request.renew': renew,
  'copy.edit': openEdit,
  'copy.preview': preview,
  'copy.test': testSend,
  'campaign.new': openGoal,
  'campaign.cancel': controlled('cancel'),
  'campaign.reschedule': openReschedule,
  'job.retry': retry,
  'send.pause': controlled('pause'),
  'send.resume': controlled('resume'),
  'send.stop': controlled('stop'),
  'wave.send': waveChosen,
  'wave.split': waveChosen,
  'unknown.leave': unknownSettled('leave'),
  'unknown.resend': unknownSettled('resend'),
  'result.formulas': openFormulas,
  'learning.keep': learned('remembered'),
  'learning.drop': learned('dropped'),
  'intent.confirm': confirmIntent,
  'intent.dismiss': dismissIntent,
  ...openImport,
  settings: openSettings,
  brand: openBrand,
  'brand.section': openBrandSection,
  /** Only opens an address; Slack still wants to hear that we heard. */
  'card.open': async () => undefined,
};

/** Options of `step.more`. */
const MORE: Readonly<Record<string, ClickHandler | undefined>> = {
  'step.reject': openReject,
  'segment.save': openSave,
  'plan.waves': openEdit,
};

/** Modals, by callback id, which equals the action that opened them. */
export const SUBMISSIONS: Readonly<Record<string, SubmitHandler>> = {
  'step.edit': submitEdit,
  'copy.edit': submitEdit,
  'step.regenerate': submitRegenerate,
  'step.reject': submitReject,
  'segment.save': submitSave,
  'launch.approve': submitLaunch,
  'campaign.reschedule': submitReschedule,
  'campaign.new': submitGoal,
  'contact.erase': submitErase,
  ...submitImport,
  settings: submitSettings,
  'brand.section': submitBrandSection,
};

export const COMMANDS: Readonly<Record<string, CommandHandler>> = { '/baton': runCommand };

/** Global and message shortcuts, by callback id; a message brings its words as the goal to begin with. */
export const SHORTCUTS: Readonly<Record<string, ClickHandler>> = {
  'campaign.new': openGoal,
  'campaign.from_message': openGoal,
};

export const EVENTS: Readonly<Record<string, EventHandler>> = {
  app_mention: onMessage,
  message: onMessage,
  app_home_opened: onHomeOpened,
  user_change: onUserChange,
  member_joined_channel: onJoined,
};
