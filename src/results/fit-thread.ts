import { parentPort, workerData } from 'node:worker_threads';
import { type Customer, fitModels } from './ltv.ts';

/** The thread that fit.ts starts: one fit, then it ends. */
parentPort?.postMessage(fitModels(workerData as Customer[]));
