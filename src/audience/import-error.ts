/** A file that cannot be imported, or not on. `message` is in the asker's language and names the file. */
export class ImportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImportError';
  }
}
