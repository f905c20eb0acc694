import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';

/** What a failed call means for a message that is owed. */
export type Trouble =
  /** Slack or the way to it is down, or asks us to wait: the same again, later. `doubtful`: it may have been done. */
  | { kind: 'later'; afterMs: number | null; doubtful: boolean; error: string }
  /** Our card is what Slack will not take: a plainer one may do. */
  | { kind: 'plainer'; error: string }
  /** We are not let in there; a person has to do something. */
  | { kind: 'unreachable'; error: Unreachable }
  /** The message to change is not there any more. */
  | { kind: 'gone'; error: string }
  /** This Slack does not know the method, or we may not use it. */
  | { kind: 'unsupported'; error: string }
  /** Anything else Slack says: it would say it again. */
  | { kind: 'never'; error: string };

export const UNREACHABLE = ['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'] as const;
export type Unreachable = (typeof UNREACHABLE)[number];

const PLAINER = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'invalid_metadata_format',
];
const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
const UNSUPPORTED = [
  'unknown_method',
  'missing_scope',
  'not_allowed_token_type',
  'method_not_supported_for_channel_type',
];
/** Slack's own passing troubles, and those that end when somebody mends the installation. */
const PASSING = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'team_added_to_org',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
];

const includes = (list: readonly string[], error: string): boolean => list.includes(error);

/** A request that never left: nobody can have taken it. */
const neverLeft = (error: unknown): boolean => {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const { code } = at as { code?: string };
    if (code && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)) return true;
    at = (at as { original?: unknown; cause?: unknown }).original ?? at.cause;
  }
  return false;
};

/** The code of Slack's own answer (`not_in_channel`), or null when there was none. */
export const slackError = (thrown: unknown): string | null =>
  thrown instanceof WebAPIPlatformError ? thrown.data.error : null;

export const troubleOf = (thrown: unknown): Trouble => {
  if (thrown instanceof WebAPIRateLimitedError)
    return { kind: 'later', afterMs: thrown.retryAfter * 1000, doubtful: false, error: 'ratelimited' };
  const error = slackError(thrown);
  if (error === null) {
    // 4xx and 5xx of a proxy, a cut connection, a time-out: whether it was done is not known unless it never left.
    const doubtful = !neverLeft(thrown) && !(thrown instanceof WebAPIHTTPError && thrown.statusCode < 500);
    return { kind: 'later', afterMs: null, doubtful, error: thrown instanceof Error ? thrown.name : 'unknown' };
  }
  if (includes(PLAINER, error)) return { kind: 'plainer', error };
  if (includes(UNREACHABLE, error)) return { kind: 'unreachable', error: error as Unreachable };
  if (includes(GONE, error)) return { kind: 'gone', error };
  if (includes(UNSUPPORTED, error)) return { kind: 'unsupported', error };
  if (includes(PASSING, error)) return { kind: 'later', afterMs: null, doubtful: false, error };
  // A body that is no JSON comes as its own text: a proxy's page, not Slack's word.
  if (!/^[a-z_]{3,60}$/.test(error))
    return { kind: 'later', afterMs: null, doubtful: true, error: 'unreadable_answer' };
  return { kind: 'never', error };
};
