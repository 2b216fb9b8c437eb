/** What every reader in this room throws: a message that names the file's fault, fit to be shown to a person. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}
