import { SETTINGS, type SettingName } from './settings.ts';

/** The values of an environment, each by its kind; what is wrong with them is gathered, not thrown. Used by config.ts. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * What a start is judged by: `server` every setting, and that none is missing; `database` every setting, but Slack, model
 * and channels may be missing; names: only these, because nothing else is used.
 */
export type Needs = 'server' | 'database' | readonly SettingName[];

export const readerOf = (env: Env, needs: Needs) => {
  const problems: string[] = [];
  /** A mistake between several settings is one only for whoever uses all of them. */
  const problem = (names: readonly SettingName[], line: string): void => {
    if (typeof needs === 'string' || names.every((name) => needs.includes(name))) problems.push(line);
  };
  const missing = (line: string): void => {
    if (needs === 'server') problems.push(line);
  };
  const bad = (name: SettingName, got: string, allowed: string): void =>
    problem([name], `${name}=${JSON.stringify(got)}: ${allowed}`);
  const text = (name: SettingName): string | null => env[name]?.trim() || null;
  const list = (name: SettingName): readonly string[] | null =>
    text(name)
      ?.split(',')
      .map((part) => part.trim())
      .filter(Boolean) ?? null;
  const oneOf = <T extends string>(name: SettingName, allowed: readonly T[], fallback: T): T => {
    const value = text(name);
    if (value === null) return fallback;
    if ((allowed as readonly string[]).includes(value)) return value as T;
    bad(name, value, allowed.join(' | '));
    return fallback;
  };
  const number = (name: SettingName, fallback: number, min: number, max: number): number => {
    const value = text(name);
    if (value === null) return fallback;
    const parsed = Number(value);
    if (Number.isFinite(parsed) && parsed >= min && parsed <= max) return parsed;
    bad(name, value, `${min} … ${max}`);
    return fallback;
  };
  const port = (name: SettingName, fallback: number): number => {
    const value = text(name);
    if (value === null) return fallback;
    if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
    bad(name, value, '0 … 65535');
    return fallback;
  };
  const url = (name: SettingName, protocols: readonly string[]): string | null => {
    const value = text(name);
    if (value === null) return null;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    // A secret may sit inside the address: never print it back.
    const shown = SETTINGS.find((setting) => setting.name === name)?.secret ? '…' : value;
    bad(name, shown, `${protocols.map((protocol) => `${protocol}//`).join(' | ')}…`);
    return null;
  };
  return { problems, problem, missing, bad, text, list, oneOf, number, port, url };
};
