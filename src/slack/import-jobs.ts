import type { WebClient } from '@slack/web-api';
import { guessKind } from '../audience/columns.ts';
import { csvRecords } from '../audience/csv-records.ts';
import { type ImportTotals, importCsv } from '../audience/import.ts';
import { ImportError } from '../audience/import-error.ts';
import { masked } from '../audience/mask.ts';
import type { Config } from '../config.ts';
import type { Deps } from '../deps.ts';
import { strings } from '../i18n/language.ts';
import { FileRefused, slackFile } from './files.ts';
import { changeImport, findImport, type ImportRow, nameColumns } from './import-state.ts';

/** The file's beginning is enough to ask about it. */
const SAMPLE_ROWS = 3;
const MOST_COLUMNS = 300;
/** Refused rows told in the message; the command line tells them all. */
const TOLD_ROWS = 10;
/** Slack asks for no more than about one update a message in this time. */
const PROGRESS_MS = 3_000;

type From = { client: WebClient; credentials: NonNullable<Config['slack']> };

/** Reads the columns and first rows of a file, so that its importer can be asked what they are. */
export const readImport = async (deps: Deps, from: From, importId: string): Promise<void> => {
  const row = await findImport(deps.db, importId);
  if (row?.status !== 'reading') return;
  await failing(deps, row, async (language) => {
    const file = await slackFile(from.client, from.credentials, row.fileId);
    const records: (readonly string[])[] = [];
    for await (const { cells } of csvRecords(await file.open(), row.fileName, strings(language).imports.errors)) {
      records.push(cells);
      if (records.length > SAMPLE_ROWS) break;
    }
    const [header, ...rows] = records;
    if (!header) throw new ImportError(strings(language).imports.errors.no_rows({ file: row.fileName }));
    const columns = header.slice(0, MOST_COLUMNS).map((name) => name.normalize('NFC'));
    const names = nameColumns(columns);
    const sample = rows.map((cells) =>
      columns.map((name, i) => masked((cells[i] ?? '').slice(0, 80), names.has(name) ? 'name' : 'other')),
    );
    await changeImport(deps, importId, { status: 'offered', columns, sample, kind: guessKind(columns) });
  });
};

/** Brings the file in, and shows how far it is. Begun again after a crash it goes through the file once more, changing nothing twice. */
export const runImport = async (deps: Deps, from: From, importId: string): Promise<void> => {
  const row = await findImport(deps.db, importId);
  if (row?.status !== 'running' || !row.kind) return;
  const { kind } = row;
  await failing(deps, row, async (language) => {
    const file = await slackFile(from.client, from.credentials, row.fileId);
    const { timezone, currency, defaultRegion: region } = deps.config;
    let shownAt = deps.clock.system().getTime();
    const totals = await importCsv(
      deps.db,
      kind,
      { name: row.fileName, open: file.open },
      {
        now: await deps.clock.business(),
        timezone,
        currency,
        region,
        secretKeys: deps.secretKeys,
        language,
        map: row.map,
        ...(row.consentSource && { consentSource: row.consentSource }),
        ...(deps.stopping && { signal: deps.stopping }),
        onProgress: async (so) => {
          const now = deps.clock.system().getTime();
          if (now - shownAt < PROGRESS_MS) return;
          shownAt = now;
          await changeImport(deps, importId, counts(so));
        },
      },
    );
    if (deps.stopping?.aborted) throw new Error('stopped half-way; the next process goes on');
    await changeImport(deps, importId, {
      ...counts(totals),
      status: 'done',
      report: totals.report.slice(0, TOLD_ROWS),
      finishedAt: deps.clock.system(),
    });
  });
};

const counts = ({ read, inserted, updated, unchanged, rejected }: ImportTotals) => ({
  read,
  inserted,
  updated,
  unchanged,
  rejected,
});

/** What can never work is said in words; anything else is thrown, and the queue tries again. */
const failing = async (deps: Deps, row: ImportRow, work: (language: 'ko' | 'en') => Promise<void>): Promise<void> => {
  const { language } = await deps.directory.person(row.by);
  try {
    await work(language);
  } catch (error) {
    const t = strings(language).imports.slack;
    const why =
      error instanceof ImportError
        ? error.message
        : error instanceof FileRefused
          ? error.code === 'missing_scope'
            ? t.noScope
            : t.noFile({ file: row.fileName })
          : null;
    if (why === null) {
      // Tried again for as long as it takes; meanwhile nobody should wonder.
      await changeImport(deps, row.id, { status: row.status });
      throw error;
    }
    await changeImport(deps, row.id, { status: 'failed', failure: why, finishedAt: deps.clock.system() });
  }
};
