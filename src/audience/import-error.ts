/**
 * A file that cannot be imported, or not on. `message` is in the asker's language and names the file; `done` is what came
 * in before it broke off.
 */
export class ImportError extends Error {
  readonly done: object | null;
  constructor(message: string, done: object | null = null) {
    super(message);
    this.done = done;
    this.name = 'ImportError';
  }
}
