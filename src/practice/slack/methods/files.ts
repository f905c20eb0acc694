import { findFile, shownFile } from '../files.ts';
import type { Methods } from './method.ts';

export const fileMethods: Methods = {
  'files.info': async (ws, args) => ({
    file: shownFile(ws, await findFile(ws.db, args.need('file'))),
    comments: [],
    response_metadata: { next_cursor: '' },
  }),
};
