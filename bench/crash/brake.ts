import pg from 'pg';

/**
 * Stops a worker at an exact place without a line in the product: a trigger of the harness's own lets the nth row that
 * takes a certain step wait for a lock that we hold. Whoever is killed there is killed before that step was committed.
 */
export type Step = { from: readonly string[]; to: readonly string[]; nth: number };

export type Brake = {
  arm(campaignId: number, step: Step): Promise<void>;
  /** Somebody stands at the brake. */
  reached(): Promise<boolean>;
  /** After the kill: nothing that the dead process had begun may still be committed. */
  bury(pid: number): Promise<void>;
  release(): Promise<void>;
  close(): Promise<void>;
};

const LOCK = 4711;

export const makeBrake = async (url: string): Promise<Brake> => {
  const holder = new pg.Client({ connectionString: url, application_name: 'harness' });
  await holder.connect();
  await holder.query(`
    create table crash_stop (campaign_id bigint, from_status text[], to_status text[], nth int);
    create sequence crash_seen;
    create function crash_brake() returns trigger language plpgsql as $$
    declare stop crash_stop;
    begin
      select * into stop from crash_stop s
        where s.campaign_id = new.campaign_id and old.status = any(s.from_status) and new.status = any(s.to_status);
      if found and nextval('crash_seen') >= stop.nth then perform pg_advisory_xact_lock(${LOCK}); end if;
      return new;
    end $$;
    create trigger crash_brake before update on deliveries for each row
      when (old.status is distinct from new.status) execute function crash_brake();`);
  await holder.query('select pg_advisory_lock($1)', [LOCK]);
  const one = async (text: string, values: unknown[] = []) =>
    Number((await holder.query<{ n: unknown }>(text, values)).rows[0]?.n);
  return {
    arm: async (campaignId, { from, to, nth }) => {
      await holder.query("select setval('crash_seen', 1, false)");
      await holder.query('insert into crash_stop values ($1, $2, $3, $4)', [campaignId, from, to, nth]);
    },
    reached: async () =>
      (await one(
        `select count(*) as n from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      )) > 0,
    bury: async (pid) => {
      const theirs = [`%:${pid}`];
      await holder.query('delete from crash_stop');
      for (;;) {
        await holder.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where application_name like $1',
          theirs,
        );
        if ((await one('select count(*) as n from pg_stat_activity where application_name like $1', theirs)) === 0)
          return;
      }
    },
    release: async () => {
      await holder.query('delete from crash_stop');
    },
    close: () => holder.end(),
  };
};
